/** Where hashicorp/aws arranges a resource otherwise than ECS's API does. */
import type { Kind } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { memberOf, type Placed, type PlacedObject, placed } from "../placed.ts";
import { jsonIn } from "./after.ts";

/** Of the provider's own making, and no part of any request. */
const PROVIDERS_OWN = [
	...["id", "arn", "arn_without_revision", "tags_all", "timeouts", "region", "triggers", "skip_destroy", "track_latest"],
	...["wait_for_steady_state", "force_delete", "sigint_rollback"],
];

export function arranged(kind: Kind, resource: PlacedObject): PlacedObject {
	const members = new Map(resource.members);
	const tags = members.get("tags_all") ?? members.get("tags");
	for (const member of PROVIDERS_OWN) members.delete(member);
	if (tags !== undefined) members.set("tags", pairs(tags, "key"));
	const whole = { at: resource.at, members };
	if (kind === "Service") return change(deployment(whole), { network_configuration: awsvpc, volume_configuration: each(ebsTags) });
	if (kind === "TaskSet") return change(whole, { network_configuration: awsvpc });
	if (kind !== "TaskDefinition" && kind !== "DaemonTaskDefinition") return whole;
	return change(whole, {
		container_definitions: parsed,
		volume: each((volume) => change(volume, {}, { host_path: "host" })),
		proxy_configuration: each((proxy) => change(proxy, { properties: (properties) => pairs(properties, "name") })),
	});
}

type Change = (value: Placed) => Placed;

function change(
	from: PlacedObject,
	changes: Readonly<Record<string, Change>>,
	wrapped: Readonly<Record<string, string>> = {},
): PlacedObject {
	const entries = [...from.members].map(([key, value]): [string, Placed] => {
		const block = Object.hasOwn(wrapped, key) ? wrapped[key] : undefined;
		if (block !== undefined) return [block, { at: value.at, members: new Map([["source_path", value]]) }];
		return [key, Object.hasOwn(changes, key) ? (changes[key] as Change)(value) : value];
	});
	return { at: from.at, members: new Map(entries) };
}

/** Every object of a list of blocks. */
function each(change: (object: PlacedObject) => Placed): Change {
	return (value) => {
		if ("items" in value) return { at: value.at, items: value.items.map(each(change)) };
		return "members" in value ? change(value) : value;
	};
}

/** A map as ECS's list of `{key, value}` or `{name, value}`. */
function pairs(map: Placed, label: "key" | "name"): Placed {
	if (!("members" in map)) return map;
	const pair = ([key, value]: [string, Placed]): Placed => ({
		at: value.at,
		members: new Map<string, Placed>([
			[label, { at: value.at, value: key }],
			["value", value],
		]),
	});
	return { at: map.at, items: [...map.members].map(pair) };
}

/** `container_definitions` is JSON in a text; what is none stays for the schema to refuse. */
function parsed(value: Placed): Placed {
	if (!("value" in value) || typeof value.value !== "string") return value;
	const inside = jsonIn(value.value);
	return inside === undefined ? value : placed(inside, value.at, true);
}

/** `assign_public_ip` is true or false there, and the block stands for its `awsvpcConfiguration`. */
const awsvpc: Change = each((block) => {
	const inner = change(block, { assign_public_ip: enabled });
	return { at: block.at, members: new Map([["awsvpc_configuration", inner]]) };
});

function enabled(value: Placed): Placed {
	if (!("value" in value) || isUnknown(value.value)) return value;
	return { at: value.at, value: String(value.value) === "true" ? "ENABLED" : "DISABLED" };
}

function ebsTags(volume: PlacedObject): Placed {
	const tags = each((specification) => change(specification, { tags: (map) => pairs(map, "key") }));
	return change(volume, { managed_ebs_volume: each((ebs) => change(ebs, { tag_specifications: tags })) });
}

const OF_DEPLOYMENT: Readonly<Record<string, string>> = {
	deployment_maximum_percent: "maximum_percent",
	deployment_minimum_healthy_percent: "minimum_healthy_percent",
	deployment_circuit_breaker: "deployment_circuit_breaker",
	alarms: "alarms",
};

/** What the API keeps in `deploymentConfiguration` and the provider beside it. */
function deployment(service: PlacedObject): PlacedObject {
	const block = service.members.get("deployment_configuration");
	if (block !== undefined && "value" in block) return service;
	const own = block !== undefined && "items" in block ? block.items[0] : block;
	const members = new Map(own !== undefined && "members" in own ? own.members : []);
	for (const [from, to] of Object.entries(OF_DEPLOYMENT)) {
		const value = memberOf(service, from);
		if (value !== undefined) members.set(to, value);
	}
	const rest = [...service.members].filter(([key]) => !Object.hasOwn(OF_DEPLOYMENT, key) && key !== "deployment_configuration");
	const configuration: [string, Placed][] =
		members.size === 0 ? [] : [["deployment_configuration", { at: own?.at ?? service.at, members }]];
	return { at: service.at, members: new Map([...rest, ...configuration]) };
}
