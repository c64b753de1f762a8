/** Signing a bundle as OPA does, with a key from a file. */
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { RegoCompiler } from "../rego/compiler.ts";

/** The key cannot be used. */
export class KeyError extends Error {
	override readonly name = "KeyError";
}

/** What the signature says besides. */
export interface Saying {
	/** RFC 3339: the claim `iat`, in whole seconds. A gate refuses what is older than it has accepted. */
	readonly at: string;
	readonly keyId?: string | undefined;
	readonly scope?: string | undefined;
}

/**
 * The bundle with `.signatures.json`, verified with the key's public half before it is handed out. A private key in PEM
 * signs with RS256 or ES256, as it is RSA or EC; any other content is a shared secret for HS256. @throws {KeyError}
 */
export async function signBundle(
	compiler: RegoCompiler,
	bundle: Uint8Array,
	keyFile: string,
	{ at, keyId, scope }: Saying,
): Promise<{ bundle: Uint8Array; algorithm: string }> {
	const key = await read(keyFile);
	const { algorithm, verifying } = halves(key, keyFile);
	const said = { ...(keyId !== undefined && { keyId }), ...(scope !== undefined && { scope }) };
	const signed = await compiler.sign(bundle, { ...said, key, algorithm, signedAt: Math.floor(Date.parse(at) / 1000) });
	await compiler.verify(signed, { ...said, key: verifying, algorithm });
	return { bundle: signed, algorithm };
}

async function read(file: string): Promise<string> {
	let text: string;
	try {
		text = (await readFile(file, "utf8")).trim();
	} catch (error) {
		throw new KeyError(`the signing key cannot be read: ${(error as Error).message}`, { cause: error });
	}
	if (text.length < 32) throw new KeyError(`${file} holds less than 32 characters: too little for a key or a shared secret`);
	return text;
}

function halves(key: string, file: string): { readonly algorithm: string; readonly verifying: string } {
	if (!key.startsWith("-----BEGIN")) return { algorithm: "HS256", verifying: key };
	const publicKey = publicHalf(key);
	if (publicKey === undefined) throw new KeyError(`${file} holds no private key in PEM that can be read without a passphrase`);
	const verifying = publicKey.export({ type: "spki", format: "pem" }).toString();
	if (publicKey.asymmetricKeyType === "rsa") return { algorithm: "RS256", verifying };
	if (publicKey.asymmetricKeyDetails?.namedCurve === "prime256v1") return { algorithm: "ES256", verifying };
	throw new KeyError(
		`${file} holds a key that is neither RSA nor EC P-256; OPA's bundle signatures are made with one of these, or with a shared secret`,
	);
}

/** Undefined when it cannot be read; what the parser says may hold a piece of the key. */
function publicHalf(key: string): KeyObject | undefined {
	try {
		return createPublicKey(createPrivateKey(key));
	} catch {
		return undefined;
	}
}
