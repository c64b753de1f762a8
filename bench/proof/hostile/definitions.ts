/** Task definitions that the profile `baseline` denies, each for one reason that stands in one place, and one that it allows. */
import type { Json, JsonObject } from "../../../src/admission/request.ts";
import type { Chance } from "../../simulation/chance.ts";

const CONTAINER = {
	name: "app",
	image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/orders:1.4.2",
	essential: true,
	memory: 512,
	user: "1000:1000",
	readonlyRootFilesystem: true,
	portMappings: [{ containerPort: 8080, protocol: "tcp" }],
	environment: [{ name: "LOG_LEVEL", value: "info" }],
	dockerLabels: { team: "orders" },
	logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/orders", "awslogs-region": "eu-central-1" } },
};

const COMPLYING: JsonObject = {
	family: "orders",
	networkMode: "bridge",
	requiresCompatibilities: ["EC2"],
	containerDefinitions: [CONTAINER],
	tags: [{ key: "owner", value: "orders" }],
};

const withContainer = (over: JsonObject): JsonObject => ({ ...COMPLYING, containerDefinitions: [{ ...CONTAINER, ...over }] });

export const VIOLATING: readonly JsonObject[] = [
	withContainer({ privileged: true }),
	withContainer({ linuxParameters: { capabilities: { add: ["SYS_ADMIN"] } } }),
	withContainer({ environment: [{ name: "KEY", value: "AKIAIOSFODNN7EXAMPLE" }] }),
	{ ...COMPLYING, pidMode: "host" },
	{ ...COMPLYING, ipcMode: "host" },
	{ ...COMPLYING, networkMode: "host" },
	{
		...withContainer({ mountPoints: [{ sourceVolume: "v", containerPath: "/s" }] }),
		volumes: [{ name: "v", host: { sourcePath: "/var/run/docker.sock" } }],
	},
];

/** One of the families of an account: a store that knows one alone follows ever more findings of it. */
const FAMILIES = 200;

export function violating(chance: Chance): JsonObject {
	return { ...chance.pick(VIOLATING), family: `orders-${chance.whole(1, FAMILIES)}` };
}

export function complying(chance: Chance): JsonObject {
	return { ...COMPLYING, family: `orders-${chance.whole(1, FAMILIES)}` };
}

/** Whether one of those reasons stands in it, as ECS would read it: what the policies find, in other words than theirs. */
export function stillViolates({ containerDefinitions, volumes, pidMode, ipcMode, networkMode }: JsonObject): boolean {
	if ([pidMode, ipcMode, networkMode].includes("host")) return true;
	const anyOf = (list: Json | undefined, is: (item: JsonObject) => boolean) =>
		Array.isArray(list) && list.some((item: Json) => typeof item === "object" && item !== null && is(item as JsonObject));
	if (anyOf(volumes, ({ host }) => (host as JsonObject | undefined)?.sourcePath === "/var/run/docker.sock")) return true;
	return anyOf(containerDefinitions, ({ privileged, linuxParameters, environment }) => {
		const { capabilities } = (linuxParameters ?? {}) as { readonly capabilities?: { readonly add?: Json } };
		const adds = Array.isArray(capabilities?.add) && capabilities.add.includes("SYS_ADMIN");
		return privileged === true || adds || anyOf(environment, ({ value }) => value === "AKIAIOSFODNN7EXAMPLE");
	});
}

/** Names of somebody's own. */
const MAPS = new Set(["dockerLabels", "options"]);

/** As CloudFormation spells it. */
export function inTemplateSpelling(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(inTemplateSpelling);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [
			key.charAt(0).toUpperCase() + key.slice(1),
			MAPS.has(key) ? member : inTemplateSpelling(member),
		]),
	);
}
