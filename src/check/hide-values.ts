/** What a template marks as sensitive is judged, and not printed. */
import type { Json, JsonObject } from "../admission/request.ts";
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
		...(decision.cluster === undefined ? {} : { cluster: hide(decision.cluster) }),
		...(decision.before === undefined ? {} : { before: hideIn(decision.before, hide) as JsonObject }),
		...(decision.object === undefined ? {} : { object: hideIn(decision.object, hide) as JsonObject }),
	});
}

/** At any depth, and in the keys of maps too. */
function hideIn(value: Json, hide: (text: string) => string): Json {
	if (Array.isArray(value)) return value.map((one: Json) => hideIn(one, hide));
	if (typeof value === "object" && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([key, one]) => [hide(key), hideIn(one, hide)]));
	}
	if (value === null) return value;
	const shown = hide(String(value));
	return typeof value !== "string" && shown === String(value) ? value : shown;
}
