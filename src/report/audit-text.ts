/** What became of an audit's walk, in figures that always stand there: that nothing is unread is worth saying too. */
import type { Audited, Report, ReportedViolation, ViolationHistory } from "./report.ts";

export interface AuditFigure {
	readonly name: "judged" | "missed" | "unread" | "findings";
	readonly text: string;
}

/** An audit that records nothing does not know what events have told, nor since when something is wrong. */
export function auditFigures(report: Report, audit: Audited, number: (value: number) => string = String): readonly AuditFigure[] {
	const { evaluated, remembered, missed, unread, trend } = audit;
	const counted = (count: number, one: string) => `${number(count)} ${one}${count === 1 ? "" : "s"}`;
	const as = remembered === 0 ? "" : `, ${number(remembered)} as remembered, their input being the same`;
	const now = trend.at(-1);
	const before = trend.at(-8);
	const earlier = before === undefined ? "" : ` (a week ago ${number(before.open)})`;
	const fresh = openedBy(report, audit);
	const back = fresh.filter(({ reopened }) => reopened > 0).length;
	const opened = `${number(fresh.length)} opened since the audit began${back === 0 ? "" : `, ${number(back)} of them come back`}`;
	return [
		{ name: "judged", text: `${counted(evaluated + remembered, "object")}: ${number(evaluated)} anew${as}` },
		...known(now !== undefined, {
			name: "missed",
			text: missed > 0 ? `${counted(missed, "object")} that no event had told of, now on record` : "nothing: all was known before",
		}),
		{ name: "unread", text: unread > 0 ? `${counted(unread, "thing")}, of which nothing is known: no pass` : "nothing: all could be read" },
		...known(now !== undefined, {
			name: "findings",
			text: `${opened}; in the whole store ${number(now?.open ?? 0)} open${earlier}, ${number(now?.exempted ?? 0)} excused`,
		}),
	];
}

function known(isKnown: boolean, figure: AuditFigure): readonly AuditFigure[] {
	return isKnown ? [figure] : [];
}

/** Each once: what a service and its tasks show alike is one finding. */
function openedBy({ decisions }: Report, { startedAt }: Audited): readonly ViolationHistory[] {
	const began = Date.parse(startedAt);
	const shown = decisions.flatMap(({ violations }) => violations.filter(({ action }) => action !== "exempted"));
	const open = shown.flatMap(({ finding }) => (finding !== undefined && Date.parse(finding.firstSeen) >= began ? [finding] : []));
	return [...new Map(open.map((finding) => [finding.id, finding])).values()];
}

/** `since 2026-10-02, brought in by …, come back 2 times`; undefined where it is not followed over time. */
export function historyText({ finding }: ReportedViolation): string | undefined {
	if (finding === undefined) return undefined;
	const { firstSeen, introducedBy, reopened } = finding;
	const back = reopened === 0 ? "" : `, come back ${reopened === 1 ? "once" : `${reopened} times`}`;
	return `${firstSeen.slice(0, 10)}${introducedBy === "" ? "" : `, brought in by ${introducedBy}`}${back}`;
}

/** Nothing is wrong with it and nothing unknown: of thousands of these the number is enough. */
export function isPlainlyAllowed({
	verdict,
	violations,
	failures,
	unknown,
}: {
	readonly verdict: string;
	readonly violations: readonly unknown[];
	readonly failures: readonly unknown[];
	readonly unknown: readonly unknown[];
}): boolean {
	return verdict === "allowed" && violations.length + failures.length + unknown.length === 0;
}
