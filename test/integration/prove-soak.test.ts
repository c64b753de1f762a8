/** A small soak of a real gate, and what a gate that leaks or loses would show. */
import { describe, expect, it } from "vitest";
import { completeness, flatness } from "../../bench/proof/soak/claims.ts";
import { soakOf } from "../../bench/proof/soak.ts";

const SMALL = { aSecond: 5, milliseconds: 12_000, reloadEveryMs: 4_000, sampleEveryMs: 500, sliceMs: 2_000 };

it("through two reloads of the policies every event has its decision", { timeout: 120_000 }, async () => {
	const { complete, flat } = await soakOf(SMALL, () => {});
	expect(complete.figures).toMatchObject({ accepted: 60, undecided: 0, tooMany: 0, refused: 0, bundles: 3 });
	expect(complete.held).toBe(true);
	expect(flat.detail?.length).toBeGreaterThan(4);
});

describe("a soak", () => {
	const size = { aSecond: 10, milliseconds: 10_000, reloadEveryMs: 1_000, sampleEveryMs: 1_000, tell: () => {} };
	const refused = new Map<string, number>();
	const whole = { samples: [], answered: [], refused, accepted: 100, undecided: 0, tooMany: 0, served: 10, judgedUnder: 9 };

	it.each([
		["an event is lost", { undecided: 1 }],
		["an event is decided twice", { tooMany: 1 }],
		["an event is refused", { refused: new Map([["503", 1]]) }],
		["the policies stay the same", { judgedUnder: 1 }],
		["the load was less than it was to be", { accepted: 94 }],
	])("is not complete where %s", (_, change) => {
		expect(completeness(whole, size).held).toBe(true);
		expect(completeness({ ...whole, ...change }, size).held).toBe(false);
	});
});

describe("what a gate takes", () => {
	const still = { rssMiB: 300, heapMiB: 80, descriptors: 50, p50Ms: 4, p99Ms: 20 };
	const over = (change: (at: number) => Partial<typeof still>) =>
		flatness(
			Array.from({ length: 30 }, (_, at) => ({ ...still, ...change(at) })),
			60,
		);

	it("is flat where it swings, and where it has grown at the start", () => {
		expect(over((at) => ({ heapMiB: 80 + (at % 3) * 4, p99Ms: 20 + (at % 2) * 30 })).held).toBe(true);
		expect(over((at) => ({ rssMiB: Math.min(300, 200 + at * 10) })).held).toBe(true);
	});

	it.each([
		["RSS", (at: number) => ({ rssMiB: 300 + 2 * at })],
		["heap", (at: number) => ({ heapMiB: 80 + at })],
		["descriptors", (at: number) => ({ descriptors: 50 + at / 2 })],
		["the median latency", (at: number) => ({ p50Ms: 4 + at })],
		["the 99th percentile", (at: number) => ({ p99Ms: 20 + 10 * at })],
	])("is not flat where %s grows with every slice", (_, change) => {
		expect(over(change).held).toBe(false);
	});

	it("is not what it should be where every answer comes late, however steadily", () => {
		expect(over(() => ({ p50Ms: 30_000, p99Ms: 31_000 })).held).toBe(false);
	});

	it("is not known from a few slices", () => {
		expect(flatness([still, still, still], 60).held).toBe(false);
	});
});
