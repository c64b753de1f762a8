/** Every built-in that is native to WASM and among the capabilities answers as OPA does; scripts/native-differences.ts has the others. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TOLERATED } from "../../scripts/native-differences.ts";
import { HOST_BUILTINS } from "../../src/rego/builtins/host-builtins.ts";
import { unpackArchive } from "../../src/rego/bundle-archive.ts";
import { openCompiler, type RegoOracle } from "../../src/rego/compiler.ts";
import { Guest } from "../../src/rego/guest.ts";
import type { Builtin } from "../../src/rego/opa-documents.ts";
import { readCapabilities } from "../../src/rego/policy-sources.ts";
import { canonical } from "../rego-parity.ts";
import { type Argument, callsOf, moduleOf } from "./native-calls.ts";

const RUNS = 60;
const compiler = openCompiler();

let builtins: readonly Builtin[];
let oracle: RegoOracle;
let module: WebAssembly.Module;
beforeAll(async () => {
	const { probed } = await compiler.capabilities();
	const wanted = ({ name, deprecated }: Builtin) =>
		probed.includes(name) && !deprecated && !Object.hasOwn(HOST_BUILTINS, name) && name !== "eq";
	builtins = (await readCapabilities()).builtins.filter(wanted);
	const files = { "probe.rego": moduleOf(builtins) };
	const archive = await compiler.build({ files, revision: "probe", entrypoints: builtins.map((_, i) => `probe/r${i}`) });
	module = await WebAssembly.compile((await unpackArchive(archive)).get("policy.wasm") as Uint8Array);
	oracle = await compiler.prepare({ files });
});
afterAll(() => compiler.close());

interface Result {
	readonly set: boolean;
	readonly is: unknown;
}

/** `"undefined"`, or the value with keys in one order, and members too if it is a set. */
function comparable(result: Result | undefined): string {
	if (result === undefined) return "undefined";
	return result.set ? JSON.stringify((result.is as readonly unknown[]).map(canonical).sort()) : canonical(result.is);
}

function inWasm(rule: string, input: string): string {
	const guest = new Guest(module, {}, 64);
	try {
		const [answer] = JSON.parse(guest.evaluate(guest.entrypoints.get(rule) as number, guest.parse(input))) as { result: Result }[];
		return comparable(answer?.result);
	} catch (error) {
		return `thrown: ${error instanceof Error ? error.message : error}`;
	}
}

/** The arguments that TOLERATED speaks of. */
function tolerated(name: string, args: readonly Argument[]): boolean {
	if (!Object.hasOwn(TOLERATED, name)) return false;
	const [first, second, third] = args.map((argument) => ("json" in argument ? argument.json : argument.set));
	if (name === "replace" || name === "indexof") return second === "";
	if (name === "div") return first === 0 && second === 0;
	if (name === "to_number") return /^[.eE]/.test(String(first));
	if (name === "glob.match") return /[^\w ./:,-]/.test(String(first));
	if (name === "regex.match") return String(first).includes("\0");
	return name === "regex.find_all_string_submatch_n" && Number(third) < -1;
}

describe("built-ins native to WASM", () => {
	it("answer as OPA does", async () => {
		expect(builtins.length).toBeGreaterThan(60);
		const different: string[] = [];
		for (const [i, builtin] of builtins.entries()) {
			const samples = fc.sample(callsOf(builtin), { numRuns: RUNS, seed: 20261120 }).filter((args) => !tolerated(builtin.name, args));
			for (const a of samples) {
				const [answer] = await oracle.evaluate([`probe/r${i}`], { a });
				const opa = comparable(answer?.defined ? (answer.value as Result) : undefined);
				const wasm = inWasm(`probe/r${i}`, JSON.stringify({ a }));
				if (opa !== wasm) different.push(`${builtin.name} ${JSON.stringify(a)}: OPA ${opa}, WASM ${wasm}`);
			}
		}
		expect(different).toEqual([]);
	}, 180_000);
});
