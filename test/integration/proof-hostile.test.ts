/** A small part of `npm run prove -- hostile`, and a run in which something is broken is told apart. */
import { expect, it } from "vitest";
import { claimsOverSockets, claimsWithin, hostileOf, memoryIsFlat } from "../../bench/proof/hostile/hostile.ts";
import { Memory } from "../../bench/proof/hostile/memory.ts";

it("a thousand hostile inputs and a hundred frames: every claim holds", async () => {
	const claims = await hostileOf({ inputs: 1_000, frames: 100, slow: 10 }, { seed: 20261120, tell: () => {} });
	expect(claims.filter(({ held }) => !held)).toEqual([]);
	expect(claims).toHaveLength(10);
}, 120_000);

const broken = [{ number: 7, family: "AdmissionReviews", problem: "allowed, though it violates" }];
const SOUND = {
	...{ inputs: 10, seconds: 1, judged: 5, violating: 5, complying: 1, faults: [], open: [], closed: [], mute: [], rejections: 0 },
	...{
		ends: new Map([["AdmissionReviews", new Map([["denied" as const, 9]])]]),
		slowest: { ms: 1, number: 1, family: "x" },
		memory: new Memory(),
	},
};

it.for([
	["a fault", { faults: broken }, 0],
	["a rejection", { rejections: 1 }, 0],
	["what violates and is let through", { open: broken }, 1],
	["nothing that violates", { violating: 0 }, 1],
	["what complies and is held up", { closed: broken }, 2],
	["a refusal without a word", { mute: broken }, 3],
	["an input that takes too long", { slowest: { ms: 6_000, number: 1, family: "x" } }, 4],
] as const)("%s breaks its claim and no other", ([, change, claim]) => {
	expect(claimsWithin(SOUND).every(({ held }) => held)).toBe(true);
	expect(claimsWithin({ ...SOUND, ...change }).flatMap(({ held }, n) => (held ? [] : [n]))).toEqual([claim]);
});

it.for([
	["the heap", { held: 40, rss: 0 }],
	["the process", { held: 0, rss: 200 }],
] as const)("%s that grows breaks the claim about memory", ([, grown]) => {
	const memory = new Memory();
	for (let at = 0; at < 10; at += 1) memory.readings.push({ at, held: 50 * 2 ** 20, rss: 300 * 2 ** 20 });
	expect(memoryIsFlat({ memory }).held).toBe(true);
	for (let at = 10; at < 20; at += 1) memory.readings.push({ at, held: (50 + grown.held) * 2 ** 20, rss: (300 + grown.rss) * 2 ** 20 });
	expect(memoryIsFlat({ memory }).held).toBe(false);
});

const SERVED = {
	...{ frames: 10, seconds: 1, statuses: new Map([[400, 10]]), passed: 1, smuggled: 0, complying: 1, admitted: 0, alive: true, faults: [] },
	...{ rssMiB: { before: 200, after: 210 }, slow: { connections: 2, closed: 2, lastMs: 6_000, others: 4, othersMostMs: 20 } },
};

it.for([
	["a violating call that reached ECS", { smuggled: 1 }, 0],
	["an admitted review", { admitted: 1 }, 0],
	["no sound call that passed", { passed: 0 }, 0],
	["an internal error", { statuses: new Map([[500, 1]]) }, 1],
	["a process that is gone", { alive: false }, 1],
	["a slow head that stays", { slow: { ...SERVED.slow, closed: 1 } }, 2],
	["memory that grew", { rssMiB: { before: 200, after: 400 } }, 3],
] as const)("%s breaks its claim and no other", ([, change, claim]) => {
	expect(claimsOverSockets(SERVED).every(({ held }) => held)).toBe(true);
	expect(claimsOverSockets({ ...SERVED, ...change }).flatMap(({ held }, n) => (held ? [] : [n]))).toEqual([claim]);
});
