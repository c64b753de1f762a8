/** What a decision says in words, without the values that its record masks: a policy may repeat what it found. Pure. */
import type { Decision } from "./decide.ts";
import { hidingTexts } from "./hide-texts.ts";
import { mask, maskPointer } from "./mask.ts";
import type { Json, JsonObject } from "./request.ts";
import { hideTokens, passwordsIn } from "./secret-text.ts";

/** Shorter values stand in every text. */
const LEAST = 6;

export function withoutSecrets(decision: Decision): Decision {
	const { request, enforcements, failures, unknowns, notApplicable, skipped } = decision;
	if ([enforcements, failures, unknowns, notApplicable, skipped].every((list) => list.length === 0)) return decision;
	const hide = hidingSecretsOf(request);
	return {
		...decision,
		enforcements: enforcements.map(({ field, ...each }) => ({
			...each,
			message: hide(each.message),
			...(field === undefined ? {} : { field: maskPointer(field) }),
		})),
		failures: failures.map((each) => ({ ...each, reason: hide(each.reason) })),
		unknowns: unknowns.map((each) => ({ ...each, message: hide(each.message), field: maskPointer(each.field) })),
		notApplicable: notApplicable.map((each) => ({ ...each, reason: hide(each.reason) })),
		skipped: skipped.map((each) => ({ ...each, reason: hide(each.reason) })),
	};
}

/** Takes a text, and gives it without what the request's record masks. */
export function hidingSecretsOf(request: Decision["request"]): (text: string) => string {
	const { object, oldObject, tags, userInfo } = request;
	const definition = "context" in request ? request.context.taskDefinition : undefined;
	const whole = { object, oldObject, tags: asPairs(tags), definition, by: userInfo.arn } as unknown as JsonObject;
	const hide = hidingTexts(secretsOf(whole), LEAST);
	return (text) => hideTokens(hide(text));
}

/** Tags as ECS writes them, in which a value stands beside its name. */
function asPairs(tags: Decision["request"]["tags"]): Json {
	return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** What also stands unmasked is no secret. */
function secretsOf(value: JsonObject): readonly string[] {
	const hidden = new Set<string>();
	const shown = new Set<string>();
	compare(value, mask(value), hidden, shown);
	return [...hidden, ...[...hidden].flatMap(passwordsIn)]
		.filter((text) => text.length >= LEAST && !shown.has(text))
		.flatMap((text) => [text, escaped(text)]);
}

/** As it stands in JSON. */
function escaped(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}

function compare(value: Json | undefined, masked: Json | undefined, hidden: Set<string>, shown: Set<string>): void {
	if (typeof value === "string") (value === masked ? shown : hidden).add(value);
	if (typeof value !== "object" || value === null) return;
	const kept = Object.values(masked ?? {}) as readonly Json[];
	for (const [i, member] of Object.values(value).entries()) compare(member, kept[i], hidden, shown);
}
