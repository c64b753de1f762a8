/** OPA's order of values, which is how it sorts, and prints sets and objects. */
import { RegoNumber, RegoObject, RegoSet, type RegoValue } from "./rego-value.ts";

/** Negative, zero or positive, as OPA's `ast.Compare`: null < boolean < number < string < array < object < set. */
export function compareRego(a: RegoValue, b: RegoValue): number {
	const rank = rankOf(a);
	if (rank !== rankOf(b)) return rank - rankOf(b);
	if (typeof a === "boolean") return Number(a) - Number(b);
	if (typeof a === "string") return compareCodePoints(a, b as string);
	if (a instanceof RegoNumber) return compareNumbers(a.text, (b as RegoNumber).text);
	if (Array.isArray(a)) return compareLists(a, b as RegoValue[]);
	if (a instanceof RegoObject) return compareObjects(a, b as RegoObject);
	if (a instanceof RegoSet) return compareLists(sortRego(a.members), sortRego((b as RegoSet).members));
	return 0;
}

export function sortRego(values: readonly RegoValue[]): readonly RegoValue[] {
	return values.toSorted(compareRego);
}

/** `sort`, of an array or a set. */
export function sortCollection(collection: RegoValue): readonly RegoValue[] | undefined {
	const members: unknown = collection instanceof RegoSet ? collection.members : collection;
	return Array.isArray(members) ? sortRego(members) : undefined;
}

export function sortEntries(object: RegoObject): RegoObject["entries"] {
	return object.entries.toSorted(([a], [b]) => compareRego(a, b));
}

/** The order of UTF-8 bytes; `<` on JavaScript strings puts U+10000 and above before U+E000. */
export function compareCodePoints(a: string, b: string): number {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) {
		const left = a.charCodeAt(i);
		const right = b.charCodeAt(i);
		if (left === right) continue;
		if (isSurrogate(left) === isSurrogate(right)) return left - right;
		return isSurrogate(left) ? 1 : -1;
	}
	return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
	return unit >= 0xd800 && unit <= 0xdfff;
}

function rankOf(value: RegoValue): number {
	if (value === null) return 0;
	if (typeof value === "boolean") return 1;
	if (value instanceof RegoNumber) return 2;
	if (typeof value === "string") return 3;
	if (Array.isArray(value)) return 4;
	return value instanceof RegoObject ? 5 : 6;
}

function compareNumbers(a: string, b: string): number {
	if (/^-?\d+$/.test(a) && /^-?\d+$/.test(b)) {
		const difference = BigInt(a) - BigInt(b);
		return difference < 0n ? -1 : Number(difference > 0n);
	}
	return Number(a) - Number(b);
}

function compareLists(a: readonly RegoValue[], b: readonly RegoValue[]): number {
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		const order = compareRego(a[i] as RegoValue, b[i] as RegoValue);
		if (order !== 0) return order;
	}
	return a.length - b.length;
}

function compareObjects(a: RegoObject, b: RegoObject): number {
	const left = sortEntries(a);
	const right = sortEntries(b);
	for (let i = 0; i < Math.min(left.length, right.length); i++) {
		const [leftKey, leftValue] = left[i] as (typeof left)[number];
		const [rightKey, rightValue] = right[i] as (typeof right)[number];
		const order = compareRego(leftKey, rightKey) || compareRego(leftValue, rightValue);
		if (order !== 0) return order;
	}
	return left.length - right.length;
}
