import { expect, test } from "vitest";
import { RateLimit } from "./rate-limit.ts";

function limit() {
	const clock = { ms: 0 };
	const waits: number[] = [];
	const wait = async (ms: number) => waits.push(ms);
	return { clock, waits, limit: new RateLimit({ burst: 2, everyMs: 2_000, patienceMs: 5_000 }, { elapsed: () => clock.ms, wait }) };
}

test("a burst goes at once, then one at a time, then callers are turned away", async () => {
	const { waits, limit: turns } = limit();
	expect([await turns.turn("a"), await turns.turn("a"), await turns.turn("a"), await turns.turn("a"), await turns.turn("a")]).toEqual([
		...[true, true, true, true, false],
	]);
	expect(waits).toEqual([2_000, 4_000]);
});

test("each account and Region has its own, and time fills it again", async () => {
	const { clock, waits, limit: turns } = limit();
	for (const key of ["a", "a", "b", "b"]) await turns.turn(key);
	expect(waits).toEqual([]);
	clock.ms = 4_000;
	for (const key of ["a", "a"]) await turns.turn(key);
	expect(waits).toEqual([]);
	await turns.turn("a");
	expect(waits).toEqual([2_000]);
});
