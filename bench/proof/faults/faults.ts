/** AWS that fails in every way it can, three calls in ten: what is due ends all the same, within bounds, and nothing is destroyed by mistake. */

import { onMoto } from "../moto-ground.ts";
import { type Claim, claimed, type Ground, type Part } from "../part.ts";
import { type Met, meetFaults } from "./meet-faults.ts";

export const faults: Part = (ground) => onMoto((motoUrl) => failing(ground, motoUrl));

export async function failing(ground: Ground, motoUrl: string): Promise<readonly Claim[]> {
	return claimsOf(await meetFaults({ ground, motoUrl, ...(ground.quick ? QUICK : FULL) }));
}

const FULL = { runs: 120, registrations: 18, faultyMs: 150_000 };
const QUICK = { runs: 12, registrations: 2, faultyMs: 8_000 };

/** src/outbox.ts gives an action ten attempts; each reads and acts, and the SDK tries either three times. */
const ATTEMPTS = 10;
const REQUESTS_AN_ATTEMPT = 2 * 3;

function claimsOf({ posted, injected, calls, ends, decisions, undecided, unfounded, standing, waiting, settledMs, died }: Met) {
	const faulty = [...injected.values()].reduce((sum, times) => sum + times, 0);
	const count = (state: string) => ends.filter((end) => end.state === state).length;
	const requests = new Map<string, number>();
	const acting = calls.filter(({ operation }) => operation === "StopTask" || operation === "DeregisterTaskDefinition");
	const reread = calls.flatMap(({ tasks, isReread }) => (isReread ? tasks : []));
	for (const arn of [...reread, ...acting.map(({ target }) => target)]) requests.set(arn, (requests.get(arn) ?? 0) + 1);
	const most = Math.max(0, ...requests.values());
	const overBound = ends.flatMap(({ deed, attempts }) => {
		const seen = requests.get(deed.split(" of ")[1] ?? "") ?? 0;
		const bound = REQUESTS_AN_ATTEMPT * (attempts + 1);
		return seen <= bound && attempts < ATTEMPTS ? [] : [`${deed}: ${seen} requests in ${attempts + 1} attempts`];
	});
	const endless = ends.filter(({ state, outcome }) => state === "planned" || outcome === "");
	return [
		claimed(
			"every event has one decision and every action has ended, with what it came to",
			[
				...posted.filter(({ key }) => decisions.get(key)?.length !== 1).map(({ key }) => `${key} has no decision, or several`),
				...undecided.filter(({ reason }) => reason === "").map(({ key }) => `${key} is undecided without a reason`),
				...endless.map(({ deed, state }) => `${deed} is ${state} without a reason`),
				...standing,
			],
			{
				...{ calls: calls.length, faults: faulty, events: posted.length, undecided: undecided.length },
				...{ done: count("done"), superseded: count("superseded"), failed: count("failed"), standing: standing.length },
			},
			["faults", "done"],
		),
		claimed(
			"every kind of fault was met",
			[...injected].filter(([, times]) => times === 0).map(([kind]) => `${kind} never came`),
			Object.fromEntries(injected),
		),
		claimed(
			`no storm of requests: at most ${ATTEMPTS} attempts for an action, ${REQUESTS_AN_ATTEMPT} requests each`,
			overBound,
			{
				bound: ATTEMPTS * REQUESTS_AN_ATTEMPT,
				most,
				actions: ends.length,
				mostAttempts: Math.max(0, ...ends.map(({ attempts }) => attempts + 1)),
			},
			["most"],
		),
		claimed(
			"no call that undoes was made without a denied decision on record, none of what is compliant, none of what is undecided",
			[...unfounded, ...undecided.flatMap(({ key }) => touched(posted, acting, key))],
			{ actingCalls: acting.length, undecided: undecided.length },
			["actingCalls", "undecided"],
		),
		claimed("the process lives, and what was due ended once the faults did", died, {
			waitedWhenFaultsEnded: waiting,
			endedAfterMs: settledMs,
		}),
	];
}

function touched(posted: Met["posted"], acting: Met["calls"], key: string): readonly string[] {
	const targets = posted.find((happening) => happening.key === key)?.targets ?? [];
	return acting
		.filter(({ target }) => targets.includes(target))
		.map(({ operation, target }) => `${operation} of ${target}, which is undecided`);
}
