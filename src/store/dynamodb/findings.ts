import { decodeCursor, encodeCursor } from "../cursor.ts";
import { ended } from "../finding.ts";
import type { Finding, FindingCount, FindingHistory, FindingQuery } from "../finding-history.ts";
import { instant } from "../instant.ts";
import type { Store } from "../store.ts";
import { backwards, daysUntil, movementsOf } from "../trend.ts";
import type { Connection } from "./connection.ts";
import { changeFindings } from "./finding-changes.ts";
import { resourcePk, timeAndId } from "./keys.ts";
import type { Packed } from "./pack.ts";
import { readFindings, unpackFinding } from "./resource.ts";
import { newestFirst, type TimelineEntry } from "./timeline.ts";

const LIST = 1000;
const PAGE = 100;
const STATES: readonly Finding["state"][] = ["open", "exempted", "resolved"];
const EVER = "9999-12-31T23:59:59.999Z$";

interface FindingEntry extends TimelineEntry {
	readonly finding: Packed;
}

/** Violations followed over time, read from the index alone. Counts and trend read all of them: for a page that is looked at, not for each request. */
export function dynamoDbFindings(connection: Connection): Pick<Store, "findings"> & FindingHistory {
	return {
		findings: async (query) => list(connection, query, Math.max(1, query.limit ?? LIST)),
		async findingPage(query) {
			const limit = Math.max(1, query.limit ?? PAGE);
			const found = await list(connection, query, limit + 1);
			const last = found[limit - 1];
			const isCut = found.length > limit && last !== undefined;
			return { findings: found.slice(0, limit), next: isCut ? encodeCursor({ time: last.firstSeen, uid: last.id }) : null };
		},
		async findingCounts({ account }) {
			const counts = new Map<string, FindingCount>();
			for await (const { policy, severity, state, ...finding } of every(connection, {}, ["open", "exempted"])) {
				if (state === "resolved" || (account !== undefined && finding.account !== account)) continue;
				const key = JSON.stringify([state, policy, severity, finding.account ?? null]);
				counts.set(key, { state, policy, severity, account: finding.account, count: (counts.get(key)?.count ?? 0) + 1 });
			}
			return [...counts.values()];
		},
		async findingTrend(now, days) {
			const all = daysUntil(instant(now, "now"), days);
			return backwards(all, await movementsOf(every(connection, {}, STATES), all[0] ?? ""));
		},
		async touchFindings(seen) {
			for (const [resource, again] of Map.groupBy(seen, (one) => one.resource)) {
				const times = new Map(again.map(({ id, at }) => [id, instant(at, "at")]));
				const touched = (one: Finding) => {
					const lastSeen = times.get(one.id) ?? one.lastSeen;
					return one.state !== "resolved" && one.lastSeen < lastSeen ? { ...one, lastSeen } : one;
				};
				await changeFindings(connection, resource, [...times.values()].toSorted().at(-1) ?? "", touched);
			}
		},
		async endFindings(resource, at, kind) {
			const when = instant(at, "at");
			const isMeant = (one: Finding) => one.state !== "resolved" && (kind === undefined || one.kind === kind);
			const over = (one: Finding) => (isMeant(one) ? ended(one, when, "gone") : one);
			return changeFindings(connection, resource, when, over);
		},
	};
}

async function list(connection: Connection, query: FindingQuery, limit: number): Promise<readonly Finding[]> {
	const { state, policy, account, severity, resource } = query;
	const isAsked = (finding: Finding) =>
		(severity === undefined || finding.severity === severity) &&
		(resource === undefined ||
			((state === undefined || finding.state === state) &&
				(policy === undefined || finding.policy === policy) &&
				(account === undefined || finding.account === account)));
	const found: Finding[] = [];
	const source =
		resource === undefined ? every(connection, query, state === undefined ? STATES : [state]) : of(connection, query, resource);
	for await (const finding of source) {
		if (isAsked(finding)) found.push(finding);
		if (found.length >= limit) break;
	}
	return found;
}

async function* every(connection: Connection, query: FindingQuery, states: readonly Finding["state"][]): AsyncGenerator<Finding> {
	const { policy, account } = query;
	const filters = { ...(policy === undefined ? {} : { policy }), ...(account === undefined ? {} : { account }) };
	const end = endOf(query);
	const groups = states.map((state) => `finding#${state}`);
	for await (const entry of newestFirst<FindingEntry>(connection, groups, { from: "0", to: end ?? EVER }, filters)) {
		if (entry.timelineSk !== end) yield unpackFinding(entry.finding);
	}
}

async function* of(connection: Connection, query: FindingQuery, resource: string): AsyncGenerator<Finding> {
	const { known } = await readFindings(connection, resourcePk(resource));
	const end = endOf(query);
	const placed = known.map((finding) => ({ finding, place: timeAndId(finding.firstSeen, finding.id) }));
	for (const { finding, place } of placed.toSorted((a, b) => (a.place < b.place ? 1 : -1)))
		if (end === undefined || place < end) yield finding;
}

/** Of the page before. @throws {BadCursor} */
function endOf({ cursor }: FindingQuery): string | undefined {
	const position = cursor === undefined ? undefined : decodeCursor(cursor);
	return position && timeAndId(position.time, position.uid);
}
