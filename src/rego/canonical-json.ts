/** JSON as OPA hashes it for a signature: keys in the order of their bytes, no spaces, numbers as they were written (1.0 is not 1). */
import { readStrictJson } from "../source-text/strict-json.ts";

/** @throws {UnreadableText} for what is not JSON in UTF-8, for keys that stand twice, and for nesting over 64 deep. */
export function canonicalJson(bytes: Uint8Array): string {
	readStrictJson(bytes);
	return written(parseKeepingNumbers(Buffer.from(bytes).toString(), keepNumberText));
}

class NumberText {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

/** What V8 tells a reviver besides, and TypeScript's library does not know yet. */
const parseKeepingNumbers = JSON.parse as (
	text: string,
	reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

function keepNumberText(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
	return typeof value === "number" ? new NumberText(source as string) : value;
}

function written(value: unknown): string {
	if (value instanceof NumberText) return value.text;
	if (typeof value === "string") return quoted(value);
	if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
	if (typeof value !== "object" || value === null) return String(value);
	const members = Object.entries(value).map(([key, member]) => ({ key: Buffer.from(key.toWellFormed()), member }));
	members.sort((a, b) => Buffer.compare(a.key, b.key));
	return `{${members.map(({ key, member }) => `${quoted(key.toString())}:${written(member)}`).join(",")}}`;
}

/** As Go writes it without escaping HTML: what is half a surrogate pair becomes U+FFFD, and the two separators that JavaScript lets stand are escaped. */
function quoted(text: string): string {
	return JSON.stringify(text.toWellFormed()).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
