/** What is claimed of half an hour of a real gate under steady load, with new policies every minute. */
import type { Part } from "./part.ts";
import { completeness, flatness, slicesOf } from "./soak/claims.ts";
import { soak } from "./soak/soak.ts";

const MINUTE_MS = 60_000;
const FULL = { aSecond: 200, milliseconds: 30 * MINUTE_MS, reloadEveryMs: MINUTE_MS, sampleEveryMs: 2_000, sliceMs: MINUTE_MS };
const QUICK = { aSecond: 100, milliseconds: MINUTE_MS, reloadEveryMs: 10_000, sampleEveryMs: 500, sliceMs: 5_000 };

/** @public for prove.ts */
export const soakPart: Part = async ({ quick, tell }) => {
	const { sliceMs, ...size } = quick ? QUICK : FULL;
	const given = { ...size, tell };
	const soaked = await soak(given);
	return [completeness(soaked, given), flatness(slicesOf(soaked, sliceMs), sliceMs / 1_000)];
};
