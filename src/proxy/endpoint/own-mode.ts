/**
 * The proxy of one person's machine. It signs with the credentials that it holds, for whoever has proven, by the signature of the
 * very call, to hold the same ones: nothing is lent, neither to other users of the machine nor to a web page.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { messageOf } from "../../ecs/aws-error.ts";
import type { OwnCredentials, SigningKey } from "../../ecs/proxy-credentials.ts";
import { type Authorization, authorizationOf } from "../authorization.ts";
import type { EcsCall } from "../ecs-call.ts";
import { headerIn } from "../headers.ts";
import { ProxyRefusal } from "../refused.ts";
import type { Mode, ProxyCaller } from "../relay.ts";
import { amzDate, signatureOf, signedFor } from "./sigv4.ts";

/** As long as AWS allows. */
const MAX_SKEW_MS = 15 * 60_000;

export interface OwnCaller extends ProxyCaller {
	/** The key that the caller proved to hold. */
	readonly key: SigningKey;
}

export interface OwnModeParts {
	readonly credentials: OwnCredentials;
	/** RFC 3339. */
	readonly now: () => string;
	/** Where calls for a Region go. */
	readonly upstreamFor: (region: string) => URL;
}

export function ownMode({ credentials, now, upstreamFor }: OwnModeParts): Mode<OwnCaller> {
	return {
		rewrites: true,
		async identify(call) {
			const authorization = authorizationOf(call.headers);
			if (authorization === undefined) throw badSignature("the call is not signed for ECS (Signature Version 4)");
			const at = signingTime(call, authorization, now());
			const key = await heldKey(credentials, authorization.accessKeyId);
			if (!same(await signatureOf(call, authorization, key, at), authorization.signature)) {
				throw badSignature("the signature is not that of the credentials that Taskgate's proxy holds");
			}
			return { ...(await holderOf(credentials, key, authorization.region)), region: authorization.region, key };
		},
		outgoing: (call, { region, key }) => signedFor(upstreamFor(region), call, region, key, new Date(now())),
	};
}

/** Everything that ECS heeds must be signed, at about this time. @throws {ProxyRefusal} */
function signingTime(call: EcsCall, { signedHeaders, date }: Authorization, now: string): Date {
	const at = amzDate(call.headers);
	if (at === undefined || !headerIn(call.headers, "x-amz-date")?.startsWith(date))
		throw badSignature("x-amz-date is missing or of another day");
	if (Math.abs(at.getTime() - Date.parse(now)) > MAX_SKEW_MS) throw badSignature("the signature has expired, or a clock is wrong");
	const heeded = call.headers.map(([name]) => name.toLowerCase()).filter((name) => name === "host" || name.startsWith("x-amz-"));
	const unsigned = ["host", "x-amz-date", "x-amz-target", ...heeded].find((name) => !signedHeaders.includes(name));
	if (unsigned !== undefined) throw badSignature(`the header ${unsigned} is not signed`);
	const digest = headerIn(call.headers, "x-amz-content-sha256");
	const isOfBody = digest === undefined || digest === createHash("sha256").update(call.bytes).digest("hex");
	if (!isOfBody) throw badSignature("x-amz-content-sha256 is not that of the body");
	return at;
}

/** Read once more before somebody is turned away: the credentials may have been renewed. @throws {ProxyRefusal} */
async function heldKey(credentials: OwnCredentials, accessKeyId: string): Promise<SigningKey> {
	const held = await keyOf(credentials);
	if (held.accessKeyId === accessKeyId) return held;
	credentials.forget();
	const renewed = await keyOf(credentials);
	if (renewed.accessKeyId === accessKeyId) return renewed;
	throw new ProxyRefusal(
		"the call is signed with another access key than Taskgate's proxy holds, and the proxy lends its own to nobody: " +
			"give both the same credentials (`aws configure export-credentials --format env`), " +
			"use the forward proxy (TASKGATE_FORWARD_PROXY_PORT), which holds none, or map callers to roles (TASKGATE_PROXY_CALLERS)",
		{ status: 403, type: "AccessDeniedException" },
	);
}

async function keyOf(credentials: OwnCredentials): Promise<SigningKey> {
	try {
		return await credentials.key();
	} catch (cause) {
		const message = "Taskgate's proxy found no AWS credentials to sign with: run it where `aws sts get-caller-identity` works";
		throw new ProxyRefusal(message, { status: 403, type: "AccessDeniedException", cause });
	}
}

async function holderOf(credentials: OwnCredentials, key: SigningKey, region: string) {
	try {
		return await credentials.holder(key, region);
	} catch (cause) {
		const message = `Taskgate's proxy could not learn who calls: sts:GetCallerIdentity failed: ${messageOf(cause)}`;
		throw new ProxyRefusal(message, { status: 503, type: "ServiceUnavailableException", cause });
	}
}

function badSignature(problem: string): ProxyRefusal {
	return new ProxyRefusal(problem, { status: 403, type: "InvalidSignatureException" });
}

function same(given: string, expected: string): boolean {
	return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
