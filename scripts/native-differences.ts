/** Where OPA's WASM runtime (1.22.0) and OPA's own evaluator part ways: test/contract/native-builtins.test.ts looks for more. */
import type { Builtin } from "../src/rego/opa-documents.ts";

/**
 * Not among the capabilities, unless the host brings one of its own (`taskgate.NAME`): WASM's answer → OPA's.
 * Each case was seen in a run of both on the same arguments.
 */
export const UNFAITHFUL: Readonly<Record<string, string>> = {
	"base64.decode": 'undefined for "" and bytes for text that is not base64 → "" and undefined',
	"base64.is_valid": 'false for "" and true for "dt" → true and false',
	"base64url.decode": "as base64.decode",
	"json.filter": "a path that is an empty array reads outside the module's memory → {}",
	"json.is_valid": 'true for "8}" → false',
	"json.marshal": "keys and sets in the order of their hashes → sorted",
	"json.remove": "as json.filter",
	"json.unmarshal": '8 for "8}" → undefined',
	"object.union_n": "undefined for [] → {}",
	product: "rounds as decimals do → as IEEE 754 does",
};

/** Faithful for some arguments only: the signature takes those alone. */
export const NARROWED: Readonly<Record<string, Builtin["decl"]>> = {
	// A set would be joined in the order of its members' hashes: `concat(", ", sort(names))`.
	concat: {
		args: [{ type: "string" }, { dynamic: { type: "string" }, type: "array" }],
		result: { type: "string" },
		type: "function",
	},
};

/** Faithful but for arguments that no policy has reason to give; the differential test leaves these out. */
export const TOLERATED: Readonly<Record<string, string>> = {
	div: "0/0 fails the policy → undefined",
	"glob.match": "undefined or false for patterns with unmatched brackets, each where the other is the answer",
	indexof: "0 for an empty needle → undefined",
	"internal.template_string": "objects and sets print in the order of their hashes → sorted",
	"regex.find_all_string_submatch_n": "nothing for n < -1 → everything",
	"regex.match": "a pattern with NUL is cut there → is taken whole",
	replace: "never returns for an empty `old` (the deadline ends it) → inserts between all characters",
	to_number: 'fails the policy for "." and "E" → undefined',
};
