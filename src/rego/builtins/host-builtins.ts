/**
 * The built-ins that the module leaves to its host, `replace` and `sort` by our own doing (compiler/hosted.go). Each one is here because it answers exactly as OPA does (test/contract/builtins.test.ts).
 */
import { objectSubset } from "./object-subset.ts";
import { sortCollection } from "./rego-order.ts";
import type { HostBuiltins } from "./rego-value.ts";
import { parseRfc3339Ns } from "./rfc3339.ts";
import { semverCompare, semverIsValid } from "./semver.ts";
import { sprintf } from "./sprintf.ts";
import { anyPrefixMatch, anySuffixMatch, countSubstring, replaceAll } from "./strings.ts";

export const HOST_BUILTINS: HostBuiltins = {
	"object.subset": objectSubset,
	replace: replaceAll,
	"semver.compare": semverCompare,
	"semver.is_valid": semverIsValid,
	"strings.any_prefix_match": anyPrefixMatch,
	"strings.any_suffix_match": anySuffixMatch,
	"strings.count": countSubstring,
	sort: sortCollection,
	sprintf,
	"time.parse_rfc3339_ns": parseRfc3339Ns,
};
