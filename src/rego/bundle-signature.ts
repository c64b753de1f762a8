/** `.signatures.json` of a bundle, verified as OPA does: one JWS whose payload lists every file with its hash. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { readStrictJson } from "../source-text/strict-json.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import { BundleError } from "./bundle-archive.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Verification } from "./verifying-key.ts";

export const SIGNATURES = ".signatures.json";
/** Hashed as what they say rather than as they are written. */
const STRUCTURED = /(^|\/)(data\.json|\.manifest)$/;
const HASHES = { "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" } as const;

/** The last second that a Date can say. */
const LAST_INSTANT_S = 8.64e12;

const signaturesFile = z.looseObject({
	signatures: z.tuple([z.string()], "must hold exactly one signature"),
	plugin: z.enum(["", "_default"], "names a verifier that Taskgate does not have").optional(),
});

const payload = z.looseObject({
	files: z.array(
		z.looseObject({
			name: z.string().min(1),
			hash: z.string().regex(/^([0-9a-f]{2})+$/i, "must be hexadecimal"),
			algorithm: z.enum(Object.keys(HASHES) as (keyof typeof HASHES)[], "must be SHA-256, SHA-384 or SHA-512"),
		}),
	),
	keyid: z.string().optional(),
	scope: z.string().default(""),
	iat: z.number().min(0).max(LAST_INSTANT_S).optional(),
});
type Listed = z.infer<typeof payload>["files"][number];

/** The signature is missing, is not the configured key's, or does not fit the files. */
export class SignatureError extends BundleError {}

export interface Signature {
	/** Seconds since 1970: the claim `iat`. */
	readonly signedAt?: number;
	/** As the signature names its key. */
	readonly keyId?: string;
}

/** Entry name → bytes, complete. Throws SignatureError. */
export async function verifySignature(files: ReadonlyMap<string, Uint8Array>, verification: Verification): Promise<Signature> {
	const file = files.get(SIGNATURES);
	if (file === undefined) {
		throw new SignatureError(
			`the bundle is not signed (it has no ${SIGNATURES}), and TASKGATE_BUNDLE_KEY says that it must be: sign it with \`taskgate bundle sign\` or \`opa sign\``,
		);
	}
	const [token] = read(signaturesFile, file, SIGNATURES).signatures;
	const signed = await verified(token, verification);
	const claims = read(payload, signed.payload, `the payload of ${SIGNATURES}`);
	// OPA writes an empty one where it was told none.
	const keyId = signed.kid || claims.keyid || undefined;
	if (verification.keyId !== undefined && keyId !== undefined && keyId !== verification.keyId) {
		throw new SignatureError(`the bundle is signed with the key ${shown(keyId)}, and TASKGATE_BUNDLE_KEY_ID is another`);
	}
	if (claims.scope !== verification.scope) {
		throw new SignatureError(`the bundle is signed for the scope ${shown(claims.scope)}, and TASKGATE_BUNDLE_SCOPE is another`);
	}
	compare(files, claims.files);
	return { ...(claims.iat !== undefined && { signedAt: claims.iat }), ...(keyId !== undefined && { keyId }) };
}

async function verified(token: string, { keys, algorithm }: Verification): Promise<{ payload: Uint8Array; kid: string | undefined }> {
	// Most bundles are not signed, and their readers start without it.
	const { compactVerify } = await import("jose");
	let reason = "";
	for (const key of keys) {
		try {
			const { payload, protectedHeader } = await compactVerify(token, key, { algorithms: [algorithm] });
			return { payload, kid: protectedHeader.kid };
		} catch (error) {
			reason = whyNot(error, algorithm);
		}
	}
	throw new SignatureError(`the bundle's signature does not verify: ${reason}`);
}

function whyNot(error: unknown, algorithm: string): string {
	const { code } = error as { readonly code?: unknown };
	if (code === "ERR_JOSE_ALG_NOT_ALLOWED") return `it is made with another algorithm than TASKGATE_BUNDLE_ALGORITHM (${algorithm})`;
	if (code === "ERR_JWS_SIGNATURE_VERIFICATION_FAILED") return "it is not made with TASKGATE_BUNDLE_KEY, or has been changed since";
	return (error as Error).message;
}

/** Each file is listed and is what was signed, and each that is listed is there. */
function compare(files: ReadonlyMap<string, Uint8Array>, listed: readonly Listed[]): void {
	const missing = new Map(listed.map((one) => [one.name, one]));
	if (missing.size !== listed.length) throw new SignatureError("the bundle's signature lists a file twice");
	for (const [name, bytes] of files) {
		if (name === SIGNATURES) continue;
		const one = missing.get(name);
		if (one === undefined) throw new SignatureError(`the bundle's signature does not list ${shown(name)}`);
		missing.delete(name);
		const hash = createHash(HASHES[one.algorithm]).update(hashed(name, bytes)).digest("hex");
		if (hash !== one.hash.toLowerCase()) throw new SignatureError(`${shown(name)} is not the file that was signed`);
	}
	const [absent] = missing.keys();
	if (absent !== undefined) throw new SignatureError(`the bundle lacks ${shown(absent)}, which its signature lists`);
}

function hashed(name: string, bytes: Uint8Array): string | Uint8Array {
	if (!STRUCTURED.test(name)) return bytes;
	try {
		return canonicalJson(bytes);
	} catch (error) {
		throw unreadable(shown(name), error);
	}
}

function read<T>(schema: z.ZodType<T>, bytes: Uint8Array, where: string): T {
	let value: unknown;
	try {
		value = readStrictJson(bytes);
	} catch (error) {
		throw unreadable(where, error);
	}
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
	throw new SignatureError(`${where} of the bundle is not usable: ${problems.join("; ")}`);
}

function unreadable(where: string, cause: unknown): SignatureError {
	if (!(cause instanceof UnreadableText)) throw cause;
	return new SignatureError(`${where} of the bundle cannot be read: ${cause.message}`, { cause });
}

/** Names come from whoever made the bundle. */
function shown(text: string): string {
	return JSON.stringify(text.slice(0, 200));
}
