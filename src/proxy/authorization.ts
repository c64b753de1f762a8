/** What the Authorization header of AWS's Signature Version 4 says. Nothing here proves it. Pure. */
import { type Header, headerIn } from "./headers.ts";

export interface Authorization {
	readonly accessKeyId: string;
	/** `20261128`. */
	readonly date: string;
	readonly region: string;
	/** In lower case, in the order of the alphabet. */
	readonly signedHeaders: readonly string[];
	/** 64 hexadecimal digits. */
	readonly signature: string;
}

/** Region names as AWS makes them: one label of a host name, so that no Region is a host of somebody's choice. */
const REGION = "[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\\d{1,2}";
const AUTHORIZATION = new RegExp(
	`^AWS4-HMAC-SHA256 +Credential=(\\w{1,128})/(\\d{8})/(${REGION})/ecs/aws4_request *, *SignedHeaders=([a-z0-9;-]{1,2048}) *, *Signature=([0-9a-f]{64})$`,
);

/** Undefined for anything but a call of ECS, signed for one Region by a shared key. */
export function authorizationOf(headers: readonly Header[]): Authorization | undefined {
	const [, accessKeyId, date, region, signedHeaders, signature] = AUTHORIZATION.exec(headerIn(headers, "authorization") ?? "") ?? [];
	if (!accessKeyId || !date || !region || !signedHeaders || !signature) return undefined;
	return { accessKeyId, date, region, signedHeaders: signedHeaders.split(";"), signature };
}
