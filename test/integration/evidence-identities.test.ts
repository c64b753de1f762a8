/** Signatures by certificate: one that no log has seen proves no identity, even by an authority that is trusted. */
import { X509Certificate } from "node:crypto";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fetchSignatures } from "../../src/evidence/signatures.ts";
import type { TrustPolicy } from "../../src/evidence/trust-policy.ts";
import { authorityCertificate } from "../../src/proxy/forward/certificate.ts";
import { evidenceOf } from "../evidence-ground.ts";
import { Pusher } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";
import { newSigner, signByBundle } from "../signed-images.ts";

const signer = newSigner();
const lifetime = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2036-01-01T00:00:00Z") };
const rawBytes = new X509Certificate(authorityCertificate(signer.privateKey, "acme", ["acme.example"], lifetime)).raw.toString("base64");

let registry: OciRegistry;
beforeAll(async () => {
	registry = await startRegistry();
}, 300_000);
afterAll(() => registry.stop());

async function answer(root: TrustedRoot | undefined, certificate: string): Promise<unknown> {
	const host = new URL(registry.url).host;
	const pusher = new Pusher(registry.url, "acme/web");
	const image = await pusher.image({ tag: "1", config: { Labels: { certificate } } });
	await signByBundle(pusher, image, { by: signer, material: () => ({ publicKey: undefined, certificate: { rawBytes: certificate } }) });
	const rules = [{ images: ["*"], keys: [], identities: [{ issuer: "https://acme.example", subject: "*" }] }];
	const trust: TrustPolicy = { rules, revoked: { keys: [], digests: [] }, ...(root && { root }) };
	const { client, ask } = evidenceOf({ registries: [host], signatures: (found, signal) => fetchSignatures(client, trust, found, signal) });
	return (await ask(`${host}/acme/web:1`, { parts: ["signatures"] })).signatures;
}

it.each([
	[
		"of an authority that is trusted, without a log entry",
		{ certificateAuthorities: [{ certChain: { certificates: [{ rawBytes }] } }] },
		rawBytes,
	],
	["of nobody", {}, rawBytes],
	["that is none", {}, "bm8gY2VydGlmaWNhdGU="],
])("a certificate %s does not count", async (_, root, certificate) => {
	expect(await answer(TrustedRoot.fromJSON(root), certificate)).toMatchObject({ answer: "wrong-key" });
});

it("none counts without a trusted root", async () => {
	expect(await answer(undefined, rawBytes)).toMatchObject({ answer: "wrong-key" });
});
