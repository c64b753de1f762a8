/** A copy of somebody's words that is never larger than it need be: what an attacker writes into an alert is kept in part. Pure. */
import type { Json, JsonObject } from "./request.ts";
import { isUnknown } from "./unknown.ts";

const MOST_CHARACTERS = 1_024;
const MOST_ITEMS = 50;
const MOST_MEMBERS = 100;
const MOST_LEVELS = 12;
/** Control characters, and what turns the direction of a text round on a screen. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** Bounding it twice changes nothing. */
export function bounded(value: JsonObject): JsonObject {
	return boundObject(value, 0);
}

/** One line of at most so many characters. It ends with a whole word: half a secret does not look like one, and would not be masked. */
export function boundedText(text: string, most = MOST_CHARACTERS): string {
	const line = text.slice(0, most * 2).replace(UNPRINTABLE, " ");
	return text.length > most * 2 || line.length > most ? `${wholeWords(line.slice(0, most - 1))}…` : line;
}

const BETWEEN_WORDS = /[\s,;&"'{}]/;

/** A longer word is cut where it has to be: what secret is as long is known by how it begins. */
const LONGEST_WORD = 512;

function wholeWords(line: string): string {
	const least = Math.max(0, line.length - LONGEST_WORD);
	let end = line.length;
	while (end > least && !BETWEEN_WORDS.test(line.charAt(end - 1))) end -= 1;
	return end === least ? line : line.slice(0, end);
}

function boundObject(object: JsonObject, level: number): JsonObject {
	if (isUnknown(object)) return { $unknown: boundedText(object.$unknown) };
	const members = Object.entries(object).slice(0, MOST_MEMBERS);
	return Object.fromEntries(members.map(([key, value]) => [boundedText(key), bound(value, level + 1)]));
}

function bound(value: Json, level: number): Json {
	if (typeof value === "string") return boundedText(value);
	if (typeof value !== "object" || value === null) return value;
	if (level > MOST_LEVELS) return null;
	return Array.isArray(value)
		? value.slice(0, MOST_ITEMS).map((item: Json) => bound(item, level + 1))
		: boundObject(value as JsonObject, level);
}
