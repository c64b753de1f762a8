/** The one sentence that CloudFormation shows with a hook's answer. */
import type { Decision } from "../../admission/decide.ts";
import { isLetThrough, refusalMessage, refuses, shorten } from "../../admission/review.ts";
import type { Asked } from "./hook-reading.ts";

/** What is longer is cut by CloudFormation, and by Cloud Control, in the middle of a word. */
export const MOST_TEXT = 4096;
export const MOST_CLOUD_CONTROL_TEXT = 1024;

/** Begins with the ids of the policies that refuse, where any does. The titles say which object is meant; empty where there is but one. */
export function messageOf({ nothing, notJudged }: Asked, decisions: readonly Decision[], titles: readonly string[], most: number): string {
	if (nothing !== undefined) return shorten(`nothing to judge: ${nothing}`, most);
	const told = decisions.map((decision, i) => withTitle(decision, titles[i] ?? ""));
	const refused = told.filter((decision) => !isLetThrough(decision));
	if (refused.length > 0) return refusal(refused, most);
	const sentences = [...letThrough(told), ...ignored(told), ...open(told), ...unjudged(notJudged)];
	return shorten(sentences.join(". ") || (decisions.length === 0 ? "nothing was judged" : "admitted"), most);
}

/** Several refusals as one. */
function refusal(refused: readonly [Decision, ...Decision[]] | readonly Decision[], most?: number): string {
	const [first] = refused;
	if (first === undefined) return "";
	const isDenied = refused.some(({ verdict }) => verdict === "denied");
	const enforcements = refused.flatMap((decision) => decision.enforcements);
	const failures = refused.flatMap((decision) => decision.failures);
	return refusalMessage({ ...first, verdict: isDenied ? "denied" : "undecided", enforcements, failures }, most);
}

function letThrough(told: readonly Decision[]): readonly string[] {
	const found = told.filter((decision) => decision.letThrough !== undefined && refuses(decision));
	return found.length === 0 ? [] : [`let through, because ${found[0]?.letThrough}; it would be refused: ${refusal(found)}`];
}

function ignored(told: readonly Decision[]): readonly string[] {
	const found = told.filter((decision) => decision.verdict === "undecided" && !refuses(decision));
	return found.length === 0 ? [] : [`let through by failurePolicy Ignore: ${refusal(found)}`];
}

function open(told: readonly Decision[]): readonly string[] {
	const policies = [...new Set(told.flatMap(({ unknowns }) => unknowns.map(({ policy }) => policy)))];
	return policies.length === 0 ? [] : [`admitted as far as it is known; not known yet: ${policies.join(", ")}`];
}

function unjudged(reasons: readonly string[]): readonly string[] {
	return reasons.length === 0 ? [] : [`not judged: ${reasons.join("; ")}`];
}

function withTitle(decision: Decision, title: string): Decision {
	if (title === "") return decision;
	const enforcements = decision.enforcements.map((each) => ({ ...each, message: `${title}: ${each.message}` }));
	const failures = decision.failures.map((each) => ({ ...each, reason: `${title}: ${each.reason}` }));
	return { ...decision, enforcements, failures };
}
