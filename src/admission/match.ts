/** Selectors against a request, with a third answer: a value that is not known yet neither matches nor fails to. */
import { matchesAny, matchesPattern } from "./pattern.ts";
import type { AdmissionRequest, Json, JsonObject, Kind, UnresolvedRequest } from "./request.ts";
import { firstUnknown, isUnknown } from "./unknown.ts";

export const SELECTORS = ["accounts", "regions", "clusters", "names", "launchTypes", "principals", "tags", "enforcementPoints"] as const;
export type SelectorName = (typeof SELECTORS)[number];

/** A list of patterns with `*`, or what to include and what to exclude. */
export type Selector = readonly string[] | { readonly include?: readonly string[]; readonly exclude?: readonly string[] };

/** Absent = all. A tag pattern is `key` or `key=value`. */
export type Match = { readonly [selector in SelectorName]?: Selector };

type Requested = AdmissionRequest | UnresolvedRequest;
export type Answer = "yes" | "no" | "unknown";

/** Why a match does not (or not certainly) cover the request; `covered` when every selector says yes. */
export interface Coverage {
	readonly answer: Answer;
	readonly reason: string;
}

const COVERED: Coverage = { answer: "yes", reason: "" };

/** The first selector that says no decides; otherwise one that cannot tell makes the whole unknown. */
export function coverage(match: Match, request: Requested): Coverage {
	let result = COVERED;
	for (const name of SELECTORS) {
		const selector = match[name];
		if (selector === undefined) continue;
		const answer = select(name, selector, request);
		if (answer.answer === "no") return answer;
		if (answer.answer === "unknown") result = answer;
	}
	return result;
}

function select(name: SelectorName, selector: Selector, request: Requested): Coverage {
	const { include, exclude } = "length" in selector ? { include: selector, exclude: undefined } : selector;
	const values = valuesOf(name, request);
	if (values === "unknown") return { answer: "unknown", reason: `${name}: not known yet` };
	if (values.length === 0 && name !== "tags") return { answer: "no", reason: `${name}: a ${request.kind} says nothing of it here` };
	const patternsFor = name === "tags" ? matchesTag : matchesAny;
	const shown = values.join(", ");
	if (include !== undefined && !values.some((value) => patternsFor(include, value))) {
		return uncertainTag(name, include, request) ?? { answer: "no", reason: `${name}: ${shown || "none"} is not included` };
	}
	if (exclude !== undefined && excluded(name, values, exclude, patternsFor)) {
		return { answer: "no", reason: `${name}: ${shown} is excluded` };
	}
	return (exclude && uncertainTag(name, exclude, request)) ?? COVERED;
}

/** Of several launch types all must be excluded: a definition that can also run elsewhere is judged for elsewhere. */
function excluded(name: SelectorName, values: readonly string[], exclude: readonly string[], matches: typeof matchesAny): boolean {
	const isExcluded = (value: string) => matches(exclude, value);
	return name === "launchTypes" ? values.every(isExcluded) : values.some(isExcluded);
}

/** They run somewhere, even where nothing says where: under a cluster's default strategy, or capacity of the customer's own. */
const RUNS: ReadonlySet<Kind> = new Set<Kind>(["Task", "Service", "TaskSet"]);

/** The members of an object by which it says what a selector asks for. */
const SAID_BY = {
	clusters: ["cluster", "clusterName", "clusterArn"],
	names: ["family", "serviceName", "service", "clusterName", "name", "daemonName", "taskDefinition"],
	launchTypes: ["launchType", "requiresCompatibilities", "capacityProviderStrategy"],
} satisfies Partial<Record<SelectorName, readonly string[]>>;

/** A cluster, a name or a launch type that exists only at deploy time, and so may be any. */
function saysLater(name: keyof typeof SAID_BY, { object }: Requested): boolean {
	return SAID_BY[name].some((member) => Object.hasOwn(object, member) && firstUnknown(object[member] as Json) !== undefined);
}

function valuesOf(name: SelectorName, request: Requested): readonly string[] | "unknown" {
	switch (name) {
		case "accounts":
			return request.account ? [request.account] : ofCaller([], request);
		case "regions":
			return present(request.region);
		case "clusters":
			return request.cluster === undefined && saysLater(name, request) ? "unknown" : present(request.cluster);
		case "names":
			return request.name === "" && saysLater(name, request) ? "unknown" : present(request.name);
		case "launchTypes":
			if (saysLater(name, request)) return "unknown";
			return request.launchTypes.length === 0 && (!("context" in request) || RUNS.has(request.kind)) ? "unknown" : request.launchTypes;
		case "principals":
			return ofCaller([...present(request.userInfo.arn), ...present(request.userInfo.issuerArn)], request);
		case "enforcementPoints":
			return [request.enforcementPoint];
		case "tags":
			return tagsOf(request);
	}
}

function tagsOf(request: Requested): readonly string[] | "unknown" {
	if (!("context" in request) && Object.keys(request.tags).length === 0) return "unknown";
	if (hidesTags(request.object.tags) || isUnseen(request)) return "unknown";
	return Object.entries(request.tags).flatMap(([key, value]) => (typeof value === "string" ? [`${key}=${value}`] : []));
}

/** What exists already was not looked up, so that nobody knows which tags it has. */
function isUnseen(request: Requested): boolean {
	const changes = request.operation !== "CREATE" && Object.keys(request.tags).length === 0;
	return changes && "context" in request && request.context.source === "copy";
}

/** What is known of a caller, unless nothing can be. */
function ofCaller(values: readonly string[], { userInfo }: Requested): readonly string[] | "unknown" {
	return userInfo.unknown === true ? "unknown" : values;
}

/** A list of tags, one of them, or the key of one, that is not known yet. */
function hidesTags(tags: Json | undefined): boolean {
	if (isUnknown(tags)) return true;
	return Array.isArray(tags) && tags.some((tag: Json) => isUnknown(tag) || isUnknown((tag as JsonObject | null)?.key));
}

function present(value: string | undefined): readonly string[] {
	return value === undefined || value === "" ? [] : [value];
}

function matchesTag(patterns: readonly string[], tag: string): boolean {
	const key = tag.slice(0, tag.indexOf("="));
	return patterns.some((pattern) => matchesPattern(pattern, pattern.includes("=") ? tag : key));
}

/** A tag whose value is only known at deploy time may or may not match a `key=value` pattern. */
function uncertainTag(name: SelectorName, patterns: readonly string[], request: Requested): Coverage | undefined {
	if (name !== "tags") return undefined;
	const key = Object.keys(request.tags).find(
		(key) => isUnknown(request.tags[key]) && patterns.some((pattern) => matchesPattern(pattern.split("=", 1)[0] as string, key)),
	);
	return key === undefined ? undefined : { answer: "unknown", reason: `tags: the value of ${key} is not known yet` };
}
