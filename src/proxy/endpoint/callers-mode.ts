/** The proxy of a team: a caller is known by a token or by AWS's word, and gets the role that the file maps it to, never the gate's own. */
import { createHash, timingSafeEqual } from "node:crypto";
import { matchesAny } from "../../admission/pattern.ts";
import { principalsOf } from "../../ecs/aws-clients.ts";
import { messageOf } from "../../ecs/aws-error.ts";
import type { SigningKey } from "../../ecs/proxy-credentials.ts";
import { authorizationOf } from "../authorization.ts";
import { ProxyRefusal } from "../refused.ts";
import type { Mode, ProxyCaller } from "../relay.ts";
import type { StsAsker } from "./ask-sts.ts";
import type { CallerEntry } from "./callers-file.ts";
import { signedFor } from "./sigv4.ts";

/** What stood in the endpoint's path: `/t/TOKEN/` or `/s/PRESIGNED/`. */
export type Shown = { readonly token: string } | { readonly presigned: string };

/** Path in, path out: what was shown is taken off before anything else reads the path. */
export function takeShown(path: string): { readonly shown: Shown | undefined; readonly rest: string } {
	const [, kind, value, rest] = /^\/([ts])\/([\w.~=-]{1,12000})(\/.*)?$/.exec(path) ?? [];
	if (value === undefined) return { shown: undefined, rest: path };
	return { shown: kind === "t" ? { token: value } : { presigned: value }, rest: rest ?? "/" };
}

export interface AssumedCaller extends ProxyCaller {
	readonly entry: CallerEntry;
}

export interface CallersModeParts {
	readonly callers: readonly CallerEntry[];
	/** Asked only where a caller has principals. */
	readonly sts: StsAsker | undefined;
	/** Credentials of the caller's role. */
	readonly keyFor: (entry: CallerEntry) => Promise<SigningKey>;
	/** RFC 3339. */
	readonly now: () => string;
	readonly upstreamFor: (region: string) => URL;
}

/** For one request, with what its path has shown. */
export function callersMode({ callers, sts, keyFor, now, upstreamFor }: CallersModeParts, shown: Shown | undefined): Mode<AssumedCaller> {
	return {
		rewrites: true,
		async identify(call) {
			const entry = await entryFor(callers, sts, shown);
			if (entry === undefined) throw denied("Taskgate's proxy knows no caller by what the endpoint's path shows (TASKGATE_PROXY_CALLERS)");
			const region = authorizationOf(call.headers)?.region;
			if (region === undefined) throw denied("the call names no Region: let the client sign it, with whatever credentials");
			return { ...identityOf(entry), region, entry };
		},
		async outgoing(call, { region, entry }) {
			const key = await keyFor(entry).catch((cause: unknown) => {
				const message = `Taskgate's proxy could not assume ${entry.role}: ${messageOf(cause)}`;
				throw new ProxyRefusal(message, { status: 503, type: "ServiceUnavailableException", cause });
			});
			return signedFor(upstreamFor(region), call, region, key, new Date(now()));
		},
	};
}

/** As STS will tell it of the session. */
function identityOf({ name, role }: CallerEntry): { readonly arn: string; readonly issuerArn: string; readonly account: string } {
	const [, partition, , , account = "", resource = ""] = role.split(":");
	const arn = `arn:${partition}:sts::${account}:assumed-role/${resource.split("/").at(-1)}/${sessionName(name)}`;
	return { arn, issuerArn: role, account };
}

export function sessionName(caller: string): string {
	return `taskgate-${caller}`;
}

async function entryFor(callers: readonly CallerEntry[], sts: StsAsker | undefined, shown: Shown | undefined) {
	if (shown === undefined) return undefined;
	if ("token" in shown) return holderOf(callers, shown.token);
	const arn = await sts?.whoMade(shown.presigned);
	if (arn === undefined) return undefined;
	const names = principalsOf(arn);
	return callers.find(({ principals }) => principals !== undefined && names.some((name) => matchesAny(principals, name)));
}

/** Compares with every caller's, so that time tells nothing. */
function holderOf(callers: readonly CallerEntry[], token: string): CallerEntry | undefined {
	const digest = createHash("sha256").update(token).digest();
	const matching = callers.filter(
		({ tokenSha256 }) => tokenSha256 !== undefined && timingSafeEqual(digest, Buffer.from(tokenSha256, "hex")),
	);
	return matching[0];
}

function denied(problem: string): ProxyRefusal {
	return new ProxyRefusal(problem, { status: 403, type: "AccessDeniedException" });
}
