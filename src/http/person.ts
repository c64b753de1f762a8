/** Who an Application Load Balancer says is logged in: its own signature, verified, for this very console, and not over. */
import type { IncomingHttpHeaders } from "node:http";
import { compactVerify, decodeProtectedHeader, errors } from "jose";
import { z } from "zod";
import { KEY_ID, type KeyOf, keysAddress, keysFrom } from "./balancer-keys.ts";

export interface Person {
	/** The issuer's name for somebody, which stays. */
	readonly sub: string;
	readonly email?: string | undefined;
}

/** Undefined for whoever is not vouched for. @throws {KeysUnreachable} where that cannot be told */
export type PersonOf = (headers: IncomingHttpHeaders) => Promise<Person | undefined>;

/** What a login must be by and for. */
export interface Balancer {
	readonly arn: string;
	readonly issuer: string;
	readonly client: string;
}

const HEADER = "x-amzn-oidc-data";
/** Base64url with padding, which JWTs do not have and the load balancer's do; jose verifies over the text as it stands. */
const TOKEN = /^[\w-]+={0,2}\.[\w-]+={0,2}\.[\w-]+={0,2}$/;
const ALGORITHM = "ES256";

const claims = z.looseObject({ sub: z.string().min(1).max(255), email: z.string().max(320).optional(), exp: z.number().optional() });

/** `keyOf`: where keys come from; AWS's address for the balancer's Region unless told. */
export function personBy(
	{ arn, issuer, client }: Balancer,
	now: () => string,
	keyOf: KeyOf = keysFrom(keysAddress(regionOf(arn))),
): PersonOf {
	const header = z.looseObject({
		...{ alg: z.literal(ALGORITHM), kid: z.string().regex(KEY_ID) },
		...{ signer: z.literal(arn), iss: z.literal(issuer), client: z.literal(client), exp: z.number() },
	});
	const isOver = (exp: number) => !(exp * 1000 > Date.parse(now()));

	return async ({ [HEADER]: token }) => {
		if (typeof token !== "string" || !TOKEN.test(token)) return undefined;
		// Not believed yet, but a key is fetched for nobody who does not even say the right things.
		const said = header.safeParse(protectedHeader(token));
		if (!said.success || isOver(said.data.exp)) return undefined;
		const key = await keyOf(said.data.kid);
		if (key === undefined) return undefined;
		const payload = await verified(token, key);
		const person = claims.safeParse(payload);
		if (!person.success || (person.data.exp !== undefined && isOver(person.data.exp))) return undefined;
		const { sub, email } = person.data;
		return { sub, email };
	};
}

function regionOf(arn: string): string {
	return arn.split(":")[3] ?? "";
}

function protectedHeader(token: string): unknown {
	try {
		return decodeProtectedHeader(token);
	} catch {
		return undefined;
	}
}

/** The header that was read is a part of what is signed. Undefined where the signature is not the key's. */
async function verified(token: string, key: Parameters<typeof compactVerify>[1]): Promise<unknown> {
	try {
		const { payload } = await compactVerify(token, key, { algorithms: [ALGORITHM] });
		return JSON.parse(Buffer.from(payload).toString("utf8"));
	} catch (error) {
		if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return undefined;
		throw error;
	}
}
