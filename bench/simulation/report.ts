/** A run in figures, for people. */
import { counted, type Judgement } from "./laws.ts";
import type { Outcome } from "./simulation.ts";

export function report(
	{ given, stack, journal, queue, lambda, delivery, service, alarms, minutes, poison }: Outcome,
	judged: Judgement,
): string {
	const { records, breaches, standing } = judged;
	const { told } = lambda;
	const happenings = [...journal.happenings.values()];
	const lost = happenings.filter(({ isLost }) => isLost);
	const own = happenings.filter(({ isOwn, copies }) => isOwn && copies > 0);
	const noticed = [...journal.notices.values()];
	const undoing = Map.groupBy(journal.effects, ({ type }) => type);
	const lines = [
		`stack: batches of ${stack.batchSize}, window ${stack.windowMs / 1_000} s, at most ${stack.maxConcurrency} at once, timeout ${stack.timeoutMs / 1_000} s, visibility ${stack.visibilityMs / 1_000} s, maxReceiveCount ${stack.maxReceiveCount}`,
		`run: ${given.accounts} accounts, ${given.minutes} min of deploying, seed ${given.seed}; nothing was left to do after ${minutes} min`,
		`deploys: ${journal.deploys}, ${journal.badDeploys} of them bad; ${journal.forestalled} calls refused by ECS because the revision was deregistered by then`,
		`events: ${queue.sent} messages, ${delivery.duplicates} duplicates and ${delivery.late} late among them; ${lost.length} calls lost by CloudTrail`,
		`queue: ${queue.handedOut} handed out, at most ${queue.longest} waiting; first handed out after ${spread(queue.ages.waited)}; deleted after ${spread(queue.ages.deleted)}; dead letters ${queue.dead.length} of ${poison.length} poisoned`,
		`functions: ${told.invocations} batches, each ${spread(told.durations)}, at most ${told.mostAtOnce} at once in ${told.environments} environments; ${told.crashed} crashed, ${told.timedOut} timed out, ${told.failed} failed whole, ${told.throttled} throttled; ${told.returned} messages returned; schedule ${told.tended} times`,
		`ECS: ${service.throttled} calls throttled, ${service.failed} failed; ${journal.repeats.length} changed nothing because it was so already`,
		`decisions: ${records.decisions.length} (${told_(counted(records.decisions, ({ verdict }) => verdict))}); ${own.length} calls of the gate's own came back`,
		...[
			...counted(
				records.decisions.filter(({ verdict }) => verdict === "undecided"),
				({ failure = "" }) => withoutNames(failure),
			),
		].map(([reason, count]) => `  undecided ${count}: ${reason}`),
		`actions: ${told_(counted(records.actions, ({ type, state }) => `${type} ${state}`))}`,
		...[
			...counted(
				records.actions.filter(({ state }) => state !== "done"),
				({ type, state, outcome }) => `${type} ${state}: ${withoutNames(outcome)}`,
			),
		]
			.toSorted()
			.map(([reason, count]) => `  ${count} ${reason}`),
		...[...undoing].map(
			([type, effects]) => `took effect: ${type} ${effects.length}, after ${spread(effects.map(({ at, since }) => at - since))}`,
		),
		`told: ${noticed.length} decisions, ${noticed.filter((times) => times > 1).length} of them more than once`,
		`breakers open: ${records.breakers.size}`,
		...[...standing].map(([reason, count]) => `stands: ${count} ${reason}`),
		`alarms: ${told_(alarms)}`,
		breaches.length === 0 ? "laws: all hold" : `laws: ${breaches.length} breaches`,
		...breaches.slice(0, 20).map((breach) => `  ${breach}`),
	];
	return `${lines.join("\n")}\n`;
}

function told_(counts: ReadonlyMap<string, number>): string {
	return (
		[...counts]
			.toSorted()
			.map(([name, count]) => `${name} ${count}`)
			.join(", ") || "none"
	);
}

/** Seconds: median, 99th percentile, most. */
function spread(ages: readonly number[]): string {
	const sorted = ages.toSorted((a, b) => a - b);
	const at = (share: number) => ((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) / 1_000).toFixed(1);
	return `${at(0.5)} s (p99 ${at(0.99)}, most ${at(1)})`;
}

/** So that the same reason about many things is one line. */
function withoutNames(text: string): string {
	return text
		.replaceAll(/arn:[^\s;,)]+/g, "…")
		.replaceAll(/\b[0-9a-f]{32}\b/g, "…")
		.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "…");
}
