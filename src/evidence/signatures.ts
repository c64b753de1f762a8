/** Whether an image is signed by somebody whom the trust policy names for it: one answer, and why. */
import type { JsonObject } from "../admission/request.ts";
import { nameOfImage } from "./manifest.ts";
import type { RegistryClient } from "./registry-client.ts";
import type { FoundImage } from "./registry-evidence.ts";
import { candidatesFor } from "./signed-candidates.ts";
import { ruleFor, type TrustPolicy } from "./trust-policy.ts";
import { type Verified, verifySignature } from "./verify-signature.ts";

/** `untrusted`: no rule says who may sign it. */
export type SignatureAnswer = "valid" | "revoked" | "wrong-digest" | "wrong-key" | "absent" | "untrusted";

/** @throws {NotKnown} where the registry does not tell */
export async function fetchSignatures(
	client: RegistryClient,
	trust: TrustPolicy | undefined,
	image: FoundImage,
	signal: AbortSignal,
): Promise<JsonObject> {
	if (trust === undefined) return told("untrusted", "there is no trust policy that says who may sign it (TASKGATE_TRUST)");
	const digests = [...new Set([image.digest, image.manifestDigest])];
	const revoked = digests.find((digest) => trust.revoked.digests.includes(digest));
	if (revoked !== undefined) return told("revoked", `the trust policy revokes ${revoked}`);
	const rule = ruleFor(trust, nameOfImage(image));
	if (rule === undefined) return told("untrusted", `no rule of the trust policy is for ${nameOfImage(image)}`);

	const found = (await Promise.all(digests.map((digest) => candidatesFor(client, image, digest, signal)))).flat();
	const verified = found.flatMap((candidate) => verifySignature(candidate, rule, trust) ?? []);
	return answerTo(verified, digests);
}

/** Of several signatures one that counts is enough; of those that do not, the worst is told. */
function answerTo(verified: readonly Verified[], digests: readonly string[]): JsonObject {
	const isAbout = ({ digests: about }: Verified) => about.some((digest) => digests.includes(digest));
	for (const one of verified) {
		if (typeof one.by === "object" && isAbout(one)) return { ...told("valid", `signed by ${one.by.name}`), by: one.by.name };
	}
	if (verified.some(({ by }) => by === "revoked")) return told("revoked", "it is signed by a key that the trust policy revokes");
	const strayed = verified.find(({ by }) => by !== undefined);
	if (strayed !== undefined) return told("wrong-digest", `its signature is of other content (${strayed.digests.join(", ")})`);
	if (verified.length > 0) return told("wrong-key", "it is signed, and by nobody whom the trust policy names for it");
	return told("absent", "it is not signed");
}

function told(answer: SignatureAnswer, reason: string): JsonObject {
	return { answer, reason };
}
