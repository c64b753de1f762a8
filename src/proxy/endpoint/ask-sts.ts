/** Whose a presigned identity is, in STS's own words. */
import { createHash } from "node:crypto";
import { ProxyRefusal } from "../refused.ts";
import { AUDIENCE_HEADER, presignedIdentity, refused } from "./presigned-identity.ts";

/** An identity is asked for once in so long, however many calls it comes with. */
const KEPT_MS = 60_000;
const MAX_KEPT = 1_000;
const STS_MS = 5_000;

export interface StsAsker {
	/** The ARN of whoever made the presigned URL. @throws {ProxyRefusal} */
	whoMade(encoded: string): Promise<string>;
}

export interface StsAskerParts {
	readonly audience: string;
	/** RFC 3339. */
	readonly now: () => string;
	/** Another than the global one stands in for AWS in tests. */
	readonly fetch?: typeof fetch;
}

export function stsAsker({ audience, now, fetch: ask = fetch }: StsAskerParts): StsAsker {
	const known = new Map<string, { readonly arn: string; readonly until: number }>();
	return {
		async whoMade(encoded) {
			// The URL is as good as a credential: only its digest is kept.
			const digest = createHash("sha256").update(encoded).digest("hex");
			const instant = Date.parse(now());
			const found = known.get(digest);
			if (found !== undefined && instant < found.until) return found.arn;
			const { url, expiresAt } = presignedIdentity(encoded, now());
			const arn = await askSts(url, audience, ask);
			if (known.size >= MAX_KEPT) known.clear();
			known.set(digest, { arn, until: Math.min(expiresAt, instant + KEPT_MS) });
			return arn;
		},
	};
}

async function askSts(url: URL, audience: string, ask: typeof fetch): Promise<string> {
	const headers = { [AUDIENCE_HEADER]: audience, accept: "application/xml" };
	const answer = await ask(url, { headers, redirect: "error", signal: AbortSignal.timeout(STS_MS) }).catch(() => undefined);
	if (answer === undefined || answer.status >= 500) {
		const message = "Taskgate's proxy could not ask STS whose the presigned identity is";
		throw new ProxyRefusal(message, { status: 503, type: "ServiceUnavailableException" });
	}
	const arn = /<Arn>(arn:aws[\w-]*:(?:sts|iam)::\d{12}:[\w+=,.@/-]+)<\/Arn>/.exec((await answer.text()).slice(0, 10_000))?.[1];
	if (answer.status !== 200 || arn === undefined) throw refused(`STS does not accept it; is it made for the audience ${audience}?`);
	return arn;
}
