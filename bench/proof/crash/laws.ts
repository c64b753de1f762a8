/** What must hold of everything that was answered 202. Each breach is a sentence; none is what is wanted. Pure. */
import type { AwsTap } from "../aws-tap.ts";
import type { Kept } from "../kept.ts";
import type { Happening } from "../workload.ts";

/** By key, what was answered 202. */
type Accepted = ReadonlyMap<string, Happening>;

/** Everything that was answered 202 has exactly one decision, the right one, and nothing else has. */
export function decidedOnce(kept: Pick<Kept, "decisions">, accepted: Accepted): readonly string[] {
	const decisions = kept.decisions();
	const wrong = [...accepted.values()].flatMap(({ key, isBad }) => {
		const made = decisions.get(key) ?? [];
		if (made.length !== 1) return [`${key} was answered 202 and has ${made.length} decisions`];
		return made[0] === (isBad ? "denied" : "allowed") ? [] : [`${key} is ${isBad ? "bad" : "compliant"} and ${made[0]}`];
	});
	const invented = [...decisions.keys()].filter((key) => !accepted.has(key));
	return [...wrong, ...invented.map((key) => `nobody has posted what ${key} decides`)];
}

/** What was denied was undone by one call, what was not by none; and the record says so. */
export function actedOnce(kept: Pick<Kept, "ends">, accepted: Accepted, calls: AwsTap["calls"]): readonly string[] {
	const acts = calls.filter(({ operation }) => operation === "StopTask" || operation === "DeregisterTaskDefinition");
	const times = Map.groupBy(
		acts.filter(({ status }) => status === 200),
		({ operation, target }) => `${operation} of ${target}`,
	);
	const due = new Set(
		[...accepted.values()].filter(({ isBad }) => isBad).flatMap(({ act, targets }) => targets.map((arn) => `${act} of ${arn}`)),
	);
	const ends = kept.ends();
	return [
		...[...due].filter((deed) => times.get(deed)?.length !== 1).map((deed) => `${deed} reached AWS ${times.get(deed)?.length ?? 0} times`),
		...[...times.keys()].filter((deed) => !due.has(deed)).map((deed) => `${deed} was called for, and nothing asked for it`),
		...ends.filter(({ state }) => state !== "done" && state !== "superseded").map(({ deed, state }) => `${deed} is ${state}`),
		...[...due].filter((deed) => !ends.some((end) => end.deed === deed)).map((deed) => `${deed} is on no record`),
	];
}
