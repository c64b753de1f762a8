/** An older bundle is signed as well as a newer one: what tells them apart is when. */
import { BundleError } from "../rego/bundle-archive.ts";
import type { Signature } from "../rego/bundle-signature.ts";

/** The signature is sound, and older than one that was accepted; or nobody can tell. */
export class RollbackError extends BundleError {}

/** How far ahead a signer's clock may be. One that is further ahead would shut out whatever is signed until then. */
const AHEAD_S = 600;

/** `newest` in seconds since 1970, of what was accepted from the same source so far; `now` RFC 3339. @throws {RollbackError} */
export function refuseRollback({ signedAt }: Signature, newest: number | undefined, now: string): void {
	if (signedAt === undefined) {
		if (newest === undefined) return;
		throw new RollbackError(
			`the bundle does not say when it was signed, and one signed at ${told(newest)} was accepted: sign it with the claim \`iat\`, as \`taskgate bundle sign\` does`,
		);
	}
	if (signedAt > Date.parse(now) / 1000 + AHEAD_S) {
		throw new RollbackError(`the bundle is signed at ${told(signedAt)}, which is yet to come: one of the two clocks is wrong`);
	}
	if (newest !== undefined && signedAt < newest) {
		throw new RollbackError(
			`the bundle is signed at ${told(signedAt)}, and one signed at ${told(newest)} was accepted: to go back to older policies, sign them anew`,
		);
	}
}

function told(seconds: number): string {
	return new Date(seconds * 1000).toISOString();
}
