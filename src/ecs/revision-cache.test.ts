import { expect, test, vi } from "vitest";
import { RevisionCache } from "./revision-cache.ts";

function cache(limit = 2) {
	const clock = { ms: 0 };
	return { clock, cache: new RevisionCache<string>({ limit, maxAgeMs: 100, elapsed: () => clock.ms }) };
}

test("look-ups of one key share one call, and its answer is kept for a while", async () => {
	const { clock, cache: revisions } = cache();
	const look = vi.fn(async () => "found");
	expect(await Promise.all([revisions.get("a", true, look), revisions.get("a", true, look)])).toEqual(["found", "found"]);
	clock.ms = 99;
	await revisions.get("a", true, look);
	expect(look).toHaveBeenCalledTimes(1);
	clock.ms = 100;
	await revisions.get("a", true, look);
	expect(look).toHaveBeenCalledTimes(2);
});

test("what failed, what was not found and what is not to be kept is asked for again", async () => {
	const { cache: revisions } = cache();
	const look = vi.fn<() => Promise<string | undefined>>();
	look.mockRejectedValueOnce(new Error("throttled")).mockResolvedValueOnce(undefined).mockResolvedValue("found");
	await expect(revisions.get("a", true, look)).rejects.toThrow("throttled");
	expect(await revisions.get("a", true, look)).toBeUndefined();
	expect(await revisions.get("a", false, look)).toBe("found");
	expect(await revisions.get("a", true, look)).toBe("found");
	expect(await revisions.get("a", true, look)).toBe("found");
	expect(look).toHaveBeenCalledTimes(4);
});

test("the least recently used goes first", async () => {
	const { cache: revisions } = cache(2);
	const look = vi.fn(async () => "found");
	for (const key of ["a", "b", "a", "c"]) await revisions.get(key, true, look);
	await revisions.get("a", true, look);
	expect(look).toHaveBeenCalledTimes(3);
	await revisions.get("b", true, look);
	expect(look).toHaveBeenCalledTimes(4);
});
