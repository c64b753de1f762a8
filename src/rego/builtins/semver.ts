/** `semver.compare` and `semver.is_valid`, with OPA's own reading of Semantic Versions 2.0.0 (a leading `v` is allowed). */
import { compareCodePoints } from "./rego-order.ts";
import { RegoNumber, type RegoValue } from "./rego-value.ts";

interface Version {
	readonly release: readonly bigint[];
	readonly prerelease: readonly string[];
}

const IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const NUMBER = "(0|[1-9]\\d*)";
const VERSION = new RegExp(`^v?${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?$`);
const MAX_INT64 = 2n ** 63n - 1n;

/** -1, 0 or 1; undefined for what is not two versions. */
export function semverCompare(a: RegoValue, b: RegoValue): RegoNumber | undefined {
	const left = parse(a);
	const right = parse(b);
	return left && right && new RegoNumber(String(compare(left, right)));
}

export function semverIsValid(version: RegoValue): boolean {
	return parse(version) !== undefined;
}

function parse(text: RegoValue): Version | undefined {
	const match = typeof text === "string" ? VERSION.exec(text) : null;
	if (!match) return undefined;
	const release = match.slice(1, 4).map(BigInt);
	const prerelease = match[4]?.split(".") ?? [];
	if (release.some((number) => number > MAX_INT64) || prerelease.some((part) => /^0\d+$/.test(part))) return undefined;
	return { release, prerelease };
}

function compare(a: Version, b: Version): number {
	for (const [i, number] of a.release.entries()) {
		const other = b.release[i] as bigint;
		if (number !== other) return number < other ? -1 : 1;
	}
	if (a.prerelease.length === 0 || b.prerelease.length === 0) return Math.sign(b.prerelease.length - a.prerelease.length);
	for (const [i, part] of a.prerelease.entries()) {
		const other = b.prerelease[i];
		if (other === undefined) return 1;
		const order = compareIdentifiers(part, other);
		if (order !== 0) return order;
	}
	return a.prerelease.length < b.prerelease.length ? -1 : 0;
}

/** Numbers before names; numbers beyond an int64 are all alike to OPA. */
function compareIdentifiers(a: string, b: string): number {
	const left = numberOf(a);
	const right = numberOf(b);
	if (left !== undefined && right !== undefined) return Number(left > right) - Number(left < right);
	if (left !== undefined || right !== undefined) return left !== undefined ? -1 : 1;
	return Math.sign(compareCodePoints(a, b));
}

function numberOf(part: string): bigint | undefined {
	if (!/^\d+$/.test(part)) return undefined;
	const number = BigInt(part);
	return number > MAX_INT64 ? MAX_INT64 : number;
}
