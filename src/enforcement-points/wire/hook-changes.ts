/** A change set: what changes, with its values as far as they are known, and the template that says what refers to what. */
import type { Json, JsonObject } from "../../admission/request.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";
import { UnreadableText } from "../../source-text/unreadable-text.ts";
import { UnreadableEvent } from "../enforcement-point.ts";
import type { Change } from "./hook-event.ts";
import { type HookReading, ofOthers, parsed, resourcesOf } from "./hook-template.ts";
import { at, textAt } from "./json.ts";

/** Where a resource names another of its template. */
const LINKS = ["TaskDefinition", "Cluster", "ClusterName", "ClusterArn"];

export function changedResources(text: string | null | undefined, changes: readonly Change[]): HookReading {
	const made = changes.filter(({ action, resourceType }) => action !== "DELETE" && isJudged(resourceType));
	const declared = at(readableOr({}, text), "Resources");
	const all = isObject(declared) ? ecsResources(declared) : {};
	const after = made.map((change) => [change.logicalResourceId, resourceAfter(change, all)] as const);
	const before = made.flatMap((change) => {
		const properties = change.beforeContext ? propertiesIn(change, "beforeContext") : undefined;
		return properties === undefined ? [] : [[change.logicalResourceId, { Type: change.resourceType, Properties: properties }] as const];
	});
	const changed = new Set(made.map(({ logicalResourceId }) => logicalResourceId));
	const template = { Resources: { ...all, ...Object.fromEntries(after) } };
	const reading = resourcesOf(template, { Resources: Object.fromEntries(before) }, (id) => changed.has(id));
	return { ...reading, notJudged: [...reading.notJudged, ...ofOthers(made.map(({ resourceType }) => resourceType))] };
}

function isJudged(type: string): boolean {
	return type.startsWith("AWS::ECS::");
}

/** Those that something changed may refer to; what they need not be made is for others to say. */
function ecsResources(resources: JsonObject): JsonObject {
	const ours = Object.entries(resources).filter(([, resource]) => isJudged(textAt(resource, "Type") ?? ""));
	return Object.fromEntries(ours);
}

/** Its values come from the change set; a reference that is only known afterwards is the template's own, which names what is meant. */
function resourceAfter(change: Change, all: JsonObject): JsonObject {
	const { logicalResourceId: id, resourceType: Type } = change;
	const properties = propertiesIn(change, "afterContext");
	const written = LINKS.flatMap((link): readonly (readonly [string, Json])[] => {
		const reference = at(all[id], "Properties", link);
		return reference !== undefined && isPending(properties[link]) ? [[link, reference]] : [];
	});
	return { Type, Properties: { ...hiddenPending(properties), ...Object.fromEntries(written) } };
}

function propertiesIn(change: Change, member: "beforeContext" | "afterContext"): JsonObject {
	const context = readContext(change[member] ?? "", member);
	const properties = at(context, "Properties") ?? context;
	if (!isObject(properties)) throw unreadable(member, "must be the JSON of an object");
	return properties;
}

function readContext(text: string, member: string): Json {
	try {
		return parsed(text);
	} catch (error) {
		if (error instanceof UnreadableText) throw unreadable(member, `must be JSON: ${error.message}`);
		throw error;
	}
}

function unreadable(member: string, problem: string): UnreadableEvent {
	return new UnreadableEvent(`requestData.payload.changedResources.${member}`, problem);
}

/** Without its template a change set still says what changes. */
function readableOr(otherwise: Json, text: string | null | undefined): Json {
	try {
		return text ? parsed(text) : otherwise;
	} catch (error) {
		if (error instanceof UnreadableText) return otherwise;
		throw error;
	}
}

/** CloudFormation's own words for a value that exists once the change set is executed. */
function isPending(value: Json | undefined): boolean {
	return typeof value === "string" && value.includes("{{changeSet:");
}

/** A parameter with NoEcho shows as asterisks: what it is, nobody says. */
function hiddenPending(value: JsonObject): JsonObject;
function hiddenPending(value: Json): Json;
function hiddenPending(value: Json): Json {
	if (typeof value === "string") return /^\*{4,}$/.test(value) ? "{{changeSet:hidden by NoEcho}}" : value;
	if (isArray(value)) return value.map((item) => hiddenPending(item));
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hiddenPending(member)]));
}
