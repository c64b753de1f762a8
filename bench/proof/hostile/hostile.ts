/** Input that means harm, by every way in: what is claimed of it, and what came of it. */
import type { Claim, Part } from "../part.ts";
import type { End } from "./fate.ts";
import { type Broken, type Outcome, runHostile } from "./run.ts";
import { runSockets, type SocketOutcome } from "./sockets.ts";

const SIZES = {
	full: { inputs: 1_000_000, frames: 6_000, slow: 200 },
	quick: { inputs: 20_000, frames: 600, slow: 50 },
} as const;

/** What a run may leave behind: the caches that it fills have bounds, and the collector its own mind. */
const HEAP_MIB = 16;
const RSS_MIB = 128;
const SERVED_RSS_MIB = 128;
/** For an input under 2 MiB, on a machine that does other things besides. */
const SLOWEST_MS = 5_000;
const SENT_AWAY_MS = 10_000;
const OTHERS_MS = 2_000;
const SHOWN = 20;

export const hostile: Part = ({ quick, seed, tell }) => hostileOf(quick ? SIZES.quick : SIZES.full, { seed, tell });

export async function hostileOf(
	{ inputs, frames, slow }: { readonly inputs: number; readonly frames: number; readonly slow: number },
	{ seed, tell }: { readonly seed: number; readonly tell: (line: string) => void },
): Promise<readonly Claim[]> {
	const within = await runHostile({ inputs, seed, tell: (line) => tell(`in process: ${line}`) });
	const outside = await runSockets({ frames, slow, seed, tell: (line) => tell(`over sockets: ${line}`) });
	return [...claimsWithin(within), memoryIsFlat(within), ...claimsOverSockets(outside)];
}

export function claimsWithin(outcome: Outcome): readonly Claim[] {
	const { inputs, seconds, judged, violating, complying, faults, open, closed, mute, rejections, slowest } = outcome;
	const { allowed = 0, taken = 0, ...others } = endsOf(outcome);
	const refused = Object.values(others).reduce((sum, count) => sum + count, 0);
	return [
		{
			claim: "every hostile input is answered, or refused on purpose: none crashes the gate, and no rejection is left unhandled",
			held: inputs > 0 && faults.length === 0 && rejections === 0,
			figures: { inputs, "to the answer": judged, "inputs a second": Math.round(inputs / seconds), faults: faults.length, rejections },
			detail: [...familiesOf(outcome), ...told(faults)],
		},
		{
			claim:
				"what violates is let through in no form: with members that nobody knows, in another order, by other types, or in two readings",
			held: violating > 0 && open.length === 0,
			figures: { violating, "let through": open.length },
			detail: told(open),
		},
		{
			claim: "what complies is let through among it",
			held: complying > 0 && closed.length === 0,
			figures: { complying, "held up": closed.length, "let through": allowed, "taken in": taken },
			detail: told(closed),
		},
		{
			claim: "every refusal names a field or a cause",
			held: refused > 0 && mute.length === 0,
			figures: { refusals: refused, "without a word": mute.length },
			detail: told(mute),
		},
		{
			claim: `no input under 2 MiB holds the process for ${SLOWEST_MS / 1_000} seconds`,
			held: slowest.ms > 0 && slowest.ms < SLOWEST_MS,
			figures: { "slowest (ms)": Math.round(slowest.ms), "its number": slowest.number, "its family": slowest.family },
		},
	];
}

export function memoryIsFlat({ memory }: Pick<Outcome, "memory">): Claim {
	const [heap, rss] = [memory.grownMib("held"), memory.grownMib("rss")];
	return {
		claim: `from the earlier half of the run to the later the median of the heap grows by less than ${HEAP_MIB} MiB, and that of the process by less than ${RSS_MIB}`,
		held: memory.readings.length > 2 && heap < HEAP_MIB && rss < RSS_MIB,
		figures: {
			...{ readings: memory.readings.length, "heap grew (MiB)": heap, "process grew (MiB)": rss },
			...{ "heap at the end (MiB)": memory.mib("held", "last"), "process at most (MiB)": memory.mib("rss", "most") },
		},
	};
}

export function claimsOverSockets(outcome: SocketOutcome): readonly Claim[] {
	const { frames, seconds, statuses, passed, smuggled, complying, admitted, alive, faults, rssMiB, slow } = outcome;
	const failed = [...statuses].reduce((sum, [status, count]) => (status >= 500 ? sum + count : sum), 0);
	return [
		{
			claim:
				"through the proxy no call that violates reaches ECS, however its head, its body and their lengths are written; a sound one does",
			held: smuggled === 0 && admitted === 0 && complying > 0 && passed === complying,
			figures: {
				frames,
				"frames a second": Math.round(frames / seconds),
				"reached ECS": passed,
				"of them violating": smuggled,
				complying,
				"reviews admitted": admitted,
			},
		},
		{
			claim: "every connection is answered or closed, and none by an internal error",
			held: frames > 0 && alive && failed === 0 && faults.length === 0,
			figures: Object.fromEntries(
				[...statuses]
					.sort(([a], [b]) => a - b)
					.map(([status, count]) => [status === 0 ? "closed without a word" : `HTTP ${status}`, count]),
			),
			detail: faults.slice(0, SHOWN),
		},
		{
			claim: `heads that are sent slowly are sent away within ${SENT_AWAY_MS / 1_000} s, and hold up nobody`,
			held:
				slow.connections > 0 &&
				slow.closed === slow.connections &&
				slow.lastMs < SENT_AWAY_MS &&
				slow.others > 0 &&
				slow.othersMostMs < OTHERS_MS,
			figures: {
				connections: slow.connections,
				"sent away": slow.closed,
				"the last after (ms)": slow.lastMs,
				"requests of others": slow.others,
				"the slowest of them (ms)": slow.othersMostMs,
			},
		},
		{
			claim: `compressed bombs and the rest leave the serving process within ${SERVED_RSS_MIB} MiB of where it was`,
			held: rssMiB.after - rssMiB.before < SERVED_RSS_MIB,
			figures: { "before (MiB)": rssMiB.before, "after (MiB)": rssMiB.after },
		},
	];
}

function endsOf({ ends }: Outcome): Partial<Record<End, number>> {
	const sum: Partial<Record<End, number>> = {};
	for (const family of ends.values()) for (const [end, count] of family) sum[end] = (sum[end] ?? 0) + count;
	return sum;
}

function familiesOf({ ends }: Outcome): readonly string[] {
	return [...ends].map(([family, each]) => `${family}: ${[...each].map(([end, count]) => `${count} ${end}`).join(", ")}`).sort();
}

function told(broken: readonly Broken[]): readonly string[] {
	return broken.slice(0, SHOWN).map(({ number, family, problem }) => `number ${number} (${family}): ${problem}`);
}
