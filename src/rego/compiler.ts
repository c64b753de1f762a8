/** OPA's compiler, tester and evaluator, in a thread of their own: compile Rego without an `opa` binary. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PACKAGE_FOLDER } from "../package-folder.ts";
import type { LintRequest, LintResult, SignRequest, TryRequest, TryResult } from "./authoring-protocol.ts";
import bodies from "./bodies.json" with { type: "json" };
import { CompilerMissing } from "./compiler-errors.ts";
import type {
	Annotated,
	BuildRequest,
	CompilerCapabilities,
	RegoAnswer,
	RegoSources,
	TestRequest,
	TestResult,
} from "./compiler-protocol.ts";
import { CompilerThread } from "./compiler-thread.ts";

/** Every method rejects with RegoErrors for what is wrong in the policies, CompilerFailed for what is wrong in the compiler. */
export interface RegoCompiler {
	/** A bundle (tar.gz) in OPA's own format: what the entrypoints need, compiled to WASM; `_test.rego` left out. */
	build(request: BuildRequest): Promise<Uint8Array>;
	/** Runs every rule called `test_*`; sorted by file and row. */
	test(request: TestRequest): Promise<readonly TestResult[]>;
	/** Checks policies and keeps them in the compiler for OPA's own evaluator. */
	prepare(sources: RegoSources): Promise<RegoOracle>;
	/** Every METADATA block; `_test.rego` left out. */
	inspect(sources: RegoSources): Promise<readonly Annotated[]>;
	/** As `test`, with what an author wants to know: where a test failed, coverage, and what it asked of the policies. */
	try(request: TryRequest): Promise<TryResult>;
	/** Each file in OPA's own layout, by path. */
	format(sources: RegoSources): Promise<Readonly<Record<string, string>>>;
	/** OPA's strict checks, types of `input`, names of members. Rejects only for what cannot be parsed. */
	lint(request: LintRequest): Promise<LintResult>;
	/** The bundle with `.signatures.json`; `algorithm` as JWA names it, such as ES256. */
	sign(bundle: Uint8Array, signing: Signing): Promise<Uint8Array>;
	/** As OPA verifies a bundle; rejects with RegoErrors when the signature is not that key's, or does not fit the files. */
	verify(bundle: Uint8Array, signing: Signing): Promise<void>;
	capabilities(): Promise<CompilerCapabilities>;
	close(): Promise<void>;
}

/** `key` is PEM (RS…, ES…: private to sign, public to verify) or the secret itself (HS…). */
export type Signing = Omit<SignRequest, "bundle">;

/** OPA's own evaluator over prepared policies: slow, complete, the reference for what the WASM module answers. */
export interface RegoOracle {
	/** One answer per path, such as `policies/workload/privileged/violation`; one that fails answers for itself alone. */
	evaluate(paths: readonly string[], input: unknown): Promise<readonly RegoAnswer[]>;
	release(): Promise<void>;
}

const BUILT = fileURLToPath(new URL("build/rego-compiler.wasm", PACKAGE_FOLDER));

interface CompilerLimits {
	/** For a call. */
	readonly seconds?: number;
	/** Of 64 KiB. */
	readonly maxMemoryPages?: number;
}

/** Nothing is loaded before the first call. Throws CompilerMissing. */
export function openCompiler(wasmPath: string = BUILT, { seconds = 300, ...limits }: CompilerLimits = {}): RegoCompiler {
	if (!existsSync(wasmPath)) throw new CompilerMissing(wasmPath);
	const thread = new CompilerThread({ path: wasmPath, ...limits }, seconds);
	return {
		async build(request) {
			const { bundle } = await thread.ask("v1/build", { bodies, ...request });
			return Buffer.from(bundle, "base64");
		},
		test: (request) => thread.ask("v1/test", request),
		async prepare(sources) {
			const { handle } = await thread.ask("v1/prepare", { bodies, ...sources });
			return {
				evaluate: (paths, input) => thread.ask("v1/evaluate", { handle, paths, input }),
				release: async () => void (await thread.ask("v1/release", { handle })),
			};
		},
		try: (request) => thread.ask("v1/try", request),
		format: (sources) => thread.ask("v1/format", sources),
		lint: (request) => thread.ask("v1/lint", request),
		async sign(bundle, signing) {
			const signed = await thread.ask("v1/sign", { ...signing, bundle: Buffer.from(bundle).toString("base64") });
			return Buffer.from(signed.bundle, "base64");
		},
		verify: async (bundle, signing) => void (await thread.ask("v1/verify", { ...signing, bundle: Buffer.from(bundle).toString("base64") })),
		inspect: (sources) => thread.ask("v1/inspect", sources),
		capabilities: () => thread.ask("v1/capabilities", {}),
		close: () => thread.stop(),
	};
}
