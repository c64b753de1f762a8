/** JSON that every parser reads alike: what is judged must be what is done. */
import type { Json } from "../admission/request.ts";
import { refuseDeepValue } from "./refuse-ambiguous.ts";
import { UnreadableText } from "./unreadable-text.ts";

/** Braces outside of texts, and texts, with the colon that makes a text a key. Only for what is known to be JSON. */
const TOKEN = /[{}]|("[^"\\]*(?:\\.[^"\\]*)*")\s*(:?)/g;

/** @throws {UnreadableText} for bytes that are not UTF-8, wrong syntax, keys that stand twice, numbers that JSON lacks and nesting over 64 deep. */
export function readStrictJson(bytes: Uint8Array): Json {
	const text = decode(bytes);
	const value = parse(text);
	refuseDeepValue(value);
	refuseDuplicateKeys(text);
	return value;
}

function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (error) {
		throw new UnreadableText("not UTF-8", { cause: error });
	}
}

function parse(text: string): Json {
	try {
		return JSON.parse(text, finite) as Json;
	} catch (error) {
		if (error instanceof UnreadableText) throw error;
		throw new UnreadableText("not JSON", { cause: error });
	}
}

/** 1e999 is infinite here, and whatever it is to the next parser. */
function finite(_key: string, value: unknown): unknown {
	if (typeof value === "number" && !Number.isFinite(value)) throw new UnreadableText("a number is too large");
	return value;
}

function refuseDuplicateKeys(text: string): void {
	const open: Set<string>[] = [];
	for (const [token, quoted, colon] of text.matchAll(TOKEN)) {
		if (token === "{") open.push(new Set());
		else if (token === "}") open.pop();
		else if (colon === ":") {
			const key = JSON.parse(quoted as string) as string;
			const seen = open.at(-1) as Set<string>;
			if (seen.has(key)) throw new UnreadableText(`the key ${JSON.stringify(key)} stands twice in one object`);
			seen.add(key);
		}
	}
}
