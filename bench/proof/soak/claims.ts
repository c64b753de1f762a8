/** What a soak shows, slice by slice, against what may grow by how much. */
import { quantile } from "../../figure.ts";
import type { Claim } from "../part.ts";
import { average, rise, settled } from "./slope.ts";
import type { Given, Soaked } from "./soak.ts";

/** How far the line through the second two thirds may rise from end to end: as a share of its mean, or by this much in any case. */
interface Bound {
	readonly share: number;
	readonly least: number;
	/** Of the mean itself: who is behind by a minute from beginning to end is steady, and of no use. */
	readonly mean?: number;
}

const BOUNDS = {
	rssMiB: { share: 0.1, least: 10 },
	heapMiB: { share: 0.15, least: 5 },
	descriptors: { share: 0.05, least: 3 },
	p50Ms: { share: 0.5, least: 10, mean: 1_000 },
	p99Ms: { share: 0.75, least: 100, mean: 5_000 },
} satisfies Readonly<Record<string, Bound>>;
type Measured = keyof typeof BOUNDS;

/** Less than this share of what was to be sent, and it was no steady load: the machine is too slow for it. */
const STEADY = 0.95;

type Slice = Readonly<Record<Measured, number>>;

/** The lowest heap and the fewest descriptors of each slice: between two collections of garbage, or two connections, both swing. */
export function slicesOf({ samples, answered }: Soaked, sliceMs: number): readonly Slice[] {
	const samplesBy = Map.groupBy(samples, ({ at }) => Math.floor(at / sliceMs));
	const answersBy = Map.groupBy(answered, ({ at }) => Math.floor(at / sliceMs));
	return [...samplesBy].flatMap(([slice, some]) => {
		const times = answersBy.get(slice)?.map(({ milliseconds }) => milliseconds) ?? [];
		if (times.length === 0) return [];
		return {
			rssMiB: quantile(
				some.map(({ rssMiB }) => rssMiB),
				0.5,
			),
			heapMiB: Math.min(...some.map(({ heapMiB }) => heapMiB)),
			descriptors: Math.min(...some.map(({ descriptors }) => descriptors)),
			p50Ms: quantile(times, 0.5),
			p99Ms: quantile(times, 0.99),
		};
	});
}

export function flatness(slices: readonly Slice[], sliceSeconds: number): Claim {
	const grown = (Object.keys(BOUNDS) as Measured[]).map((name) => {
		const values = settled(slices.map((slice) => slice[name]));
		const { share, least, mean: most = Number.POSITIVE_INFINITY }: Bound = BOUNDS[name];
		const mean = average(values);
		return { name, mean, most, by: rise(values), bound: Math.max(share * mean, least) };
	});
	return {
		claim:
			"memory, descriptors and latency of a gate under steady load do not grow, whatever policies come, and half of the answers come within a second, 99 in 100 within five",
		held: slices.length >= 6 && grown.every(({ mean, most, by, bound }) => mean <= most && by <= bound),
		figures: {
			slices: `${slices.length} of ${sliceSeconds} s, of which the first third is not counted`,
			...Object.fromEntries(
				grown.map(({ name, mean, by, bound }) => [name, `${short(mean)}, rises by ${short(by)} (at most ${short(bound)})`]),
			),
		},
		detail: slices.map(
			(slice, at) =>
				`slice ${at + 1}: ${Object.entries(slice)
					.map(([name, value]) => `${name} ${short(value)}`)
					.join(", ")}`,
		),
	};
}

export function completeness(soaked: Soaked, { aSecond, milliseconds }: Given): Claim {
	const { accepted, undecided, tooMany, refused, served, judgedUnder } = soaked;
	const asked = (aSecond * milliseconds) / 1_000;
	// The newest policies may have come too late to judge.
	const isReloaded = served > 1 && judgedUnder >= served - 1;
	return {
		claim: "through every reload of the policies each accepted event has its decision, and one",
		held: undecided === 0 && tooMany === 0 && refused.size === 0 && isReloaded && accepted >= STEADY * asked,
		figures: {
			...{ seconds: milliseconds / 1_000, aSecond, accepted, undecided, tooMany },
			...{ refused: [...refused.values()].reduce((sum, count) => sum + count, 0), bundles: served, judgedUnder },
		},
		detail: [...refused].map(([why, count]) => `${count} events were not accepted: ${why}`),
	};
}

function short(value: number): string {
	return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1);
}
