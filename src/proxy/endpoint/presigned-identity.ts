/**
 * A presigned sts:GetCallerIdentity, as EKS takes one for a login: AWS itself says whose it is, and who shows it gives no credential
 * away. Its signature covers the header x-taskgate-proxy, so that what was made for one proxy is worth nothing at another service.
 */
import { ProxyRefusal } from "../refused.ts";

export const AUDIENCE_HEADER = "x-taskgate-proxy";
export const MAX_EXPIRES_S = 900;
/** STS alone, in the partitions that Taskgate knows: the proxy fetches from nowhere else. */
const STS_HOST = /^sts(\.[a-z]{2,5}(-[a-z]{2,12}){1,3}-\d{1,2})?\.amazonaws\.com(\.cn)?$/;
const SIGNED = `host;${AUDIENCE_HEADER}`;

/** Fixed values, and those that only have a form. Nothing else may be in the query. */
const QUERY: Readonly<Record<string, RegExp>> = {
	Action: /^GetCallerIdentity$/,
	Version: /^2011-06-15$/,
	"X-Amz-Algorithm": /^AWS4-HMAC-SHA256$/,
	"X-Amz-Credential": /^[\w/-]{1,256}$/,
	"X-Amz-Date": /^\d{8}T\d{6}Z$/,
	"X-Amz-Expires": /^\d{1,3}$/,
	"X-Amz-SignedHeaders": new RegExp(`^${SIGNED}$`),
	"X-Amz-Signature": /^[0-9a-f]{64}$/,
	"X-Amz-Security-Token": /^[\w+/=-]{1,8192}$/,
};
const OPTIONAL = ["X-Amz-Security-Token"];

export interface PresignedIdentity {
	readonly url: URL;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
}

/** `encoded`: the URL in base64url. @throws {ProxyRefusal} for anything but a GetCallerIdentity that is still valid. */
export function presignedIdentity(encoded: string, now: string): PresignedIdentity {
	const url = URL.parse(Buffer.from(encoded, "base64url").toString("utf8"));
	if (url === null || url.protocol !== "https:" || !STS_HOST.test(url.host) || url.pathname !== "/")
		throw refused("it is not a URL of STS");
	if (url.username !== "" || url.password !== "" || url.hash !== "") throw refused("it is not a URL of STS");
	for (const [name, form] of Object.entries(QUERY)) {
		const values = url.searchParams.getAll(name);
		if (values.length === 0 && OPTIONAL.includes(name)) continue;
		if (values.length !== 1 || !form.test(values[0] as string)) throw refused(`${name} must be there once, and like ${form.source}`);
	}
	const foreign = [...url.searchParams.keys()].find((name) => !Object.hasOwn(QUERY, name));
	if (foreign !== undefined) throw refused("it has a parameter that does not belong to it");
	const seconds = Number(url.searchParams.get("X-Amz-Expires"));
	if (seconds > MAX_EXPIRES_S) throw refused(`X-Amz-Expires must be at most ${MAX_EXPIRES_S}`);
	const expiresAt = instantOf(url.searchParams.get("X-Amz-Date") ?? "") + seconds * 1000;
	// Not from the future either: that would lengthen its life.
	if (!(expiresAt > Date.parse(now) && expiresAt <= Date.parse(now) + (MAX_EXPIRES_S + 300) * 1000)) throw refused("it has expired");
	return { url, expiresAt };
}

function instantOf(date: string): number {
	return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

export function refused(problem: string): ProxyRefusal {
	return new ProxyRefusal(`the presigned identity in the endpoint is refused: ${problem}`, { status: 403, type: "AccessDeniedException" });
}
