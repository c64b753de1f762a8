/** Signatures by keys of the test's own, kept in a real registry as cosign keeps them: each answer is another one. */
import { createPublicKey } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchSignatures } from "../../src/evidence/signatures.ts";
import type { TrustPolicy } from "../../src/evidence/trust-policy.ts";
import { evidenceOf, serve } from "../evidence-ground.ts";
import { type Pushed, Pusher } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";
import { newSigner, signByBundle, signByTag } from "../signed-images.ts";

const release = newSigner();
const stranger = newSigner();
const leaked = newSigner();
const OTHER = `sha256:${"0".repeat(64)}`;

let registry: OciRegistry;
let host: string;
beforeAll(async () => {
	registry = await startRegistry();
	host = new URL(registry.url).host;
}, 300_000);
afterAll(() => registry.stop());

function trusting({
	keys = [release],
	digests = [],
	images,
}: {
	keys?: { pem: string }[];
	digests?: string[];
	images?: string[];
} = {}): TrustPolicy {
	const named = keys.map(({ pem }, n) => ({ name: `key ${n}`, pem: createPublicKey(pem) }));
	const rules = [{ images: images ?? [`${host}/*`], keys: named, identities: [] }];
	return { rules, revoked: { keys: [createPublicKey(leaked.pem)], digests } };
}

async function answer(image: string, trust: TrustPolicy | undefined = trusting()) {
	const { client, ask } = evidenceOf({ registries: [host], signatures: (found, signal) => fetchSignatures(client, trust, found, signal) });
	return (await ask(`${host}/${image}`, { parts: ["signatures"] })).signatures as { answer: string; reason: string };
}

async function push(name: string): Promise<{ pusher: Pusher; image: Pushed }> {
	const pusher = new Pusher(registry.url, name);
	return { pusher, image: await pusher.image({ tag: "1", config: { Labels: { name } } }) };
}

const FORMS = [
	[
		"a tag",
		async (name: string, by: typeof release, about?: string) => {
			const { pusher, image } = await push(name);
			await signByTag(pusher, image.digest, [{ by, ...(about && { about }) }]);
		},
		["rsa"],
	],
	[
		"a bundle",
		async (name: string, by: typeof release, about?: string) => {
			const { pusher, image } = await push(name);
			await signByBundle(pusher, image, { by, ...(about && { about }) });
		},
		["rsa", "ed25519"],
	],
] as const;

describe.each(FORMS)("a signature in %s", (form, sign, types) => {
	const prefix = form.replace(" ", "-");

	it("is valid by a key that is named for the image", async () => {
		await sign(`${prefix}/valid`, release);
		expect(await answer(`${prefix}/valid:1`)).toEqual({ answer: "valid", reason: "signed by key 0", by: "key 0" });
	});

	it("does not count by another key", async () => {
		await sign(`${prefix}/wrong-key`, stranger);
		expect(await answer(`${prefix}/wrong-key:1`)).toMatchObject({
			answer: "wrong-key",
			reason: expect.stringContaining("by nobody whom the trust policy names"),
		});
	});

	it("does not count of another image's digest", async () => {
		await sign(`${prefix}/wrong-digest`, release, OTHER);
		expect(await answer(`${prefix}/wrong-digest:1`)).toMatchObject({ answer: "wrong-digest", reason: expect.stringContaining(OTHER) });
	});

	it("does not count by a revoked key, although a rule still names it", async () => {
		await sign(`${prefix}/revoked`, leaked);
		expect(await answer(`${prefix}/revoked:1`)).toMatchObject({ answer: "revoked" });
		expect(await answer(`${prefix}/revoked:1`, trusting({ keys: [leaked] }))).toMatchObject({ answer: "revoked" });
	});

	it.each(types)("may be by a key of the type %s", async (type) => {
		const signer = newSigner(type);
		await sign(`${prefix}/${type}`, signer);
		expect(await answer(`${prefix}/${type}:1`, trusting({ keys: [stranger, signer] }))).toMatchObject({ answer: "valid", by: "key 1" });
	});
});

