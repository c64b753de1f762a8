/** A small soak of a real gate, and what a gate that leaks would show. */
import { describe, expect, it } from "vitest";
import { completeness, flatness, slicesOf } from "../../bench/proof/soak/claims.ts";
import { soak } from "../../bench/proof/soak/soak.ts";

const SMALL = { aSecond: 5, milliseconds: 12_000, reloadEveryMs: 5_000, sampleEveryMs: 500, tell: () => {} };

it("through two reloads of the policies every event has its decision", { timeout: 120_000 }, async () => {
	const soaked = await soak(SMALL);
	const { held, figures, detail } = completeness(soaked, SMALL);
	expect({ held, detail }).toEqual({ held: true, detail: [] });
	expect(figures).toMatchObject({ accepted: 60, undecided: 0, tooMany: 0, refused: 0, bundles: 3 });
	expect(slicesOf(soaked, 2_000).length).toBeGreaterThan(4);

	const lost = { ...soaked, undecided: 1 };
	const notReloaded = { ...soaked, judgedUnder: 1 };
	const slow = { ...soaked, accepted: 50 };
	for (const worse of [lost, notReloaded, slow]) expect(completeness(worse, SMALL).held).toBe(false);
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

	it("is not known from a few slices", () => {
		expect(flatness([still, still, still], 60).held).toBe(false);
	});
});
