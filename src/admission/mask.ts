/** Secrets never reach disk: environment values, secret references and anything that looks like a key become a marker. */
import type { Json, JsonObject } from "./request.ts";
import { isUnknown, unknown } from "./unknown.ts";

const MASKED = unknown("masked");

/** Lists of `{name, value}` whose values are nobody's business. */
const NAMED_VALUES = new Set(["environment", "secrets", "secretOptions"]);

const SECRET_NAME = /passw(or)?d|secret|token|api[-_]?key|private[-_]?key|credential/i;

/** AWS access keys, private keys, tokens of well-known issuers, JWTs, user:password in a URL, and `--password=…` in a command. */
const TOKEN =
	/\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]{0,40}PRIVATE KEY[\s\S]*|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bxox[abprs]-[\w-]{10,}|\bsk[-_](live|test|ant|proj)?[-_]?[\w-]{20,}|\bey[A-Za-z0-9_-]{8,1024}\.[A-Za-z0-9_-]{8,}|:\/\/[^/\s:@]{1,256}:[^/\s@]{1,256}@/gi;
const SECRET_VALUE = new RegExp(`${TOKEN.source}|(passw(or)?d|secret|token|api[-_]?key)["']?\\s*[=:]\\s*\\S`, "i");

/** What has to be found again by its name: such an ARN is no secret, whatever it is called (`task-definition/csrf-token:3`). */
const ARN = /^arn:aws[a-z-]*:(ecs|iam|sts):[a-z0-9-]*:\d{12}:[\w+=,.@:/-]{1,1024}$/;
const NAMES = new Set(["family", "taskDefinition", "cluster", "clusterName", "service", "serviceName", "group", "startedBy"]);
const NAME = /^[\w:/-]{1,512}$/;

/** A copy that is safe to store and to print; every masked value is an unknown marker, so that it is never judged a pass. */
export function mask(value: JsonObject): JsonObject {
	return maskObject(value);
}

/** A message without the keys and tokens that it repeats. */
export function hideTokens(message: string): string {
	return message.replace(TOKEN, "(masked)");
}

function maskObject(object: JsonObject): JsonObject {
	if (isUnknown(object) && SECRET_VALUE.test(object.$unknown)) return MASKED;
	return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, maskMember(key, value)]));
}

function maskMember(key: string, value: Json): Json {
	if (NAMED_VALUES.has(key)) return maskNamedValues(value);
	if (NAMES.has(key) && typeof value === "string" && NAME.test(value)) return value;
	if (typeof value === "string" && SECRET_NAME.test(key) && !value.startsWith("arn:")) return MASKED;
	return maskValue(value);
}

function maskNamedValues(value: Json): Json {
	if (!Array.isArray(value)) return MASKED;
	return value.map((entry: Json) => {
		if (isUnknown(entry)) return maskObject(entry);
		if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return MASKED;
		const { name } = entry as JsonObject;
		return Object.fromEntries(Object.keys(entry).map((key) => [key, key === "name" && typeof name === "string" ? name : MASKED]));
	});
}

function maskValue(value: Json): Json {
	if (typeof value === "string") return SECRET_VALUE.test(value) && !ARN.test(value) ? MASKED : value;
	if (Array.isArray(value)) return value.map(maskValue);
	return typeof value === "object" && value !== null ? maskObject(value as JsonObject) : value;
}
