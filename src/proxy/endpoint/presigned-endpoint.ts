/** The endpoint of somebody who shows the proxy who they are by AWS's word: a presigned sts:GetCallerIdentity in the path. */
import { SignatureV4 } from "@smithy/signature-v4";
import type { SigningKey } from "../../ecs/proxy-credentials.ts";
import { AUDIENCE_HEADER, MAX_EXPIRES_S } from "./presigned-identity.ts";
import { Sha256 } from "./sigv4.ts";

export interface PresignedEndpointParts {
	/** Where the proxy listens. */
	readonly url: string;
	/** As the proxy's file has it. */
	readonly audience: string;
	/** Whose STS is asked. */
	readonly region: string;
	readonly key: SigningKey;
	/** RFC 3339. */
	readonly now: string;
}

/** For AWS_ENDPOINT_URL_ECS; good for a quarter of an hour. */
export async function presignedEndpoint({ url, audience, region, key, now }: PresignedEndpointParts): Promise<string> {
	const hostname = `sts.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
	const signer = new SignatureV4({ service: "sts", region, credentials: key, sha256: Sha256, applyChecksum: false });
	const request = {
		method: "GET",
		protocol: "https:",
		hostname,
		path: "/",
		query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
		headers: { host: hostname, [AUDIENCE_HEADER]: audience },
	};
	const { query } = await signer.presign(request, { signingDate: new Date(now), expiresIn: MAX_EXPIRES_S });
	const presigned = new URL(`https://${hostname}/`);
	for (const [name, value] of Object.entries(query ?? {})) presigned.searchParams.set(name, String(value));
	return `${url.replace(/\/+$/, "")}/s/${Buffer.from(presigned.href).toString("base64url")}/`;
}
