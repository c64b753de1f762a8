/** What the compiler (src/rego/compiler, OPA inside WASM) is asked and what it answers. */
import type { Annotations, Capabilities } from "./opa-documents.ts";

/** Rego files and how to read them. */
export interface RegoSources {
	/** Virtual path → text. The paths are what errors name, and part of the compiled bytes. */
	readonly files: Readonly<Record<string, string>>;
	/** OPA's capabilities document; absent: everything that this OPA has. */
	readonly capabilities?: Capabilities;
	/** 1, or 0 for policies from before `if` and `contains`; absent: each file is read as 1 and, where that fails, as 0. */
	readonly regoVersion?: 0 | 1;
	/** Kind → members of its body. With them, rules in the style of conftest and Gatekeeper become policies; `build` and `prepare` give those of ECS. */
	readonly bodies?: Readonly<Record<string, readonly string[]>>;
}

export interface BuildRequest extends RegoSources {
	readonly revision: string;
	/** Such as `policies/workload/privileged/violation`; absent: every rule annotated `entrypoint: true`. */
	readonly entrypoints?: readonly string[];
	/** What the bundle owns under `data`, such as `policies`; absent: everything. */
	readonly roots?: readonly string[];
}

export interface TestRequest extends RegoSources {
	/** Regular expression on `data.package.rule`. */
	readonly filter?: string;
}

/** OPA's own error; `row` and `col` count from 1, and are 0 with an empty `file` where OPA names no place. */
export interface RegoError {
	readonly code: string;
	readonly message: string;
	readonly file: string;
	readonly row: number;
	readonly col: number;
}

export interface TestResult {
	/** As OPA writes it: `data.policies.workload.privileged_test`. */
	readonly package: string;
	readonly name: string;
	readonly outcome: "pass" | "fail" | "skip" | "error";
	readonly errors?: readonly RegoError[];
	readonly file: string;
	readonly row: number;
	readonly seconds: number;
	/** What `print` wrote. */
	readonly output?: string;
}

/** What a path is under `data`: undefined, a value (sets as sorted arrays), or errors. */
export interface RegoAnswer {
	readonly defined: boolean;
	readonly value?: unknown;
	readonly errors?: readonly RegoError[];
}

/** One METADATA block. */
export interface Annotated {
	/** Of the package or rule that it describes, such as `policies/workload/privileged/violation`. */
	readonly path: string;
	readonly file: string;
	readonly row: number;
	readonly annotations: Annotations;
}

export interface CompilerCapabilities {
	/** OPA's version. */
	readonly opa: string;
	readonly capabilities: Capabilities;
	/** Base64 of a bundle whose module calls every built-in in `probed`; what it imports is not native to WASM. */
	readonly probe: string;
	readonly probed: readonly string[];
}

/** Verb → request and result. */
export interface Verbs {
	"v1/build": [BuildRequest, { readonly bundle: string }];
	"v1/test": [TestRequest, readonly TestResult[]];
	"v1/prepare": [RegoSources, { readonly handle: number }];
	"v1/evaluate": [{ readonly handle: number; readonly paths: readonly string[]; readonly input: unknown }, readonly RegoAnswer[]];
	"v1/release": [{ readonly handle: number }, unknown];
	"v1/inspect": [RegoSources, readonly Annotated[]];
	"v1/capabilities": [Record<string, never>, CompilerCapabilities];
}

/** What the compiler's thread is started with. */
export interface CompilerSetup {
	/** Of the compiler's module. */
	readonly path: string;
	/** Of 64 KiB; what needs more ends the compiler. Absent: as much as the machine has. */
	readonly maxMemoryPages?: number;
}

export interface WorkerQuestion {
	readonly id: number;
	readonly body: string;
}

/** `body` is the guest's `{result}` or `{errors}`; `crash` says that the guest is gone. */
export type WorkerAnswer = { readonly id: number; readonly body: string } | { readonly id: number; readonly crash: string };
