import type { PlannedAction } from "../../admission/plan.ts";
import { digestOf } from "../../ledger/digest.ts";
import { withInstants } from "../instant.ts";
import { type DecisionRecord, type DecisionWithActions, RESTORED_KINDS } from "../store.ts";
import { type Holders, holdersOf, planActions } from "./action-items.ts";
import { type Connection, MOST_WRITES, patiently, transact, type Write } from "./connection.ts";
import { decisionWrites, fitted, isTrimmed, readByKey } from "./decision-items.ts";
import { remember } from "./due.ts";
import { admittedKey, timeAndId } from "./keys.ts";
import { entryWrite } from "./ledger-entries.ts";
import { pack } from "./pack.ts";
import { batch, findingWrites, headWrite, type Known, readResource, writeAhead } from "./resource.ts";

/** What is noted outside of the transaction, and only now and then. */
interface Marks {
	day(time: string): Promise<void>;
	/** Whether the decision's hour is sealed. */
	hour(record: DecisionRecord): Promise<boolean>;
	point(record: DecisionRecord): Promise<void>;
	uses(record: DecisionRecord): Promise<void>;
}

type Recorded = { readonly first: boolean; readonly decision: DecisionWithActions };

/** The decision with its actions takes at most so many writes; the rest of the transaction is for findings. */
const MOST_BESIDES_FINDINGS = 90;
/** Decisions about one resource are written one after the other. */
const ATTEMPTS = 30;

/** One transaction under three guards: its key, its uid, and each action's effect; and under the version of its resource. */
export async function recordDecision(
	connection: Connection,
	given: DecisionRecord,
	actions: readonly PlannedAction[],
	marks: Marks,
): Promise<Recorded> {
	const whole = withInstants(given);
	const record = fitted(whole);
	await marks.day(record.time);
	await marks.uses(record);
	const late = await marks.hour(record);
	const own = [...decisionWrites(connection, record), entryWrite(connection, record, digestOf(record), late)];
	let holders: Holders = new Map();
	return patiently(async () => {
		const { stored, queued, writes } = planActions(connection, actions, { uid: record.uid, number: 1, dueAt: record.decidedAt, holders });
		const known = await readResource(connection, whole);
		const besides = [...own, ...writes, ...headAndAdmitted(connection, record, known)];
		if (besides.length > MOST_BESIDES_FINDINGS) {
			throw new RangeError(`decision ${record.uid}: its ${actions.length} actions are more than one transaction of DynamoDB takes`);
		}
		const rest = await roomFor(connection, whole, known, MOST_WRITES - besides.length);
		if (rest === "taken") return standing(connection, record);
		if (rest === "again") return undefined;

		const refused = await transact(connection, [...besides, ...findingWrites(connection, record, rest)]);
		if (refused.size === 0) {
			remember(connection, queued);
			await marks.point(record);
			return { first: true, decision: { ...record, actions: stored } };
		}
		if (refused.has("key")) return standing(connection, record);
		if (refused.has("uid")) throw new Error(`decision ${record.uid} is recorded already, with another key than ${record.key}`);
		if (refused.has("effect")) {
			holders = await holdersOf(
				connection,
				actions.map(({ effectKey }) => effectKey),
			);
		}
		return undefined;
	}, ATTEMPTS);
}

/** The findings to write with the decision, once no more are left than there is room for. */
async function roomFor(
	connection: Connection,
	record: DecisionRecord,
	known: Known,
	room: number,
): Promise<Known["changed"] | "taken" | "again"> {
	const fits = ({ changed }: Known) => batch(changed, room).length === changed.length;
	if (fits(known)) return known.changed;
	if ((await readByKey(connection, record.key)) !== undefined) return "taken";
	for (let left = known; !fits(left); left = await readResource(connection, record)) {
		await writeAhead(connection, record, left);
	}
	return "again";
}

function headAndAdmitted(connection: Connection, record: DecisionRecord, { head }: Known): readonly Write[] {
	const { time, uid, kind, verdict, resource } = record;
	const place = timeAndId(time, uid);
	const lastTime = head === undefined || head.lastTime < time ? time : head.lastTime;
	const isAdmitted = RESTORED_KINDS.includes(kind) && verdict === "allowed" && !isTrimmed(record);
	const before = kind === "Service" ? head?.admitted : head?.admittedAs?.[kind];
	if (!isAdmitted || (before !== undefined && before > place)) return [headWrite(connection, record, head, { lastTime })];
	// Kept without TTL: however long ago it was admitted, it is what restoring goes back to.
	const admitted: Write = { what: "admitted", Put: { Item: { ...admittedKey(resource, kind), record: pack(record) } } };
	const newest = kind === "Service" ? { admitted: place } : { admittedAs: { ...head?.admittedAs, [kind]: place } };
	return [headWrite(connection, record, head, { lastTime, ...newest }), admitted];
}

async function standing(connection: Connection, { key, uid }: DecisionRecord): Promise<Recorded> {
	const decision = await readByKey(connection, key);
	if (decision === undefined) throw new Error(`decision ${uid}: the decision that stands under ${key} is expiring; try again in two days`);
	return { first: false, decision };
}
