/**
 * What the machine formats tell: one judgement for each object and policy, under an id that stays the same while both do, so that
 * whoever keeps it sees a failed check turn into a passed one.
 */
import { createHash } from "node:crypto";
import type { Exemption } from "../admission/exemption.ts";
import type { Policy, Severity } from "../admission/policy.ts";
import { type Outcome, outcomesOf } from "./outcome.ts";
import { type Place, placesIn } from "./place.ts";
import type { Report, ReportedDecision, ViolationHistory } from "./report.ts";
import { plain } from "./text.ts";

export interface Judgement {
	/** Of 32 characters. */
	readonly id: string;
	readonly decision: ReportedDecision;
	readonly outcome: Outcome;
	readonly place: Place;
	/** As it describes itself; absent when no policy could be asked, or nobody describes it. */
	readonly policy?: Policy;
	readonly severity: Severity;
	readonly title: string;
	/** What was found, or why it is not known; one message a line, each once. */
	readonly messages: readonly string[];
	/** Of the earliest and the latest of its violations that are followed over time. */
	readonly firstSeen?: string;
	readonly lastSeen?: string;
	readonly histories: readonly ViolationHistory[];
	/** What excuses it, when it is excused. */
	readonly exemption?: Partial<Exemption> & Pick<Exemption, "name">;
}

/** Stands for the policy when none could be asked. */
export const NOT_JUDGED = "could not be judged";

/** More than these make a document that no reader takes, and then what has passed is left out: nothing else ever is. */
const MOST_JUDGEMENTS = 100_000;

export function judgementsOf(report: Report, most = MOST_JUDGEMENTS): readonly Judgement[] {
	const place = placesIn(report);
	const policies = new Map([...(report.catalogue ?? []), ...report.policies].map((policy) => [policy.id, policy]));
	const pairs = report.decisions.flatMap((decision) => outcomesOf(decision).map((outcome) => ({ decision, outcome })));
	const told = pairs.length <= most ? pairs : pairs.filter(({ outcome }) => outcome.word !== "passed");
	const seen = new Map<string, number>();
	return told.map(({ decision, outcome }) => {
		const policy = policies.get(outcome.policy ?? "");
		const key = JSON.stringify([decision.source, decision.kind, decision.name, outcome.policy ?? null]);
		const times = (seen.get(key) ?? 0) + 1;
		seen.set(key, times);
		return {
			...{ id: idOf(times === 1 ? key : `${key}${times}`), decision, outcome, place: place(decision) },
			...(policy === undefined ? {} : { policy }),
			severity: outcome.violations[0]?.severity ?? policy?.severity ?? "medium",
			title: policy?.title ?? outcome.policy ?? NOT_JUDGED,
			messages: [...new Set([...outcome.violations.map(({ message }) => message), ...outcome.reasons].map(plain))],
			...historyOf(outcome),
			...exemptionOf(outcome, report.exemptions),
		};
	});
}

function idOf(key: string): string {
	return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

function historyOf({ violations }: Outcome): Pick<Judgement, "firstSeen" | "lastSeen" | "histories"> {
	const histories = violations.flatMap(({ finding }) => finding ?? []);
	const first = histories.map(({ firstSeen }) => firstSeen).sort()[0];
	const last = histories
		.map(({ lastSeen }) => lastSeen)
		.sort()
		.at(-1);
	return { histories, ...(first === undefined ? {} : { firstSeen: first }), ...(last === undefined ? {} : { lastSeen: last }) };
}

function exemptionOf({ word, violations }: Outcome, exemptions: readonly Exemption[]): Pick<Judgement, "exemption"> {
	const [excused] = violations;
	if (word !== "exempted" || excused?.exemption === undefined) return {};
	const name = excused.exemption;
	const until = excused.exemptedUntil === undefined ? {} : { expiresAt: excused.exemptedUntil };
	return { exemption: { ...exemptions.find((exemption) => exemption.name === name), ...until, name } };
}

/** At most so many characters, an ellipsis last where there were more; never half of a character. */
export function shortened(text: string, most: number): string {
	if (text.length <= most) return text;
	return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
