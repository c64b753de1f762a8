/** `object.subset`: objects recursively, sets by members, arrays as a run of elements, a set inside an array. */
import { compareRego, sortEntries, sortRego } from "./rego-order.ts";
import { RegoObject, RegoSet, type RegoValue } from "./rego-value.ts";

/** Undefined for two operands that cannot be compared. */
export function objectSubset(superset: RegoValue, subset: RegoValue): boolean | undefined {
	if (Array.isArray(superset) && subset instanceof RegoSet) return arrayHolds(superset, subset);
	return sameKind(superset, subset);
}

function sameKind(superset: RegoValue, subset: RegoValue): boolean | undefined {
	if (superset instanceof RegoObject && subset instanceof RegoObject) return objectHolds(superset, subset);
	if (superset instanceof RegoSet && subset instanceof RegoSet) {
		const known = sortRego(superset.members);
		return subset.members.every((member) => contains(known, member));
	}
	if (Array.isArray(superset) && Array.isArray(subset)) return hasRun(superset, subset);
	return undefined;
}

function objectHolds(superset: RegoObject, subset: RegoObject): boolean {
	const entries = sortEntries(superset);
	const keys = entries.map(([key]) => key);
	return subset.entries.every(([key, wanted]) => {
		const entry = entries[placeOf(keys, key)];
		return entry !== undefined && (equal(entry[1], wanted) || sameKind(entry[1], wanted) === true);
	});
}

/** Knuth, Morris and Pratt's search: both arrays may be as long as a request makes them. */
function hasRun(superset: readonly RegoValue[], subset: readonly RegoValue[]): boolean {
	if (subset.length === 0) return true;
	const fallback = [0];
	for (let i = 1; i < subset.length; i++) fallback.push(advance(subset, fallback, fallback[i - 1] as number, subset[i] as RegoValue));
	let matched = 0;
	return superset.some((element) => {
		matched = advance(subset, fallback, matched, element);
		return matched === subset.length;
	});
}

/** How much of `wanted` is matched after one element more. */
function advance(wanted: readonly RegoValue[], fallback: readonly number[], matched: number, element: RegoValue): number {
	let length = matched;
	while (length > 0 && !equal(wanted[length] as RegoValue, element)) length = fallback[length - 1] as number;
	return equal(wanted[length] as RegoValue, element) ? length + 1 : length;
}

/** As OPA counts: an element that comes twice counts twice, and an empty array holds no set, not even the empty one. */
function arrayHolds(superset: readonly RegoValue[], subset: RegoSet): boolean {
	const wanted = sortRego(subset.members);
	const matched = superset.filter((element) => contains(wanted, element)).length;
	return superset.length > 0 && matched >= subset.members.length;
}

function contains(sorted: readonly RegoValue[], wanted: RegoValue): boolean {
	return placeOf(sorted, wanted) !== -1;
}

/** Index, or -1. The lists are as long as a request makes them, so none is gone through for each member of another. */
function placeOf(sorted: readonly RegoValue[], wanted: RegoValue): number {
	let low = 0;
	let high = sorted.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const order = compareRego(sorted[middle] as RegoValue, wanted);
		if (order === 0) return middle;
		if (order < 0) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}

function equal(a: RegoValue, b: RegoValue): boolean {
	return compareRego(a, b) === 0;
}
