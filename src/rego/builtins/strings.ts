/** `replace`, `strings.any_prefix_match`, `strings.any_suffix_match`, `strings.count`. */
import { RegoNumber, RegoSet, type RegoValue } from "./rego-value.ts";

export function anyPrefixMatch(search: RegoValue, base: RegoValue): boolean | undefined {
	return anyMatch(search, base, (text, length) => text.slice(0, length));
}

export function anySuffixMatch(search: RegoValue, base: RegoValue): boolean | undefined {
	return anyMatch(search, base, (text, length) => text.slice(text.length - length));
}

/** Without overlaps; the empty string is found before and after every character. */
export function countSubstring(search: RegoValue, substring: RegoValue): RegoNumber | undefined {
	if (typeof search !== "string" || typeof substring !== "string") return undefined;
	const count = substring === "" ? Array.from(search).length + 1 : search.split(substring).length - 1;
	return new RegoNumber(String(count));
}

/** An empty `old` is found before and after every byte, as in OPA, whose answer is not UTF-8 then. */
export function replaceAll(text: RegoValue, old: RegoValue, by: RegoValue): string | undefined {
	if (typeof text !== "string" || typeof old !== "string" || typeof by !== "string") return undefined;
	if (old !== "") return text.replaceAll(old, () => by);
	const bytes = ["", ...Buffer.from(text).toString("latin1"), ""].join(Buffer.from(by).toString("latin1"));
	return Buffer.from(bytes, "latin1").toString();
}

/** Both lists may be as long as a request makes them, so affixes are looked up, for each length that they have. */
function anyMatch(search: RegoValue, base: RegoValue, affixOf: (text: string, length: number) => string): boolean | undefined {
	const texts = strings(search);
	const affixes = strings(base);
	if (texts === undefined || affixes === undefined) return undefined;
	const wanted = new Set(affixes);
	const lengths = [...new Set(affixes.map((affix) => affix.length))];
	return texts.some((text) => lengths.some((length) => length <= text.length && wanted.has(affixOf(text, length))));
}

/** One string, or an array or set of nothing but strings. */
function strings(value: RegoValue): readonly string[] | undefined {
	if (typeof value === "string") return [value];
	const members: unknown = value instanceof RegoSet ? value.members : value;
	return Array.isArray(members) && members.every((member) => typeof member === "string") ? members : undefined;
}
