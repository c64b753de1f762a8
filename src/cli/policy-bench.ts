/** `taskgate policy bench`: what each policy costs, and whether it costs more than before. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { type BenchInputs, type Cost, measure, regressions } from "../authoring/bench.ts";
import { explaining } from "../authoring/policy-errors.ts";
import { jsonBench, terminalBench } from "../authoring/tell-bench.ts";
import type { RegoCompiler } from "../rego/compiler.ts";
import { buildPolicies } from "../rego/policy-sources.ts";
import { folderFor, formatOption, withCompiler } from "./author.ts";
import { print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface BenchOptions {
	readonly compare?: string;
	readonly threshold: number;
	readonly input?: string;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate policy bench
  taskgate policy bench --compare released.tar.gz --threshold 10%     both in the same rounds: sound on any machine
  taskgate policy bench --format json > base.json
  taskgate policy bench --compare base.json                           only on the machine that wrote it
  taskgate policy bench --input input.json                            {"request": …, "parameters": …, "now": …}

Measured is one evaluation of a policy in the WASM engine, warm, its input already read: the median of 15 rounds in which
the policies take turns. Unless --input is given, the inputs are those of its tests.

Exit codes: 0 · 1 a policy is slower than its base by more than the threshold · 2 nothing could be measured`;

export function registerPolicyBench(policy: Command): void {
	policy
		.command("bench")
		.description("nanoseconds per evaluation of each policy, and against a base")
		.argument("[path]", "the folder of policies (./policies if there is one, else here)")
		.option("--compare <base>", "a bundle (.tar.gz), or what --format json wrote")
		.option("--threshold <percent>", "how much slower than the base is too slow", percent, 10)
		.option("--input <file>", "one input document for every policy")
		.addOption(formatOption("terminal", "json"))
		.addHelpText("after", HELP)
		.action(bench);
}

function percent(text: string): number {
	const value = Number(text.replace(/%$/, ""));
	if (text.trim() === "" || !(value >= 0)) throw new UsageError(`--threshold must be a percentage such as 10%, not ${text}`);
	return value;
}

async function bench(path: string | undefined, options: BenchOptions, command: Command): Promise<void> {
	const { compare, threshold, input, format } = options;
	const folder = await folderFor(path, []);
	const base = compare === undefined ? undefined : await readBase(compare);
	const costs = await withCompiler((compiler) =>
		explaining(folder, wantsColor(command), async () => {
			const bundle = await buildPolicies(compiler, folder.files);
			const inputs = await inputsOf(compiler, folder.files, input);
			const measured = await measure(bundle, inputs, base instanceof Uint8Array ? base : undefined);
			return base instanceof Map ? measured.map((cost) => withBase(cost, base.get(cost.policy))) : measured;
		}),
	);
	if (costs.length === 0)
		throw new UsageError(`nothing was measured: no test in ${folder.directory} asks a policy with an input; write one, or give --input`);
	if (regressions(costs, threshold).length > 0) process.exitCode = 1;
	await print(format === "json" ? jsonBench(costs, threshold) : terminalBench(costs, threshold, wantsColor(command)));
}

function withBase(cost: Cost, baseNs: number | undefined): Cost {
	return baseNs === undefined ? cost : { ...cost, baseNs, ratio: cost.ns / baseNs };
}

async function inputsOf(compiler: RegoCompiler, files: Readonly<Record<string, string>>, file: string | undefined): Promise<BenchInputs> {
	const { evaluations } = await compiler.try({ files });
	if (file === undefined) {
		const grouped = Map.groupBy(evaluations, ({ entrypoint }) => entrypoint);
		return new Map(
			[...grouped].map(([entrypoint, asked]) => [
				entrypoint,
				asked
					.map(({ input }) => input)
					.filter(isObject)
					.slice(0, 20),
			]),
		);
	}
	const given = parsed(await bytesOf(file), file);
	if (!isObject(given))
		throw new UsageError(`${file} is no input: it must be an object such as {"request": …, "parameters": {}, "now": "…"}`);
	const annotated = await compiler.inspect({ files });
	return new Map(annotated.filter(({ annotations }) => annotations.entrypoint).map(({ path }) => [path, [given]]));
}

/** A bundle's bytes, or nanoseconds by policy. */
async function readBase(file: string): Promise<Uint8Array | ReadonlyMap<string, number>> {
	const bytes = await bytesOf(file);
	if (bytes[0] === 0x1f && bytes[1] === 0x8b) return bytes;
	const base = parsed(bytes, file) as { readonly policies?: readonly Cost[] };
	if (!Array.isArray(base?.policies)) throw new UsageError(`${file} is neither a bundle nor what \`policy bench --format json\` wrote`);
	if (!base.policies.every(({ policy, ns }: Cost) => typeof policy === "string" && ns > 0))
		throw new UsageError(`${file} does not say of each policy how many nanoseconds it took (\`policy\`, \`ns\`)`);
	return new Map(base.policies.map(({ policy, ns }: Cost) => [policy, ns]));
}

async function bytesOf(file: string): Promise<Buffer> {
	try {
		return await readFile(file);
	} catch (error) {
		throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
	}
}

function parsed(bytes: Buffer, file: string): unknown {
	try {
		return JSON.parse(bytes.toString());
	} catch (error) {
		throw new UsageError(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
	}
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
