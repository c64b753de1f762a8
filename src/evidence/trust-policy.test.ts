import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { newSigner } from "../../test/signed-images.ts";
import { openSigstore } from "../../test/sigstore.ts";
import { loadTrustPolicy, ruleFor } from "./trust-policy.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-trust-"));
});
afterAll(() => rm(folder, { recursive: true }));

const { pem, privateKey } = newSigner();
const RULE = { images: ["ghcr.io/acme/*"], keys: [{ name: "release", pem }] };
const GOOD = { apiVersion: "taskgate.dev/v1", kind: "ImageTrust", rules: [RULE] };

async function load(content: unknown): ReturnType<typeof loadTrustPolicy> {
	const path = join(folder, "trust.yaml");
	await writeFile(path, typeof content === "string" ? content : stringify(content));
	return loadTrustPolicy(path);
}

describe("a trust policy", () => {
	it("names keys by image, and the first rule for an image decides", async () => {
		const policy = await load({ ...GOOD, rules: [RULE, { ...RULE, images: ["*"], keys: [{ name: "all", pem }] }] });
		const nameFor = (image: string) => ruleFor(policy, image)?.keys[0]?.name;
		expect([nameFor("ghcr.io/acme/web"), nameFor("ghcr.io/other/web")]).toEqual(["release", "all"]);
		expect(policy.revoked).toEqual({ keys: [], digests: [] });
	});

	it("holds identities against a root that lies beside it", async () => {
		const { trustedRoot } = await openSigstore();
		await writeFile(join(folder, "root.json"), JSON.stringify(trustedRoot));
		const identities = [{ issuer: "https://token.actions.githubusercontent.com", subject: "https://github.com/acme/*" }];
		const trusting = { ...GOOD, rules: [{ images: ["*"], identities }], trustedRoot: "root.json" };
		expect((await load(trusting)).root?.tlogs).toHaveLength(1);
		await writeFile(join(folder, "root.json"), JSON.stringify({ ...trustedRoot, ctlogs: [] }));
		await expect(load(trusting)).rejects.toThrow(/its trustedRoot .*root\.json is none: it names no ctlogs/);
		await writeFile(join(folder, "root.json"), JSON.stringify({ ...trustedRoot, certificateAuthorities: [{}] }));
		await expect(load(trusting)).rejects.toThrow(/its trustedRoot .*root\.json is none/);
		await expect(load({ ...GOOD, rules: [{ images: ["*"], identities }] })).rejects.toThrow(/no trustedRoot/);
		await expect(load({ ...GOOD, rules: [{ images: ["*"], identities }], trustedRoot: "none.json" })).rejects.toThrow(/cannot be read/);
	});

	it.each([
		["no YAML", "a: [", /trust\.yaml is not YAML/],
		["nothing", "", /it /],
		["a misspelt member", { ...GOOD, revokd: {} }, /revokd/],
		["no rule", { ...GOOD, rules: [] }, /rules must not be empty/],
		["a rule without a signer", { ...GOOD, rules: [{ images: ["*"] }] }, /rules\.0 must name keys or identities/],
		[
			"what is no key",
			{ ...GOOD, rules: [{ ...RULE, keys: [{ name: "a", pem: "-----BEGIN PUBLIC KEY-----" }] }] },
			/rules\.0\.keys\.0\.pem must be a public key in PEM/,
		],
		["another kind", { ...GOOD, kind: "Constraint" }, /kind must be ImageTrust/],
		["half a digest", { ...GOOD, revoked: { digests: ["sha256:abc"] } }, /revoked\.digests\.0 must be sha256/],
	])("of %s is refused by name", async (_, content, message) => {
		await expect(load(content)).rejects.toThrow(message);
	});

	it("is told from a private key without repeating it", async () => {
		const secret = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
		const refused = await load({ ...GOOD, rules: [{ ...RULE, keys: [{ name: "a", pem: secret }] }] }).catch(
			(error: Error) => error.message,
		);
		expect(refused).toContain("must be a public key in PEM");
		expect(refused).not.toContain(secret.split("\n")[1]);
	});
});
