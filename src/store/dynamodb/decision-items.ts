import type { DecisionRecord, DecisionWithActions } from "../store.ts";
import { undamaged } from "../undamaged.ts";
import { type ActionItem, storedAction } from "./action-items.ts";
import { all, type Connection, expiry, get, type Write } from "./connection.ts";
import { bounded, dayOf, decisionKey, guardOfKey, type Key, resourcePk, shardOf, timeAndId } from "./keys.ts";
import { fits, type Packed, pack, unpack } from "./pack.ts";

interface DecisionItem extends Key {
	readonly record: Packed;
}

/** What it was trimmed to stands where the object stood. */
const TRIMMED = "$trimmed";

export function isTrimmed({ object }: DecisionRecord): boolean {
	return TRIMMED in object;
}

/**
 * The record as it fits into an item: without the event that asked and what was patched, then without its object if that is too large even when compressed, then with fewer violations.
 * @throws {RangeError} when nothing of that helps
 */
export function fitted(record: DecisionRecord): DecisionRecord {
	if (fits(record)) return record;
	const { event: _, before: __, ...withoutEvent } = record;
	if (fits(withoutEvent)) return withoutEvent;
	const bytes = Buffer.byteLength(JSON.stringify(record.object));
	const mark = (kept: number) => ({ [TRIMMED]: { bytes, violations: record.violations.length - kept } });
	for (let kept = record.violations.length; ; kept = Math.floor(kept / 2)) {
		const trimmed = { ...withoutEvent, object: mark(kept), violations: record.violations.slice(0, kept) };
		if (fits(trimmed)) return trimmed;
		if (kept === 0) throw new RangeError(`decision ${record.uid}: too large for a DynamoDB item even without its object and violations`);
	}
}

/** The decision, the guard of its key, and what findings of its resource are later held against. */
export function decisionWrites(connection: Connection, record: DecisionRecord): readonly Write[] {
	const { uid, key, time, resource, account, region, kind, principal, verdict, violations, failures, unknown } = record;
	const expires = expiry(connection, record.decidedAt);
	const sighting = {
		time,
		resource,
		account,
		region,
		kind,
		principal,
		verdict,
		violations,
		failures,
		unknown,
	};
	const isNew = { ConditionExpression: "attribute_not_exists(pk)" };
	return [
		{ what: "key", Put: { Item: { ...guardOfKey(key), ...expires, uid }, ...isNew } },
		{ what: "uid", Put: { Item: { ...decisionKey(uid), ...expires, ...listed(record), record: pack(record) }, ...isNew } },
		{ what: "seen", Put: { Item: { pk: resourcePk(resource), sk: `seen#${timeAndId(time, uid)}`, ...expires, sighting: pack(sighting) } } },
	];
}

/** What the timeline is ordered by and lists filter on. */
function listed({ uid, time, verdict, account, cluster, violations }: DecisionRecord): object {
	const policies = [...new Set(violations.map(({ policy }) => bounded(policy)))];
	return {
		timelinePk: shardOf(`decision#${dayOf(time)}`, uid),
		timelineSk: timeAndId(time, uid),
		verdict,
		...(account === undefined ? {} : { account: bounded(account) }),
		...(cluster === undefined ? {} : { cluster: bounded(cluster) }),
		...(policies.length === 0 ? {} : { policies }),
	};
}

/** A decision and its actions in one query; `pk` as `decisionKey` or the timeline tells it. */
export async function readDecision(connection: Connection, pk: string, ConsistentRead = true): Promise<DecisionWithActions | undefined> {
	const items = await all<DecisionItem | ActionItem>(connection, {
		KeyConditionExpression: "pk = :pk",
		ExpressionAttributeValues: { ":pk": pk },
		ConsistentRead,
	});
	const decision = items.find((item) => "record" in item);
	return undamaged(pk, () => {
		const actions = items.filter((item) => "action" in item).map(storedAction);
		return decision && { ...unpackRecord(decision.record), actions };
	});
}

export async function readByKey(connection: Connection, key: string): Promise<DecisionWithActions | undefined> {
	const guard = await get<{ uid: string }>(connection, guardOfKey(key));
	return guard && readDecision(connection, decisionKey(guard.uid).pk);
}

export function unpackRecord(record: Packed): DecisionRecord {
	return unpack<DecisionRecord>(record, { account: undefined, region: undefined, cluster: undefined });
}
