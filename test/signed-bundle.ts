/** Bundles compiled and signed by OPA itself, and what somebody may do to them on their way. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { unpackArchive } from "../src/rego/bundle-archive.ts";
import type { RegoCompiler, Signing } from "../src/rego/compiler.ts";
import type { Algorithm, Verification } from "../src/rego/verifying-key.ts";
import { readVerification } from "../src/rego/verifying-key.ts";
import { type Rules, sourcesOf } from "./rego-bundle.ts";

export interface Keys {
	readonly algorithm: Algorithm;
	/** PEM, or the secret. */
	readonly signing: string;
	readonly verifying: string;
}

export const SECRET = "0123456789abcdef0123456789abcdef";

export function keysOf(algorithm: "RS256" | "ES256" | "HS256"): Keys {
	if (algorithm === "HS256") return { algorithm, signing: SECRET, verifying: SECRET };
	const pair =
		algorithm === "RS256" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ec", { namedCurve: "P-256" });
	return { algorithm, signing: pem(pair.privateKey, "pkcs8"), verifying: pem(pair.publicKey, "spki") };
}

function pem(key: KeyObject, type: "pkcs8" | "spki"): string {
	return key.export({ type: type as "spki", format: "pem" }).toString();
}

export async function verificationFor({ verifying, algorithm }: Keys, more: Partial<Verification> = {}): Promise<Verification> {
	return { ...(await readVerification({ key: verifying, algorithm })), ...more };
}

export const RULES: Rules = { "w/a": 'violation contains {"msg": "a"} if input.request.object.a' };

/** Signed at `signedAt` (seconds since 1970), or without saying when. */
export async function signedBundle(
	compiler: RegoCompiler,
	{ signing, algorithm }: Keys,
	{ rules = RULES, revision = "r", ...said }: Partial<Signing> & { readonly rules?: Rules; readonly revision?: string } = {},
): Promise<Buffer> {
	const bundle = await compiler.build({ files: sourcesOf(rules), revision });
	return Buffer.from(await compiler.sign(bundle, { ...said, key: signing, algorithm }));
}

export type Entries = readonly (readonly [name: string, content: string | Uint8Array])[];

/** With OPA's leading slash. */
export async function entriesOf(bundle: Uint8Array): Promise<[name: string, content: Uint8Array][]> {
	return [...(await unpackArchive(bundle))].map(([name, content]) => [`/${name}`, content]);
}

export async function archiveOf(entries: Entries): Promise<Buffer> {
	const tar = pack();
	for (const [name, content] of entries) tar.entry({ name }, Buffer.from(content));
	tar.finalize();
	return gzipSync(await buffer(tar));
}

/** The one signature that a bundle carries. */
export async function tokenOf(bundle: Uint8Array): Promise<string> {
	const { signatures } = JSON.parse(Buffer.from((await unpackArchive(bundle)).get(".signatures.json") ?? "").toString());
	return signatures[0];
}

/** The files as they are, with that signature instead of theirs. */
export async function withToken(bundle: Uint8Array, token: string): Promise<Buffer> {
	const entries = (await entriesOf(bundle)).filter(([name]) => name !== "/.signatures.json");
	return archiveOf([...entries, ["/.signatures.json", JSON.stringify({ signatures: [token] })]]);
}
