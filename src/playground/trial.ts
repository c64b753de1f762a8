/** What came of trying a policy on an object. */
import type { RegoError } from "../rego/compiler-protocol.ts";
import type { ReportedDecision } from "../report/report.ts";

export interface Attempt {
	/** JSON or YAML of what is to be judged. */
	readonly definition: string;
	readonly rego: string;
}

export type Trial =
	/** Each object's verdict; the lines are those of the definition. */
	| { readonly outcome: "judged"; readonly decisions: readonly ReportedDecision[]; readonly policies: readonly string[] }
	/** The policy does not compile. */
	| { readonly outcome: "rego"; readonly errors: readonly RegoError[] }
	/** The definition cannot be read. */
	| { readonly outcome: "unreadable"; readonly reason: string; readonly line?: number }
	/** Nothing could be tried: too slow, too large, no compiler, too many at once. */
	| { readonly outcome: "failed"; readonly reason: string };

/** UTF-8 bytes; of a task definition ECS itself takes no more. */
export const MOST_REGO = 64 * 1024;
export const MOST_DEFINITION = 64 * 1024;

/** The file that errors name. */
export const REGO_FILE = "policies/playground.rego";
