/** What an error of the AWS SDK means for whoever called. Pure. */

/** transient: worth trying again, an answer that says it went well and cannot be read among them. denied: a permission or a credential is missing. unsupported: this AWS has no such operation. refused: the rest. */
export type Fault = "transient" | "denied" | "unsupported" | "refused";

const TRANSIENT = new Set([
	...["ThrottlingException", "Throttling", "ThrottledException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown"],
	...["ServerException", "InternalFailure", "InternalError", "ServiceUnavailable", "ServiceUnavailableException", "RequestTimeout"],
	...["TimeoutError", "AbortError", "ExpiredToken", "ExpiredTokenException", "CredentialsProviderError", "InternalException"],
]);
const DENIED = new Set([
	...["AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "UnrecognizedClientException", "InvalidClientTokenId"],
	...["InvalidSignatureException", "SignatureDoesNotMatch", "OptInRequired", "NotAuthorized"],
]);
const UNSUPPORTED = new Set([
	"UnsupportedFeatureException",
	"UnknownOperationException",
	"UnknownOperation",
	"InvalidAction",
	"NotImplemented",
]);
const NETWORK = new Set([
	...["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EPIPE", "EHOSTUNREACH", "ENETUNREACH", "ERR_SOCKET_CLOSED"],
]);

interface SdkError extends Error {
	readonly code?: unknown;
	readonly $metadata?: { readonly httpStatusCode?: number };
}

export function faultOf(error: unknown): Fault {
	if (!(error instanceof Error)) return "refused";
	const { name, code, $metadata } = error as SdkError;
	const status = $metadata?.httpStatusCode ?? 0;
	if (DENIED.has(name)) return "denied";
	if (UNSUPPORTED.has(name) || status === 501) return "unsupported";
	const isUnreadable = status >= 200 && status < 300;
	if (TRANSIENT.has(name) || status === 429 || status >= 500 || isUnreadable) return "transient";
	return typeof code === "string" && NETWORK.has(code) ? "transient" : "refused";
}

/** AWS's code and message. */
export function messageOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const message = error.message || (error as SdkError).code;
	return message ? `${error.name}: ${message}` : error.name;
}

export function isNamed(error: unknown, ...names: readonly string[]): boolean {
	return error instanceof Error && names.includes(error.name);
}
