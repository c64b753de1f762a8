/** Signatures by an identity, as `cosign sign` makes them without a key: which one counts, and each way in which one does not. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchSignatures } from "../../src/evidence/signatures.ts";
import { loadTrustPolicy } from "../../src/evidence/trust-policy.ts";
import { evidenceOf } from "../evidence-ground.ts";
import { Pusher } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";
import { type Signed, signByBundle } from "../signed-images.ts";
import { entryIn, keyless, openSigstore, type Sigstore, timestampOf, untimedEntryIn } from "../sigstore.ts";

const ISSUER = "https://token.actions.githubusercontent.com";
const SUBJECT = "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main";
const OTHER = `sha256:${"0".repeat(64)}`;

let registry: OciRegistry;
let folder: string;
let ours: Sigstore;
let strangers: Sigstore;
beforeAll(async () => {
	[registry, folder] = await Promise.all([startRegistry(), mkdtemp(join(tmpdir(), "taskgate-keyless-"))]);
	[ours, strangers] = await Promise.all([openSigstore(), openSigstore()]);
	await writeFile(join(folder, "trusted_root.json"), JSON.stringify(ours.trustedRoot));
}, 300_000);
afterAll(async () => {
	await registry.stop();
	await rm(folder, { recursive: true });
});

/** Of an image that was signed so, by a trust policy as an operator writes it. */
async function answer(signing: Awaited<ReturnType<typeof keyless>>, { about, revoke = false }: { about?: string; revoke?: boolean } = {}) {
	const { host } = new URL(registry.url);
	const pusher = new Pusher(registry.url, "acme/shop");
	const image = await pusher.image({ tag: "1", config: { Labels: { signer: signing.by.pem } } });
	await signByBundle(pusher, image, { ...signing, ...(about && { about }) });
	const rules = [{ images: [`${host}/acme/*`], identities: [{ issuer: ISSUER, subject: "https://github.com/acme/*" }] }];
	const revoked = { digests: revoke ? [image.digest] : [] };
	const file = join(folder, "trust.yaml");
	const policy = { apiVersion: "taskgate.dev/v1", kind: "ImageTrust", rules, revoked, trustedRoot: "trusted_root.json" };
	await writeFile(file, JSON.stringify(policy));
	const trust = await loadTrustPolicy(file);
	const { client, ask } = evidenceOf({ registries: [host], signatures: (found, signal) => fetchSignatures(client, trust, found, signal) });
	return (await ask(`${host}/acme/shop:1`, { parts: ["signatures"] })).signatures;
}

const identity = (given: { authority?: Sigstore["authority"]; issuer?: string; subject?: string; extension?: "v1" | "v2" } = {}) => ({
	...{ authority: ours.authority, issuer: ISSUER, subject: SUBJECT },
	...given,
});
const VALID = { answer: "valid", reason: `signed by ${SUBJECT} (${ISSUER})`, by: `${SUBJECT} (${ISSUER})` };
const NOBODYS = { answer: "wrong-key", reason: "it is signed, and by nobody whom the trust policy names for it" };

describe("an identity that a rule names", () => {
	it("counts, by a log that promises when it has seen the signature", async () => {
		expect(await answer(await keyless(identity(), entryIn(ours.logAt(ours.now))))).toEqual(VALID);
	});

	it("counts, by a log that proves it, and a timestamp", async () => {
		const proofs = [untimedEntryIn(ours.logAt(ours.now)), timestampOf(ours.timestampsAt(ours.now))];
		expect(await answer(await keyless(identity(), ...proofs))).toEqual(VALID);
	});

	it("counts where both tell when", async () => {
		const proofs = [entryIn(ours.logAt(ours.now)), timestampOf(ours.timestampsAt(ours.now))];
		expect(await answer(await keyless(identity(), ...proofs))).toEqual(VALID);
	});

	it("counts by the certificate's older way of naming its issuer", async () => {
		expect(await answer(await keyless(identity({ extension: "v1" }), entryIn(ours.logAt(ours.now))))).toEqual(VALID);
	});

	it("does not count for another image's digest", async () => {
		expect(await answer(await keyless(identity(), entryIn(ours.logAt(ours.now))), { about: OTHER })).toEqual({
			answer: "wrong-digest",
			reason: `its signature is of other content (${OTHER})`,
		});
	});

	it("does not save an image whose digest is revoked", async () => {
		expect(await answer(await keyless(identity(), entryIn(ours.logAt(ours.now))), { revoke: true })).toMatchObject({ answer: "revoked" });
	});
});

