/** What is known of a resource, read and written under its head's version, so that of two decisions about it the second sees the first. */
import { isDeepStrictEqual } from "node:util";
import type { Verdict } from "../../admission/decide.ts";
import type { Kind } from "../../admission/request.ts";
import { follow, isOfOneTask, type Sighting } from "../finding.ts";
import type { Finding } from "../finding-history.ts";
import type { DecisionRecord } from "../store.ts";
import { all, type Connection, expiry, MOST_WRITES, transact, type Write } from "./connection.ts";
import { after, bounded, type Key, resourcePk, shardOf, timeAndId } from "./keys.ts";
import { type Packed, pack, unpack } from "./pack.ts";

interface Head extends Key {
	readonly version: number;
	/** Of the newest decision. */
	readonly lastTime: string;
	/** The newest allowed decision about a service, as `timeAndId`. */
	readonly admitted?: string;
	/** The same by kind, for those besides Service. */
	readonly admittedAs?: Readonly<Record<string, string>>;
}

interface FindingItem extends Key {
	readonly finding: Packed;
}

export interface Known {
	readonly head: Head | undefined;
	/** The findings that a decision opens or changes. */
	readonly changed: readonly Finding[];
}

/** Strongly consistent. */
export async function readResource(connection: Connection, record: DecisionRecord): Promise<Known> {
	const pk = resourcePk(record.resource);
	const { head, known } = await readFindings(connection, pk);
	const isLate = head !== undefined && head.lastTime > record.time && record.violations.length > 0;
	const newer = isLate ? await newerSightings(connection, pk, record.time) : [];
	const before = new Map(known.map((finding) => [finding.id, finding]));
	const changed = follow(known, record, newer).filter((finding) => !isDeepStrictEqual(finding, before.get(finding.id)));
	return { head, changed };
}

export async function readFindings(connection: Connection, pk: string): Promise<{ head: Head | undefined; known: readonly Finding[] }> {
	const items = await all<FindingItem | Head>(connection, {
		KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
		ExpressionAttributeValues: { ":pk": pk, ":from": "finding#", ":to": "head" },
		ConsistentRead: true,
	});
	const head = items.find((item) => "version" in item);
	return { head, known: items.filter((item) => "finding" in item).map(({ finding }) => unpackFinding(finding)) };
}

async function newerSightings(connection: Connection, pk: string, time: string): Promise<readonly Sighting[]> {
	const items = await all<{ sighting: Packed }>(connection, {
		KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
		ExpressionAttributeValues: { ":pk": pk, ":from": `seen#${after(time)}`, ":to": "seen$" },
		ConsistentRead: true,
	});
	return items.map(({ sighting }) => unpack<Sighting>(sighting, { account: undefined, region: undefined }));
}

/** As long as the sightings are kept. */
export async function newestVerdict(connection: Connection, resource: string, kind: Kind): Promise<Verdict | undefined> {
	return (await newestSighting(connection, resource, kind))?.verdict;
}

export async function newestSighting(connection: Connection, resource: string, kind: Kind): Promise<Sighting | undefined> {
	const sightings = await newerSightings(connection, resourcePk(resource), "");
	return sightings.findLast((sighting) => sighting.kind === kind);
}

/** Refused as "head" when another decision about the resource came in between. */
export function headWrite(
	connection: Connection,
	record: Pick<DecisionRecord, "time" | "resource" | "decidedAt">,
	head: Head | undefined,
	changes: Partial<Head> = {},
): Write {
	const { time, resource, decidedAt } = record;
	const item: Head = {
		...{ pk: resourcePk(resource), sk: "head", lastTime: time, version: 0 },
		...head,
		...changes,
		...expiry(connection, decidedAt),
	};
	const known = head === undefined ? "attribute_not_exists(pk)" : "version = :known";
	return {
		what: "head",
		Put: {
			Item: { ...item, version: item.version + 1 },
			ConditionExpression: known,
			...(head === undefined ? {} : { ExpressionAttributeValues: { ":known": head.version } }),
		},
	};
}

export function findingWrites(
	connection: Connection,
	record: Pick<DecisionRecord, "decidedAt">,
	findings: readonly Finding[],
): readonly Write[] {
	return findings.map((finding) => ({
		what: "finding",
		Put: {
			Item: {
				pk: resourcePk(finding.resource),
				sk: `finding#${finding.id}`,
				timelinePk: shardOf(`finding#${finding.state}`, finding.id),
				timelineSk: timeAndId(finding.firstSeen, finding.id),
				policies: [bounded(finding.policy)],
				...(finding.account === undefined ? {} : { account: bounded(finding.account) }),
				finding: pack(finding),
				...(finding.state === "resolved" || isOfOneTask(finding.resource) ? expiry(connection, record.decidedAt) : {}),
			},
		},
	}));
}

/** DynamoDB takes 4 MB in one transaction; a decision, its sighting and what it admits are no more than the rest of that. */
const MOST_BYTES = 2_500_000;

/** The first of the findings, as many as one transaction has room for. */
export function batch(findings: readonly Finding[], room: number): readonly Finding[] {
	let bytes = 0;
	const end = findings.findIndex((finding, n) => {
		bytes += Buffer.byteLength(pack(finding));
		return n >= room || bytes > MOST_BYTES;
	});
	return end === -1 ? findings : findings.slice(0, end);
}

/**
 * Writes ahead the findings that do not fit into one transaction with their decision. Following the same decision again changes
 * nothing, so a crash on the way only means that whoever hears of the event again writes the rest.
 */
export async function writeAhead(connection: Connection, record: DecisionRecord, { head, changed }: Known): Promise<void> {
	const some = findingWrites(connection, record, batch(changed, MOST_WRITES - 1));
	await transact(connection, [headWrite(connection, record, head), ...some]);
}

export function unpackFinding(packed: Packed): Finding {
	const ofEach = { account: undefined, region: undefined, field: undefined, resolvedAt: undefined };
	return unpack<Finding>(packed, { ...ofEach, exemption: undefined, exemptedUntil: undefined, resolution: undefined });
}
