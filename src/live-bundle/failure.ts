/** Why a bundle did not become the live one, in few classes: a metric's label must not grow. */
import { SourceFailed } from "../bundle-sources/bundle-source.ts";
import { ConstraintError } from "../constraints/constraint-set.ts";
import { BundleError } from "../rego/bundle-archive.ts";
import { SignatureError } from "../rego/bundle-signature.ts";
import { MissingBuiltins } from "../rego/guest.ts";
import { RollbackError } from "./rollback.ts";

export type BundleFailure = "unreachable" | "refused" | "signature" | "rollback" | "bundle" | "constraints" | "other";

/** Most special first. */
const CLASSES: readonly (readonly [new (...args: never[]) => Error, BundleFailure])[] = [
	[RollbackError, "rollback"],
	[SignatureError, "signature"],
	[BundleError, "bundle"],
	[MissingBuiltins, "bundle"],
	[WebAssembly.CompileError, "bundle"],
	[WebAssembly.LinkError, "bundle"],
	[ConstraintError, "constraints"],
];

export function failureOf(error: unknown): BundleFailure {
	if (error instanceof SourceFailed) return error.fault;
	return CLASSES.find(([kind]) => error instanceof kind)?.[1] ?? "other";
}