describe("it is nobody's signature", () => {
	it.each([
		["of another subject", { subject: "https://github.com/mallory/shop/.github/workflows/release.yml@refs/heads/main" }],
		["of a subject that only contains the one that is named", { subject: `https://mallory.example/?${SUBJECT}` }],
		["by another issuer's word", { issuer: "https://accounts.mallory.example" }],
		["by an issuer whose name only begins so", { issuer: `${ISSUER}.mallory.example` }],
	])("%s", async (_, given) => {
		expect(await answer(await keyless(identity(given), entryIn(ours.logAt(ours.now))))).toEqual(NOBODYS);
	});

	it("by a certificate of another authority", async () => {
		expect(await answer(await keyless(identity({ authority: strangers.authority }), entryIn(ours.logAt(ours.now))))).toEqual(NOBODYS);
	});

	it("by a certificate that was published in no log", async () => {
		expect(await answer(await keyless(identity({ authority: ours.unpublishing }), entryIn(ours.logAt(ours.now))))).toEqual(NOBODYS);
	});

	it("that no log has seen, timestamp or not", async () => {
		expect(await answer(await keyless(identity()))).toEqual(NOBODYS);
		expect(await answer(await keyless(identity(), timestampOf(ours.timestampsAt(ours.now))))).toEqual(NOBODYS);
	});

	it("that another log has seen", async () => {
		expect(await answer(await keyless(identity(), entryIn(strangers.logAt(ours.now))))).toEqual(NOBODYS);
		const proofs = [untimedEntryIn(strangers.logAt(ours.now)), timestampOf(ours.timestampsAt(ours.now))];
		expect(await answer(await keyless(identity(), ...proofs))).toEqual(NOBODYS);
	});

	it("with the log's entry of another signature", async () => {
		const of = (another: Partial<Signed>) => async (signed: Signed, certificate: string) =>
			entryIn(ours.logAt(ours.now))({ ...signed, ...another }, certificate);
		expect(await answer(await keyless(identity(), of({ signature: Buffer.from("another").toString("base64") })))).toEqual(NOBODYS);
		expect(await answer(await keyless(identity(), of({ payload: Buffer.from("another") })))).toEqual(NOBODYS);
	});

	it("made after its certificate had ended, by the log's word or the timestamp's", async () => {
		const after = new Date(ours.now.getTime() + 3_600_000);
		const late = timestampOf(ours.timestampsAt(after));
		expect(await answer(await keyless(identity(), entryIn(ours.logAt(after))))).toEqual(NOBODYS);
		expect(await answer(await keyless(identity(), untimedEntryIn(ours.logAt(ours.now)), late))).toEqual(NOBODYS);
		expect(await answer(await keyless(identity(), entryIn(ours.logAt(ours.now)), late))).toEqual(NOBODYS);
	});

	it("where nobody has signed the time that its entry tells", async () => {
		expect(await answer(await keyless(identity(), untimedEntryIn(ours.logAt(ours.now))))).toEqual(NOBODYS);
	});

	it("with a timestamp of another authority", async () => {
		const proofs = [untimedEntryIn(ours.logAt(ours.now)), timestampOf(strangers.timestampsAt(ours.now))];
		expect(await answer(await keyless(identity(), ...proofs))).toEqual(NOBODYS);
	});
});
