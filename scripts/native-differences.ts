/**
 * Where OPA's WASM runtime (1.22.0) and OPA's own evaluator part ways: test/contract/native-builtins.test.ts looks for more.
 *
 * The language parts ways too: WASM goes through objects and sets in the order of their hashes, OPA in sorted order. So a comprehension over one makes
 * an array in another order (sort it before it is joined or indexed), and `$"{object}"` prints otherwise than `sprintf("%v", [object])`, which prints
 * as OPA does. Nor does it escape what cannot be printed in the strings of a list as Go's %q does. The order is the same on every run. test/contract/native-builtins-order.test.ts pins it.
 *
 * `replace` and `sort` are not here: src/rego/compiler/hosted.go gives them to the host. A bundle that a stock OPA built keeps the runtime's own,
 * and whatever else is named here. Of what is left, the slowest found take the product of their arguments' lengths (`contains`, `split`, `indexof`).
 */
import type { Builtin } from "../src/rego/opa-documents.ts";

/**
 * Not among the capabilities: WASM's answer → OPA's.
 * Each case was seen in a run of both on the same arguments.
 */
export const UNFAITHFUL: Readonly<Record<string, string>> = {
	"base64.decode": 'undefined for "" and bytes for text that is not base64 → "" and undefined',
	"base64.is_valid": 'false for "" and true for "dt" → true and false',
	"base64url.decode": "as base64.decode",
	"bits.and": "runs for minutes on a number of 100,000 digits → answers",
	"bits.lsh": "runs for minutes on a shift by a million → answers",
	"bits.negate": "as bits.and",
	"bits.or": "as bits.and",
	"bits.rsh": "as bits.and",
	"bits.xor": "as bits.and",
	format_int: 'fails the policy for numbers beyond 32 bits → prints them, as `sprintf("%d", [number])` does',
	"graph.reachable": "goes again to a node for each way to it, until memory is used up → goes once",
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
	"internal.template_string": 'objects and sets print in the order of their hashes → sorted: `sprintf("%v", [object])`',
	"regex.find_all_string_submatch_n": "nothing for n < -1 → everything",
	"regex.match": "a pattern with NUL is cut there → is taken whole",
	to_number: 'fails the policy for "." and "E", and in arithmetic on what has thousands of digits → undefined, and computes',
};
