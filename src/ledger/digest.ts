/** What an entry holds of a decision: a digest that anybody can compute again from the decision as a store gives it back. */
import { createHash } from "node:crypto";
import { configure } from "safe-stable-stringify";
import type { DecisionRecord } from "../store/store.ts";

/**
 * sha256, hexadecimal, over canonical JSON (RFC 8785): independent of the order of members, and of members that are undefined.
 * What happens to a decision afterwards, `actions`, is no part of it.
 */
export function digestOf(record: DecisionRecord): string {
	return sha256(canonicalJson({ ...record, actions: undefined }));
}

const stringify = configure({ deterministic: true, circularValue: TypeError, bigint: false });

/** As RFC 8785 has it (a test holds that). @throws {TypeError} for what JSON cannot say */
export function canonicalJson(value: unknown): string {
	const json = stringify(value) ?? "null";
	// Half of a surrogate pair has no UTF-8: a store keeps U+FFFD instead.
	return /\\u[dD]/.test(json) ? (stringify(wellFormed(JSON.parse(json))) ?? "null") : json;
}

export function sha256(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

function wellFormed(value: unknown): unknown {
	if (typeof value === "string") return value.toWellFormed();
	if (Array.isArray(value)) return value.map(wellFormed);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toWellFormed(), wellFormed(member)]));
}
