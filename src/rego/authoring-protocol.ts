/** What the compiler is asked on behalf of somebody who writes policies; compiler-protocol.ts holds the rest. */
import type { RegoAnswer, RegoSources, TestResult } from "./compiler-protocol.ts";

/** What an author wants to know of a test run. */
export interface TryRequest extends RegoSources {
	/** Regular expression on `data.package.rule`. */
	readonly filter?: string;
	readonly coverage?: boolean;
	/** Paths: look at nothing but these files and what they refer to; absent: at all. */
	readonly roots?: readonly string[];
}

export interface TriedTest extends TestResult {
	/** Where a failed test stopped: the expression, and below it the values of its variables. */
	readonly failedAt?: { readonly file: string; readonly row: number; readonly text: string };
}

/** OPA's answer to a question that a test put to an entrypoint. */
export interface TriedEvaluation {
	/** Such as `policies/workload/privileged/violation`. */
	readonly entrypoint: string;
	readonly input: unknown;
	readonly answer: RegoAnswer;
}

export interface Range {
	readonly start: { readonly row: number; readonly col?: number };
	readonly end: { readonly row: number; readonly col?: number };
}

/** Lines covered by tests, as OPA counts them. */
export interface FileCoverage {
	readonly covered_lines?: number;
	readonly not_covered_lines?: number;
	/** Per cent. */
	readonly coverage?: number;
	readonly not_covered?: readonly Range[];
}

export interface TryResult {
	/** Sorted by file and row. */
	readonly tests: readonly TriedTest[];
	/** Paths of what was looked at. */
	readonly needed: readonly string[];
	readonly evaluations: readonly TriedEvaluation[];
	readonly coverage?: { readonly files: Readonly<Record<string, FileCoverage>> };
}

export interface LintRequest extends RegoSources {
	/** Paths of which findings are wanted. */
	readonly own: readonly string[];
	/** JSON Schemas of `input` by name, and which policy has which. */
	readonly schemas: Readonly<Record<string, unknown>>;
	readonly schemaOf: Readonly<Record<string, string>>;
	/** Rule whose type OPA cannot infer, such as `data.lib.workload.containers` → a reference into `input` of that type. */
	readonly typedAs: Readonly<Record<string, string>>;
	/** Every name of a member; `maps` are those whose keys are the user's own. */
	readonly members: readonly string[];
	readonly maps: readonly string[];
	/** Functions that are given a member's name → at which argument, from 0. */
	readonly readers: Readonly<Record<string, number>>;
}

export interface LintFinding {
	/** OPA's error code, or `unknown-member`. */
	readonly rule: string;
	readonly message: string;
	readonly file: string;
	readonly row: number;
	readonly col: number;
	/** The unknown name, where the finding is about one. */
	readonly name?: string;
}

/** What a policy reads of `input.parameters`. */
export interface ParameterReads {
	readonly own: readonly { readonly name: string; readonly row: number; readonly col: number }[];
	/** In what it imports. */
	readonly elsewhere: readonly string[];
	/** True when a name is computed, so that the lists are not all. */
	readonly computed: boolean;
}

export interface LintResult {
	readonly findings: readonly LintFinding[];
	/** By path. */
	readonly parameters: Readonly<Record<string, ParameterReads>>;
}

/** `bundle` is base64. `key` is PEM (RS…, ES…: private to sign, public to verify) or the secret itself (HS…). */
export interface SignRequest {
	readonly bundle: string;
	readonly key: string;
	readonly algorithm: string;
	readonly keyId?: string;
	readonly scope?: string;
	/** Seconds since 1970. */
	readonly signedAt?: number;
}

/** Verb → request and result. */
export interface AuthoringVerbs {
	"v1/try": [TryRequest, TryResult];
	"v1/format": [RegoSources, Readonly<Record<string, string>>];
	"v1/lint": [LintRequest, LintResult];
	"v1/sign": [SignRequest, { readonly bundle: string }];
	"v1/verify": [SignRequest, unknown];
}
