/** How often something happened: taken from an hour's seal when that is written, so that no decision waits for a counter. */
import type { Counts, LastAtPoint, Ledger, Seal } from "../../ledger/ledger.ts";
import { addTallies, NOTHING, type Tally } from "../../ledger/tally.ts";
import { all, type Connection, get, type Write } from "./connection.ts";
import { COUNTS, type Key, OPEN_HOURS, POINTS, sealsPk } from "./keys.ts";
import { type Packed, pack, unpack } from "./pack.ts";

type Counted = Pick<Counts, "verdicts" | "policies" | "points">;

interface CountsItem extends Key {
	readonly hour: string;
	readonly counts: Packed;
	readonly version: number;
}

/** The counts of one seal, and the write that adds them to those of all accounts; its condition is that nobody else has added to them meanwhile. */
export async function countsWrite(
	connection: Connection,
	{ hour, tally }: Seal,
): Promise<{ readonly counts: Packed; readonly write: Write }> {
	const counted = countsOf(tally);
	const key = { pk: COUNTS, sk: hour };
	const known = await get<CountsItem>(connection, key);
	const sum = known === undefined ? counted : added(counted, unpack<Counted>(known.counts));
	const condition =
		known === undefined
			? { ConditionExpression: "attribute_not_exists(pk)" }
			: { ConditionExpression: "version = :known", ExpressionAttributeValues: { ":known": known.version } };
	const Item = { ...key, hour, counts: pack(sum), version: (known?.version ?? 0) + 1 };
	return { counts: pack(counted), write: { what: "counts", Put: { Item, ...condition } } };
}

function countsOf({ verdicts, decisionsByPolicy, points }: Tally): Counted {
	return { verdicts, policies: decisionsByPolicy, points };
}

function added(a: Counted, b: Counted): Counted {
	const tally = ({ verdicts, policies, points }: Counted): Tally => ({ ...NOTHING, verdicts, decisionsByPolicy: policies, points });
	return countsOf(addTallies(tally(a), tally(b)));
}

export function readCounts(connection: Connection): Pick<Ledger, "counts" | "lastAtPoints"> {
	return {
		async counts({ since, until, account }) {
			const prefix = account === undefined ? "" : "hour#";
			const items = await all<CountsItem>(connection, {
				KeyConditionExpression: "pk = :pk AND sk BETWEEN :since AND :until",
				ExpressionAttributeValues: {
					":pk": account === undefined ? COUNTS : sealsPk(account),
					":since": `${prefix}${since}`,
					":until": `${prefix}${until}`,
				},
			});
			const counts = items.map(({ hour, counts: packed }) => ({ period: hour, ...unpack<Counted>(packed) }));
			return { counts, completeUntil: await completeUntil(connection) };
		},
		async lastAtPoints() {
			const items = await all<LastAtPoint & Key>(connection, {
				KeyConditionExpression: "pk = :pk",
				ExpressionAttributeValues: { ":pk": POINTS },
				ConsistentRead: true,
			});
			return items.map(({ point, time, decidedAt }) => ({ point, time, decidedAt }));
		},
	};
}

/** The hour before the oldest that has no seal. */
async function completeUntil(connection: Connection): Promise<string | undefined> {
	const [oldest] = await all<{ hour: string }>(connection, {
		KeyConditionExpression: "pk = :pk",
		ExpressionAttributeValues: { ":pk": OPEN_HOURS },
	});
	if (oldest === undefined) return undefined;
	return new Date(Date.parse(`${oldest.hour}:00:00Z`) - 3_600_000).toISOString().slice(0, oldest.hour.length);
}
