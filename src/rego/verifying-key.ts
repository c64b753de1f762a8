/** The keys that a bundle's signature is verified with. They come from configuration alone; a signature chooses neither key nor algorithm. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";

const CURVES = { ES256: "prime256v1", ES384: "secp384r1", ES512: "secp521r1" } as const;
const SIZES = ["256", "384", "512"] as const;
/** As OPA and JWA name them. */
export const ALGORITHMS = (["RS", "PS", "ES", "HS"] as const).flatMap((family) => SIZES.map((size) => `${family}${size}` as const));
export type Algorithm = (typeof ALGORITHMS)[number];

/** Bytes: the least that JWA lets HS256 have. */
const SHORTEST_SECRET = 32;
const SHORTEST_RSA = 2048;
const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

/** What signatures are held against. */
export interface Verification {
	/** Any of them will do: while keys are changed there are two. */
	readonly keys: readonly (KeyObject | Uint8Array)[];
	readonly algorithm: Algorithm;
	/** A signature that names another key is refused. */
	readonly keyId?: string | undefined;
	/** What the signature must say it is for; "" where it says nothing. */
	readonly scope: string;
}

export interface KeySource {
	/** PEM, a file with it, or (HS…) the shared secret or a file with it. */
	readonly key: string;
	readonly algorithm: Algorithm;
	readonly keyId?: string | undefined;
	readonly scope?: string | undefined;
}

/** The key cannot be used. It says why, never what the key is. */
class UnusableKey extends Error {
	override readonly name = "UnusableKey";
	constructor(reason: string, options?: ErrorOptions) {
		super(`TASKGATE_BUNDLE_KEY ${reason}`, options);
	}
}

/** @throws {UnusableKey} */
export async function readVerification({ key, algorithm, keyId, scope = "" }: KeySource): Promise<Verification> {
	const isSecret = algorithm.startsWith("HS");
	const text = isPem(key) ? key.replaceAll("\\n", "\n") : await contentOf(key, isSecret);
	return { keys: isSecret ? secrets(text, algorithm) : publicKeys(text, algorithm), algorithm, keyId, scope };
}

function isPem(text: string): boolean {
	return text.trimStart().startsWith("-----BEGIN");
}

/** What Node says of a file that is not there may repeat the secret itself. */
async function contentOf(key: string, isSecret: boolean): Promise<string> {
	return readFile(key, "utf8").catch(({ code = "no path" }: NodeJS.ErrnoException) => {
		if (isSecret) return key;
		throw new UnusableKey(`is neither a public key in PEM nor a file that can be read (${code})`);
	});
}

/** A file ends with a newline that the signer may have counted in or not. */
function secrets(text: string, algorithm: Algorithm): readonly Uint8Array[] {
	if (isPem(text)) {
		throw new UnusableKey(
			`is in PEM, and TASKGATE_BUNDLE_ALGORITHM=${algorithm} takes a shared secret: whoever knows a public key could sign with it`,
		);
	}
	const all = [...new Set([text, text.trim()])].map((secret) => Buffer.from(secret));
	if (all.some(({ byteLength }) => byteLength < SHORTEST_SECRET))
		throw new UnusableKey(`is a secret of fewer than ${SHORTEST_SECRET} bytes`);
	return all;
}

function publicKeys(text: string, algorithm: Algorithm): readonly KeyObject[] {
	const blocks = [...text.matchAll(PEM)];
	if (blocks.length === 0) throw new UnusableKey(`holds no public key in PEM, which ${algorithm} takes`);
	return blocks.map(([block, label = ""]) => {
		if (label.includes("PRIVATE")) throw new UnusableKey("holds a private key: whoever verifies needs its public half alone");
		return fitting(parsed(block), algorithm);
	});
}

function parsed(block: string): KeyObject {
	try {
		return createPublicKey(block);
	} catch (cause) {
		throw new UnusableKey("holds a block of PEM that is no public key", { cause });
	}
}

function fitting(key: KeyObject, algorithm: Algorithm): KeyObject {
	const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
	const wanted = algorithm.startsWith("ES") ? CURVES[algorithm as keyof typeof CURVES] : "rsa";
	const found = type === "ec" ? details?.namedCurve : type;
	if (found !== wanted) throw new UnusableKey(`is a key of ${found}, and TASKGATE_BUNDLE_ALGORITHM=${algorithm} takes one of ${wanted}`);
	if (type === "rsa" && (details?.modulusLength ?? 0) < SHORTEST_RSA) throw new UnusableKey(`is an RSA key of under ${SHORTEST_RSA} bits`);
	return key;
}
