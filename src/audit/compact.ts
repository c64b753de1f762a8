/** Decisions as they come back from the store, with what is the same in many of them kept once: of a hundred thousand most are alike. */
import type { ReportedDecision } from "../report/report.ts";

export interface Compacting {
	/** Whether the format shows the objects themselves. */
	readonly objects: boolean;
}

/** Every text, list and member that was met before is that one again. */
export function compacting({ objects }: Compacting): (decision: ReportedDecision) => ReportedDecision {
	const texts = new Map<string, string>();
	const lists = new Map<string, readonly unknown[]>();
	const text = (value: string): string => {
		const known = texts.get(value);
		if (known === undefined) texts.set(value, value);
		return known ?? value;
	};
	const list = <T>(value: readonly T[]): readonly T[] => {
		const key = JSON.stringify(value);
		const known = lists.get(key);
		if (known === undefined) lists.set(key, value);
		return (known as readonly T[] | undefined) ?? value;
	};
	const members = <T extends object>(value: T): T =>
		Object.fromEntries(Object.entries(value).map(([key, member]) => [key, typeof member === "string" ? text(member) : member])) as T;
	return ({ object, ...decision }) => ({
		...members(decision),
		violations: decision.violations.map(members),
		failures: list(decision.failures),
		unknown: list(decision.unknown),
		notApplicable: list(decision.notApplicable),
		...(decision.asked === undefined ? {} : { asked: list(decision.asked) }),
		...(objects && object !== undefined ? { object } : {}),
	});
}
