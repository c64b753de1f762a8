/** A real gate under steady load, with new policies again and again: what is claimed of half an hour. */
import type { Claim, Part } from "./part.ts";
import { completeness, flatness, slicesOf } from "./soak/claims.ts";
import { type Given, soak } from "./soak/soak.ts";

const MINUTE_MS = 60_000;

interface Size extends Omit<Given, "tell"> {
	/** What is told and compared is told of slices of so much time. */
	readonly sliceMs: number;
}

const FULL: Size = { aSecond: 200, milliseconds: 30 * MINUTE_MS, reloadEveryMs: MINUTE_MS, sampleEveryMs: 2_000, sliceMs: MINUTE_MS };
const QUICK: Size = { aSecond: 100, milliseconds: MINUTE_MS, reloadEveryMs: 10_000, sampleEveryMs: 500, sliceMs: 5_000 };

export const soakPart: Part = async ({ quick, tell }) => {
	const { complete, flat } = await soakOf(quick ? QUICK : FULL, tell);
	return [complete, flat];
};

export async function soakOf(
	{ sliceMs, ...size }: Size,
	tell: (line: string) => void,
): Promise<{ readonly complete: Claim; readonly flat: Claim }> {
	const given = { ...size, tell };
	const soaked = await soak(given);
	return { complete: completeness(soaked, given), flat: flatness(slicesOf(soaked, sliceMs), sliceMs / 1_000) };
}
