/** What a policy's `violation` came to: checked member by member, sorted, or the reason why it says nothing. */
import type { Evaluation, Failed, Question, Violation } from "../admission/policy.ts";
import type { JsonObject } from "../admission/request.ts";
import { compareCodePoints } from "./builtins/rego-order.ts";

/** The last two are for what compiler/dialect.rego makes of other tools' rules: excused by their author, or answering with what is no message. */
const OUTCOMES: readonly unknown[] = ["notApplicable", "exempted", "failed"];
const NOTHING = '[{"result":[]}]';

/** `resultSet` is the module's own text: `[]` for undefined, else `[{"result": …}]`. */
export function readViolations(resultSet: string, question: Question): Evaluation {
	const { constraint, policy } = question;
	if (resultSet === NOTHING) return { outcome: "evaluated", constraint, policy, violations: [], notApplicable: [] };
	const results = JSON.parse(resultSet) as readonly { readonly result: unknown }[];
	const members = results[0]?.result;
	if (members === undefined) return failed(question, "violation is undefined; it must be a partial set rule (`violation contains …`)");
	if (!Array.isArray(members)) return failed(question, `violation is ${kindOf(members)}; it must be a set of objects`);
	const violations: Violation[] = [];
	const notApplicable: string[] = [];
	for (const member of members) {
		const wrong = whatIsWrong(member);
		if (wrong !== undefined) return failed(question, `violation has a member that ${wrong}`);
		if (member.outcome === "failed") return failed(question, member.msg);
		if (member.outcome === "notApplicable") notApplicable.push(member.msg);
		else violations.push(violationOf(member));
	}
	return {
		outcome: "evaluated",
		constraint,
		policy,
		violations: violations.sort(compareViolations),
		notApplicable: notApplicable.sort(compareCodePoints),
	};
}

export function failed(question: Question, reason: string): Failed {
	return { outcome: "failed", constraint: question.constraint, policy: question.policy, reason };
}

function violationOf(member: Violation & { readonly outcome?: string }): Violation {
	return {
		msg: member.msg,
		...(member.field === undefined ? {} : { field: member.field }),
		...(member.details === undefined ? {} : { details: member.details }),
		...(member.outcome === "exempted" ? { exemption: member.exemption } : {}),
	};
}

function whatIsWrong(member: unknown): string | undefined {
	if (!isObject(member)) return `is ${kindOf(member)}; each must be an object such as {"msg": "…"}`;
	if (typeof member.msg !== "string") return "has no `msg` of type string";
	if (member.outcome !== undefined && !OUTCOMES.includes(member.outcome)) return 'has an `outcome` other than "notApplicable"';
	if (member.outcome === "exempted" && typeof member.exemption !== "string") return "is exempted and does not say by what";
	const field = member.field;
	if (field !== undefined && !(typeof field === "string" && /^(\/|$)/.test(field))) return "has a `field` that is not a JSON pointer";
	if (member.details !== undefined && !isObject(member.details)) return "has `details` that are not an object";
	return undefined;
}

/** By field, those without one first, then by message: a set of the module comes in the order of its hashes. */
function compareViolations(a: Violation, b: Violation): number {
	return (
		compareCodePoints(a.field ?? "", b.field ?? "") ||
		compareCodePoints(a.msg, b.msg) ||
		compareCodePoints(JSON.stringify(a.details ?? null), JSON.stringify(b.details ?? null))
	);
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
	if (value === null) return "null";
	return Array.isArray(value) ? "an array" : `of type ${typeof value}`;
}
