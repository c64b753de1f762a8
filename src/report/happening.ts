/** One recorded decision as a person reads it while it happens: who asked for what, the verdict, why, and what followed. */
import type { Enforcement, Verdict } from "../admission/decide.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { consequenceOf } from "./consequence.ts";

/** Colours a text by its meaning; the identity where the output is no terminal. */
export type Paint = (meaning: "good" | "bad" | "doubtful" | "quiet" | "strong", text: string) => string;

const MARKS: Readonly<Record<Verdict, readonly [mark: string, meaning: "good" | "bad" | "doubtful"]>> = {
	allowed: ["✔", "good"],
	denied: ["✖", "bad"],
	undecided: ["?", "doubtful"],
};

/** Without a trailing newline. */
export function describeHappening(decision: DecisionWithActions, paint: Paint): string {
	const [mark, meaning] = MARKS[decision.verdict];
	const { word, details } = consequenceOf(decision);
	const head = `${paint(meaning, `${mark} ${decision.verdict}`.padEnd(11))} ${paint("strong", `${decision.action} ${decision.name}`.trimEnd())}`;
	return [
		`${paint("quiet", decision.time.slice(11, 19))}  ${head}`,
		indent(paint("quiet", `${asker(decision)} · ${place(decision)} · ${word}`)),
		...byPolicy(decision.violations).flatMap((violations) => describeViolations(violations, paint)),
		...describeUnknowns(decision, paint),
		...details.map((detail) => indent(paint(meaning, `→ ${detail}`))),
	].join("\n");
}

function asker({ principal }: DecisionWithActions): string {
	return principal === "" ? "the event names nobody" : principal.split(":").slice(-1).join("");
}

function place({ account, region, cluster }: DecisionWithActions): string {
	const where = [account ?? "unknown account", region, cluster && `cluster ${cluster}`];
	return where.filter((part) => part !== undefined && part !== "").join(" ");
}

function describeViolations(violations: readonly Enforcement[], paint: Paint): readonly string[] {
	const { policy, action, remediation, exemption } = violations[0] as Enforcement;
	const meaning = action === "deny" ? "bad" : "doubtful";
	const messages = [...new Set(violations.map(({ message }) => message))].join("; ");
	return [
		indent(`${paint(meaning, action.padEnd(6))}  ${paint("strong", policy)}  ${messages}`),
		indent(paint("quiet", `        ↳ ${exemption === undefined ? remediation : `excused by ${exemption}`}`)),
	];
}

function describeUnknowns({ unknown }: DecisionWithActions, paint: Paint): readonly string[] {
	const policies = [...new Set(unknown.map(({ policy }) => policy))];
	return policies.length === 0 ? [] : [indent(paint("doubtful", `unknown ${policies.join(", ")}: it could not be looked up`))];
}

/** A policy that found several things is named once. */
function byPolicy(violations: readonly Enforcement[]): readonly (readonly Enforcement[])[] {
	const groups = Map.groupBy(violations, ({ policy, action }) => `${policy} ${action}`);
	return [...groups.values()].toSorted(([a], [b]) => rank(a) - rank(b));
}

const ORDER = ["deny", "warn", "dryrun", "exempted"];

function rank(violation: Enforcement | undefined): number {
	return ORDER.indexOf(violation?.action ?? "");
}

function indent(line: string): string {
	return `          ${line}`;
}
