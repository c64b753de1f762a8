/** Secrets never reach disk: environment values, secret references and anything that looks like a key become a marker. */
import type { Json, JsonObject } from "./request.ts";
import { hideTokens, holdsLogin, holdsSecret, isSecretName, isSecretWord, isToken } from "./secret-text.ts";
import { isUnknown, unknown } from "./unknown.ts";

const REASON = "masked";
const MASKED = unknown(REASON);

/** Lists of `{name, value}` whose values are nobody's business. */
const NAMED_VALUES = new Set(["environment", "secrets", "secretOptions"]);
/** Lists of the words of a command, or the command as one text. */
const COMMANDS = new Set(["command", "entryPoint"]);

/** What has to be found again by its name: such an ARN is no secret, whatever it is called (`task-definition/csrf-token:3`). */
const ARN = /^arn:aws[a-z-]*:(ecs|iam|sts|elasticloadbalancing|secretsmanager|ssm):[a-z0-9-]*:\d{12}:[\w+=,.@:/-]{1,1024}$/;
const NAMES = new Set(["family", "taskDefinition", "cluster", "clusterName", "service", "serviceName"]);
/** Registry, repository, tag and digest: a repository may be called `token-service`, and its tag is no secret. */
const IMAGE = /^[\w.:/@%+-]{1,1024}$/;
const NAME = /^[\w:/-]{1,512}$/;
/** What ECS itself writes there; anything else is the caller's own words. */
const WRITTEN: ReadonlyMap<string, RegExp> = new Map([
	["group", /^(service|family|daemon):[\w-]{1,255}$/],
	["startedBy", /^ecs-svc\/[\w-]{1,64}$/],
]);

/** Nearly every pointer: no step of it has the form of any secret. */
const OF_THE_API = /^(?:\/(?:(?!eyJ)[a-z][A-Za-z]{0,38}|\d{1,9}))*$/;

/** A copy that is safe to store and to print; every masked value is an unknown marker, so that it is never judged a pass. */
export function mask(value: JsonObject): JsonObject {
	return maskObject(value);
}

/** JSON pointers of what is masked in a masked value, as an OPA decision log lists them. */
export function maskedPointers(value: Json, pointer = ""): readonly string[] {
	if (typeof value !== "object" || value === null) return [];
	if (isUnknown(value)) return value.$unknown === REASON ? [pointer] : [];
	return Object.entries(value).flatMap(([key, member]) => maskedPointers(member as Json, `${pointer}/${asStep(key)}`));
}

/** A JSON pointer into a value as it reads in the masked one: its steps may be keys of somebody's own. */
export function maskPointer(pointer: string): string {
	if (OF_THE_API.test(pointer)) return pointer;
	const plain = (step: string) => step.replaceAll("~1", "/").replaceAll("~0", "~");
	return pointer
		.split("/")
		.map((step) => asStep(maskKey(plain(step))))
		.join("/");
}

function asStep(key: string): string {
	return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function maskObject(object: JsonObject): JsonObject {
	if (isUnknown(object) && holdsSecret(object.$unknown)) return MASKED;
	const { key = object.Key, name = object.Name } = object;
	const isSecret = [key, name].some((text) => typeof text === "string" && isSecretName(text));
	return Object.fromEntries(Object.entries(object).map(([member, value]) => [maskKey(member), maskMember(member, value, isSecret)]));
}

/** `isSecret`: beside a name or key that says so, as in a tag. */
function maskMember(key: string, value: Json, isSecret: boolean): Json {
	const member = key.charAt(0).toLowerCase() + key.slice(1);
	if (NAMED_VALUES.has(member)) return maskNamedValues(value);
	if (COMMANDS.has(member)) return maskCommand(value);
	if (typeof value === "string" && isName(member, value)) return value;
	if (isSecretName(key) || (isSecret && member === "value")) return maskSecret(value);
	if (member === "image" && typeof value === "string" && IMAGE.test(value)) return holdsLogin(value) || isToken(value) ? MASKED : value;
	return maskValue(value);
}

function isName(member: string, value: string): boolean {
	return NAMES.has(member) ? NAME.test(value) : (WRITTEN.get(member)?.test(value) ?? false);
}

function maskSecret(value: Json): Json {
	if (typeof value === "string" && value.startsWith("arn:")) return maskValue(value);
	return typeof value === "string" || typeof value === "number" ? MASKED : maskValue(value);
}

function maskNamedValues(value: Json): Json {
	if (!Array.isArray(value)) return MASKED;
	return value.map((entry: Json) => {
		if (isUnknown(entry)) return maskObject(entry);
		if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return MASKED;
		return Object.fromEntries(
			Object.entries(entry).map(([key, member]) => [
				maskKey(key),
				/^name$/i.test(key) && typeof member === "string" ? hideTokens(member) : MASKED,
			]),
		);
	});
}

function maskCommand(value: Json): Json {
	const words = Array.isArray(value) ? value : [value];
	const masked = words.map((word: Json, i) => (isSecretWord(words, i) ? MASKED : maskValue(word)));
	return Array.isArray(value) ? masked : (masked[0] as Json);
}

/** A map's keys are its owner's own words. */
function maskKey(key: string): string {
	return key.length < 16 ? key : hideTokens(key);
}

function maskValue(value: Json): Json {
	if (typeof value === "string") return !ARN.test(value) && holdsSecret(value) ? MASKED : value;
	if (Array.isArray(value)) return value.map(maskValue);
	return typeof value === "object" && value !== null ? maskObject(value as JsonObject) : value;
}
