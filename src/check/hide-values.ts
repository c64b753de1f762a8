/** What a template marks as sensitive is judged, and not printed. */
import type { ReportedDecision } from "../report/report.ts";

const HIDDEN = "(sensitive)";

/** A message may repeat part of a value, such as an image's repository. Shorter parts are ordinary words. */
const SHORTEST_PART = 4;

/** From a report, the same without the values, wherever a message repeats one of them or a part of it. */
export function hidingValues(sensitive: readonly string[]): (decision: ReportedDecision) => ReportedDecision {
	const values = sensitive.filter((value) => value.trim() !== "");
	if (values.length === 0) return (decision) => decision;
	const parts = values.flatMap((value) => [value, ...value.split(/[^\p{L}\p{N}]+/u).filter(({ length }) => length >= SHORTEST_PART)]);
	// The longest first: one may contain another.
	const escaped = [...new Set(parts)].toSorted((a, b) => b.length - a.length).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
	const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "gu");
	const hide = (text: string) => text.replace(whole, HIDDEN);
	return (decision) => ({
		...decision,
		name: hide(decision.name),
		violations: decision.violations.map((violation) => ({ ...violation, message: hide(violation.message) })),
		failures: decision.failures.map((failure) => ({ ...failure, reason: hide(failure.reason) })),
		unknown: decision.unknown.map((finding) => ({ ...finding, message: hide(finding.message), reason: hide(finding.reason) })),
		notApplicable: decision.notApplicable.map((each) => ({ ...each, reason: hide(each.reason) })),
	});
}
