/** What a policy costs: nanoseconds for one evaluation in the WASM engine, its input already read. */
import { PolicyModule } from "../rego/policy-module.ts";

/** Inputs by entrypoint, such as `policies/team/labels/violation`. */
export type BenchInputs = ReadonlyMap<string, readonly object[]>;

export interface Cost {
	/** The entrypoint without `policies/` and `/violation`. */
	readonly policy: string;
	readonly inputs: number;
	/** Median of the rounds. */
	readonly ns: number;
	/** Of the base, measured in the same rounds or read from its file. */
	readonly baseNs?: number;
	/** Against the base: the median of the rounds' own ratios, or of the two medians where the base comes from a file. */
	readonly ratio?: number;
}

const ROUNDS = 15;
const ROUND_MS = 2;
const WARM_MS = 40;

interface Contender {
	readonly module: PolicyModule;
	readonly entrypoint: string;
	readonly inputs: readonly object[];
	/** Evaluations that take about ROUND_MS. */
	repeat: number;
	readonly rounds: number[];
}

/** Rounds take turns, so that what the machine does meanwhile falls on all alike. `base` is another bundle, measured on the same inputs. */
export async function measure(bundle: Uint8Array, inputs: BenchInputs, base?: Uint8Array): Promise<readonly Cost[]> {
	const module = await PolicyModule.open(bundle);
	const baseModule = base === undefined ? undefined : await PolicyModule.open(base);
	const pairs = [...inputs].flatMap(([entrypoint, given]) => {
		if (!module.entrypoints.includes(entrypoint) || given.length === 0) return [];
		const own = contender(module, entrypoint, given);
		const other = baseModule?.entrypoints.includes(entrypoint) ? contender(baseModule, entrypoint, given) : undefined;
		return [{ own, other }];
	});
	const all = pairs.flatMap(({ own, other }) => (other === undefined ? [own] : [own, other]));
	for (const each of all) warm(each);
	for (let round = 0; round < ROUNDS; round += 1) {
		for (const each of round % 2 === 0 ? all : all.toReversed()) each.rounds.push(run(each, each.repeat));
	}
	return pairs.map(({ own, other }) => ({
		policy: own.entrypoint.replace(/^policies\//, "").replace(/\/violation$/, ""),
		inputs: own.inputs.length,
		ns: median(own.rounds),
		...(other === undefined
			? {}
			: { baseNs: median(other.rounds), ratio: median(own.rounds.map((ns, i) => ns / (other.rounds[i] ?? ns))) }),
	}));
}

function contender(module: PolicyModule, entrypoint: string, inputs: readonly object[]): Contender {
	return { module, entrypoint, inputs, repeat: 1, rounds: [] };
}

/** Until V8 has compiled the module's hot functions for good. */
function warm(each: Contender): void {
	const start = performance.now();
	let ns = run(each, 20);
	while (performance.now() - start < WARM_MS) ns = run(each, 50);
	each.repeat = Math.max(5, Math.ceil((ROUND_MS * 1e6) / (ns * each.inputs.length)));
}

/** Nanoseconds for one evaluation, over `repeat` of them with each input. */
function run({ module, entrypoint, inputs }: Contender, repeat: number): number {
	let total = 0;
	for (const input of inputs) {
		const evaluate = module.prepare(entrypoint, input);
		const start = performance.now();
		for (let i = 0; i < repeat; i += 1) evaluate();
		total += performance.now() - start;
	}
	return (total * 1e6) / (repeat * inputs.length);
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The policies that cost more than the base by over `threshold` per cent. */
export function regressions(costs: readonly Cost[], threshold: number): readonly Cost[] {
	return costs.filter(({ ratio }) => ratio !== undefined && ratio > 1 + threshold / 100);
}
