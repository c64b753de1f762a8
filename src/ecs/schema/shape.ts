/**
 * Whether an object has the shape of ECS's API: every member that AWS's model knows has the type the model gives it. Pure.
 * The schema says types alone, so this walks it itself: ajv with `allErrors` takes quadratic time over a long list of wrong
 * items (40 000: 2.7 s, on the way to hours for a body of 2 MiB), and with first-error it cannot see past an unknown value.
 */
import type { Violation } from "../../admission/policy.ts";
import type { Json, JsonObject, Kind } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { resolved, type Schema, SHAPES } from "./model.ts";

const MOST_VIOLATIONS = 20;

/** Wrong types, the first 20; none for kinds to which AWS's model gives no request body. An unknown value is no mismatch. */
export function checkShape(kind: Kind, object: JsonObject): readonly Violation[] {
	const violations: Violation[] = [];
	if (Object.hasOwn(SHAPES, kind)) walk({ $ref: `#/$defs/${kind}` }, object, [], violations);
	return violations;
}

function walk(schema: Schema, value: Json, path: readonly (string | number)[], violations: Violation[]): void {
	if (violations.length >= MOST_VIOLATIONS || isUnknown(value)) return;
	const { type, properties = {}, additionalProperties, items } = resolved(schema);
	if (type !== undefined && type !== typeOf(value)) {
		violations.push({ msg: `${readable(path)} must be ${withArticle(type)}, not ${withArticle(typeOf(value))}`, field: pointer(path) });
		return;
	}
	if (Array.isArray(value)) {
		if (items === undefined) return;
		for (let i = 0; i < value.length && violations.length < MOST_VIOLATIONS; i++) walk(items, value[i], [...path, i], violations);
		return;
	}
	if (typeof value !== "object" || value === null) return;
	for (const [key, member] of Object.entries(value)) {
		const known = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
		if (known !== undefined) walk(known, member, [...path, key], violations);
	}
}

function pointer(path: readonly (string | number)[]): string {
	return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** As people write it: `containerDefinitions[0].image`. */
function readable(path: readonly (string | number)[]): string {
	if (path.length === 0) return "the object";
	const written = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
	return written.replace(/^\./, "");
}

function typeOf(value: Json): string {
	if (value === null) return "null";
	return Array.isArray(value) ? "array" : typeof value;
}

function withArticle(type: string): string {
	if (type === "null") return type;
	return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
