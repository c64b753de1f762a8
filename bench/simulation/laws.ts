/** What must hold of a run: what the gate has on record against what truly happened. Each breach is a sentence; none is what is wanted. */
import type { StoredAction } from "../../src/store/store.ts";
import type { Effect } from "./journal.ts";
import { type Records, readRecords, subject } from "./records.ts";
import type { Outcome } from "./simulation.ts";
import { standing } from "./standing.ts";

export interface Judgement {
	readonly breaches: readonly string[];
	readonly records: Records;
	/** Bad things that stand at the end, by why. */
	readonly standing: ReadonlyMap<string, number>;
}

const UNDOES: readonly StoredAction["type"][] = ["DeregisterTaskDefinition", "StopTask", "RollBackDeployment", "RestoreService"];

export async function judgeOutcome(outcome: Outcome): Promise<Judgement> {
	const records = await readRecords(outcome.given.store);
	const stands = standing(outcome, records);
	const laws = [
		...decidedOnce(outcome, records),
		...decidedRightly(outcome, records),
		...actedOnce(outcome),
		...actsAreOnRecord(outcome, records),
		...planIsDone(outcome, records),
		...queueIsBounded(outcome),
		...stands.breaches,
	];
	return { breaches: laws, records, standing: stands.reasons };
}

/** Every happening of which a message came has one decision, and nothing else has. */
function decidedOnce({ journal: { happenings } }: Outcome, { decisions }: Records): readonly string[] {
	const decided = new Map<string, number>();
	for (const { key } of decisions) decided.set(key, (decided.get(key) ?? 0) + 1);
	const made = [...decided].flatMap(([key, times]) => {
		const happening = happenings.get(key);
		if (happening === undefined || happening.copies === 0) return [`invented: a decision about ${key}, of which no message came`];
		return times > 1 ? [`decided twice: ${key}, ${times} decisions`] : [];
	});
	const lost = [...happenings.values()].filter(({ key, copies, isOwn }) => copies > 0 && !isOwn && !decided.has(key));
	return [...made, ...lost.map(({ key, copies }) => `lost: ${copies} messages about ${key}, and no decision`)];
}

/** Undecided only with the look-up that failed. */
function decidedRightly({ journal: { happenings } }: Outcome, { decisions }: Records): readonly string[] {
	return decisions.flatMap(({ key, verdict, failures }) => {
		const isBad = happenings.get(key)?.isBad;
		if (verdict === "undecided") return failures > 0 ? [] : [`undecided without a reason: ${key}`];
		return isBad === undefined || (verdict === "denied") === isBad
			? []
			: [`wrong: ${key} is ${isBad ? "bad" : "compliant"} and ${verdict}`];
	});
}

/** No change was made twice, none in two ways, none to what is compliant. */
function actedOnce({ journal: { effects } }: Outcome): readonly string[] {
	const compliant = effects.filter(({ wasBad }) => !wasBad).map(({ type, thing }) => `harm: ${type} of ${thing}, which is compliant`);
	const twice = [...counted(effects, ({ type, thing }) => `${type} of ${thing}`)].filter(([, times]) => times > 1);
	const deployments = effects.filter(({ type }) => type === "RollBackDeployment" || type === "RestoreService");
	const ways = new Map<string, Set<string>>();
	for (const { type, target, since } of deployments) {
		const deployment = `the deployment of ${target} at ${new Date(since).toISOString()}`;
		ways.set(deployment, (ways.get(deployment) ?? new Set()).add(type));
	}
	return [
		...compliant,
		...twice.map(([thing, times]) => `acted twice: ${thing}, ${times} times`),
		...[...ways].filter(([, types]) => types.size > 1).map(([deployment]) => `acted twice: ${deployment} was rolled back and restored`),
	];
}

/** What was changed was planned, and what is recorded as done was changed, or was so already when it was called for. */
function actsAreOnRecord({ journal: { effects, repeats, notices } }: Outcome, { actions }: Records): readonly string[] {
	const planned = new Set(actions.map(subject));
	const changed = new Set([...effects, ...repeats].map(subject));
	const done = actions.filter(({ type, state }) => state === "done" && UNDOES.includes(type));
	const told = actions.filter(({ type, state, decisionUid }) => type === "Notify" && state === "done" && !notices.has(decisionUid));
	return [
		...effects.filter((effect) => !planned.has(subject(effect))).map((effect: Effect) => `unplanned: ${subject(effect)}`),
		...done.filter((action) => !changed.has(subject(action))).map((action) => `done and nothing changed: ${subject(action)}`),
		...told.map(({ decisionUid }) => `told and nobody heard: decision ${decisionUid}`),
	];
}

function planIsDone(_: Outcome, { actions }: Records): readonly string[] {
	return actions.filter(({ state }) => state === "planned").map((action) => `left undone: ${subject(action)}`);
}

function queueIsBounded({ queue, poison, dateReads, stack: { alarmAgeMs } }: Outcome): readonly string[] {
	const dead = queue.dead.map(({ body }) => body).toSorted();
	const waited = queue.ages.waited.reduce((most, age) => Math.max(most, age), 0);
	return [
		...(JSON.stringify(dead) === JSON.stringify(poison.toSorted()) ? [] : [`dead letters: ${dead.length}, and ${poison.length} poisoned`]),
		...(waited < alarmAgeMs
			? []
			: [`queue: a message waited ${waited / 1_000} s to be handed out, and the stack alarms at ${alarmAgeMs / 1_000}`]),
		...(queue.ages.unexplained === 0 ? [] : [`queue: ${queue.ages.unexplained} messages are older than their returns explain`]),
		...(queue.isEmpty ? [] : ["queue: it is not empty"]),
		...(dateReads === 0 ? [] : [`clock: the date was read ${dateReads} times`]),
	];
}

export function counted<T>(list: readonly T[], nameOf: (one: T) => string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const one of list) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
	return counts;
}
