/** OPA's own evaluator, natively: the Go program in opa/, built with the OPA that compiles the bundle. */
import { execFile } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Workplace } from "./workplace.ts";

const MODULE = fileURLToPath(new URL("../src/rego/compiler/", import.meta.url));
const SOURCE = fileURLToPath(new URL("opa/main.go", import.meta.url));

export interface OpaSetup {
	/** Virtual path → Rego. */
	readonly files: Readonly<Record<string, string>>;
	/** Such as `policies/workload/privileged/violation`. */
	readonly entrypoints: readonly string[];
}

export interface OpaJob {
	readonly input: object;
	readonly calls: number;
	/** One query for all entrypoints, or one each. */
	readonly together: boolean;
}

export interface OpaAnswer {
	/** Per call. */
	readonly microseconds: number;
	/** One list per entrypoint. */
	readonly violations: readonly (readonly object[])[];
}

export interface OpaProcess {
	/** Such as `{opa: "1.22.0", go: "go1.26.8"}`. */
	readonly versions: { readonly opa: string; readonly go: string };
	measure(job: OpaJob): Promise<OpaAnswer>;
}

export async function startOpa(workplace: Workplace, setup: OpaSetup): Promise<OpaProcess> {
	const child = workplace.spawn(await build(workplace.folder), [], { stdio: ["pipe", "pipe", "inherit"] });
	const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
	const ask = async <Answer>(question: object): Promise<Answer> => {
		child.stdin!.write(`${JSON.stringify(question)}\n`);
		const { value, done } = await lines.next();
		if (done === true) throw new Error("OPA's evaluator ended; what it said stands above");
		return JSON.parse(value) as Answer;
	};
	return { versions: await ask(setup), measure: ask };
}

/** A file outside of the module, built inside of it: the same versions and checksums, and the compiler's build does not see it. */
async function build(folder: string): Promise<string> {
	const program = `${folder}/opa`;
	const env = { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off" };
	try {
		await promisify(execFile)("go", ["build", "-o", program, SOURCE], { cwd: MODULE, env });
	} catch (error) {
		throw new Error("bench/opa is built with Go ≥ 1.26, and that failed", { cause: error });
	}
	return program;
}
