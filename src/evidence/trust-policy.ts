/** Whose signatures count for which images: a file of the operator's, closed, so that a misspelt key is refused instead of being ignored. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { TrustedRoot } from "@sigstore/protobuf-specs";
import { parse } from "yaml";
import { z } from "zod";
import { matchesAny } from "../admission/pattern.ts";

const text = z.string("must be a text").trim().min(1, "must not be empty");
const patterns = z.array(text, "must be a list").min(1, "must not be empty");
const key = z.string("must be a public key in PEM").transform((pem, context) => {
	const read = publicKeyOf(pem);
	if (read === undefined) context.addIssue({ code: "custom", message: "must be a public key in PEM (EC, Ed25519 or RSA)" });
	return read as KeyObject;
});
const identity = z.strictObject({ issuer: z.url("must be the address of an OIDC issuer"), subject: text });

const shape = z.strictObject({
	apiVersion: z.literal("taskgate.dev/v1", "must be taskgate.dev/v1"),
	kind: z.literal("ImageTrust", "must be ImageTrust"),
	rules: z
		.array(
			z
				.strictObject({
					images: patterns,
					keys: z.array(z.strictObject({ name: text, pem: key })).default([]),
					identities: z.array(identity).default([]),
				})
				.refine(({ keys, identities }) => keys.length + identities.length > 0, "must name keys or identities"),
		)
		.min(1, "must not be empty"),
	revoked: z
		.strictObject({
			keys: z.array(key).default([]),
			digests: z.array(z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256:… of an image")).default([]),
		})
		.prefault({}),
	/** File, seen from this one: the certificate authorities and logs that identities are held against. */
	trustedRoot: text.optional(),
});

export interface TrustRule {
	readonly images: readonly string[];
	readonly keys: readonly { readonly name: string; readonly pem: KeyObject }[];
	readonly identities: readonly z.infer<typeof identity>[];
}

export interface TrustPolicy {
	readonly rules: readonly TrustRule[];
	readonly revoked: { readonly keys: readonly KeyObject[]; readonly digests: readonly string[] };
	readonly root?: TrustedRoot;
}

/** The file cannot be used; the message names it and the field. */
class TrustPolicyError extends Error {
	override readonly name = "TrustPolicyError";
}

/** @throws {TrustPolicyError} */
export async function loadTrustPolicy(path: string): Promise<TrustPolicy> {
	const source = await read(path, path);
	const result = shape.safeParse(yamlOf(source, path));
	if (!result.success) {
		const problems = result.error.issues.map(({ path: at, message }) => `  ${at.join(".") || "it"} ${message}`);
		throw new TrustPolicyError(`the trust policy ${path} is not usable:\n${problems.join("\n")}`);
	}
	const { rules, revoked, trustedRoot } = result.data;
	if (trustedRoot === undefined && rules.some(({ identities }) => identities.length > 0)) {
		throw new TrustPolicyError(
			`the trust policy ${path} names identities, and no trustedRoot to hold them against: \`cosign trusted-root create\` writes one`,
		);
	}
	return { rules, revoked, ...(trustedRoot === undefined ? {} : { root: await rootOf(resolve(dirname(path), trustedRoot), path) }) };
}

/** The first rule for an image, by its registry and repository, decides alone. */
export function ruleFor({ rules }: TrustPolicy, image: string): TrustRule | undefined {
	return rules.find(({ images }) => matchesAny(images, image));
}

async function read(file: string, policy: string): Promise<string> {
	return await readFile(file, "utf8").catch((cause: Error) => {
		throw new TrustPolicyError(`the trust policy ${policy} cannot be read: ${cause.message}`, { cause });
	});
}

function yamlOf(source: string, path: string): unknown {
	try {
		return parse(source);
	} catch (cause) {
		throw new TrustPolicyError(`the trust policy ${path} is not YAML: ${(cause as Error).message}`, { cause });
	}
}

async function rootOf(file: string, policy: string): Promise<TrustedRoot> {
	const source = await read(file, policy);
	// With it comes Sigstore's verifier, which a policy of keys alone does not need yet.
	const { readTrustedRoot } = await import("./trusted-root.ts");
	try {
		return readTrustedRoot(source);
	} catch (cause) {
		throw new TrustPolicyError(`the trust policy ${policy}: its trustedRoot ${file} is none: ${(cause as Error).message}`, { cause });
	}
}

function publicKeyOf(pem: string): KeyObject | undefined {
	// A private key would be taken, too: its public half follows from it.
	if (!pem.includes("PUBLIC KEY-----")) return undefined;
	try {
		return createPublicKey(pem);
	} catch {
		return undefined;
	}
}