describe("an image", () => {
	it("that nobody has signed has no signature", async () => {
		await push("absent");
		expect(await answer("absent:1")).toEqual({ answer: "absent", reason: "it is not signed" });
	});

	it("whose digest is revoked is not saved by its signature", async () => {
		const { pusher, image } = await push("recalled");
		await signByTag(pusher, image.digest, [{ by: release }]);
		expect(await answer("recalled:1", trusting({ digests: [image.digest] }))).toEqual({
			answer: "revoked",
			reason: `the trust policy revokes ${image.digest}`,
		});
	});

	it("that no rule is for has nobody to trust, and neither has any without a trust policy", async () => {
		await push("elsewhere");
		expect(await answer("elsewhere:1", trusting({ images: ["ghcr.io/*"] }))).toMatchObject({
			answer: "untrusted",
			reason: expect.stringContaining("no rule"),
		});
		const { client, ask } = evidenceOf({
			registries: [host],
			signatures: (image, signal) => fetchSignatures(client, undefined, image, signal),
		});
		const { signatures } = await ask(`${host}/elsewhere:1`, { parts: ["signatures"] });
		expect(signatures).toMatchObject({ answer: "untrusted", reason: expect.stringContaining("TASKGATE_TRUST") });
	});

	it("that several have signed counts by the one that is trusted", async () => {
		const { pusher, image } = await push("several");
		await signByTag(pusher, image.digest, [{ by: stranger }, { by: leaked }, { by: release, about: OTHER }, { by: release }]);
		expect(await answer("several:1")).toMatchObject({ answer: "valid" });
	});

	it("for several platforms is signed as a whole, or by its one for the platform", async () => {
		const pusher = new Pusher(registry.url, "multi-signed");
		const amd64 = await pusher.image({ config: { User: "1" } });
		const arm64 = await pusher.image({ config: { User: "2" }, architecture: "arm64" });
		const platforms = [
			{ ...amd64, platform: { os: "linux", architecture: "amd64" } },
			{ ...arm64, platform: { os: "linux", architecture: "arm64" } },
		];
		const index = await pusher.index(platforms, { tag: "1" });
		expect(await answer("multi-signed:1")).toMatchObject({ answer: "absent" });
		await signByTag(pusher, arm64.digest, [{ by: release }]);
		expect(await answer("multi-signed:1")).toMatchObject({ answer: "absent" });
		await signByTag(pusher, amd64.digest, [{ by: release }]);
		expect(await answer("multi-signed:1")).toMatchObject({ answer: "valid" });
		await pusher.index([...platforms].reverse(), { tag: "2" }).then((other) => signByBundle(pusher, other, { by: release }));
		expect(index.digest).toBeDefined();
		expect(await answer("multi-signed:2")).toMatchObject({ answer: "valid" });
	});

	it("is not signed by an attestation, however well that is signed", async () => {
		const { pusher, image } = await push("attested");
		await signByBundle(pusher, image, { by: release, predicateType: "https://slsa.dev/provenance/v1" });
		expect(await answer("attested:1")).toMatchObject({ answer: "absent" });
	});

	it("is not known to be signed, nor not to be, where what lies beside it cannot be had", async () => {
		const front = await serve((request, response) => {
			if (/\.sig$/.test(request.url ?? "")) return void response.writeHead(500).end();
			fetch(registry.url + request.url, { headers: { accept: request.headers.accept ?? "" } })
				.then(async (got) =>
					response
						.writeHead(got.status, { "content-type": got.headers.get("content-type") ?? "" })
						.end(Buffer.from(await got.arrayBuffer())),
				)
				.catch(() => response.destroy());
		});
		const { client, ask } = evidenceOf({
			registries: [front.host],
			signatures: (image, signal) => fetchSignatures(client, trusting({ images: ["*"] }), image, signal),
		});
		const { signatures } = await ask(`${front.host}/absent:1`, { parts: ["signatures"] });
		expect(signatures).toEqual({ $unknown: expect.stringMatching(/\.sig answers 500$/) });
		front.close();
	});
});
