import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../admission/request.ts";
import model from "./generated/ecs-requests.json" with { type: "json" };
import { checkShape } from "./shape.ts";

const fields = (object: unknown, kind: Parameters<typeof checkShape>[0] = "TaskDefinition") =>
	checkShape(kind, object as JsonObject).map(({ field }) => field);

test("a wrong type is named with what it must be and what it is", () => {
	expect(checkShape("TaskDefinition", { family: "web", containerDefinitions: "none" })).toEqual([
		{ msg: "containerDefinitions must be an array, not a string", field: "/containerDefinitions" },
	]);
	expect(checkShape("TaskDefinition", { containerDefinitions: [{ portMappings: [{ containerPort: "80" }] }] })).toEqual([
		{
			msg: "containerDefinitions[0].portMappings[0].containerPort must be a number, not a string",
			field: "/containerDefinitions/0/portMappings/0/containerPort",
		},
	]);
});

test("unknown members pass, and no member is required", () => {
	expect(checkShape("TaskDefinition", { brandNew: [1], containerDefinitions: [{ brandNew: "x" }] })).toEqual([]);
	expect(checkShape("Task", {})).toEqual([]);
});

describe("every type that ECS has", () => {
	test.each([
		["/containerDefinitions/0/environment", { containerDefinitions: [{ environment: "hidden" }] }],
		["/containerDefinitions/0/privileged", { containerDefinitions: [{ privileged: "true" }] }],
		["/containerDefinitions/0", { containerDefinitions: [null] }],
		["/containerDefinitions/0/dockerLabels/a~1b", { containerDefinitions: [{ dockerLabels: { "a/b": 1 } }] }],
		["/containerDefinitions/0/command/1", { containerDefinitions: [{ command: ["a", 1] }] }],
		["/cpu", { cpu: 256 }],
		["/runtimePlatform", { runtimePlatform: "LINUX" }],
	])("%s", (field, object) => expect(fields(object)).toEqual([field]));

	test("any JSON where the model has a document", () => {
		const lifecycleHooks = [{ hookDetails: { any: ["thing"] } }, { hookDetails: "text" }];
		expect(fields({ deploymentConfiguration: { lifecycleHooks } }, "Service")).toEqual([]);
	});
});

test("the members of both requests of a kind are known", () => {
	expect(fields({ count: "1", containerInstances: "i" }, "Task")).toEqual(["/count", "/containerInstances"]);
	expect(fields({ serviceName: 1, service: 1 }, "Service")).toEqual(["/serviceName", "/service"]);
});

test("an unknown value is no mismatch, wherever it stands, and hides no other", () => {
	const marker = { $unknown: "Ref X" };
	const object = { family: marker, volumes: marker, containerDefinitions: [marker, { image: marker, environment: marker, cpu: "x" }] };
	expect(fields(object)).toEqual(["/containerDefinitions/1/cpu"]);
	expect(fields(marker)).toEqual([]);
});

test("keys of the prototype are no members", () => {
	expect(fields(JSON.parse('{"__proto__": {"family": 1}, "constructor": 1, "toString": []}'))).toEqual([]);
	expect(fields(JSON.parse('{"containerDefinitions": [{"dockerLabels": {"__proto__": 1}}]}'))).toEqual([
		"/containerDefinitions/0/dockerLabels/__proto__",
	]);
});

test("the first twenty are enough, and a body full of them takes no time", () => {
	const started = performance.now();
	expect(checkShape("TaskDefinition", { containerDefinitions: new Array(500_000).fill(1) })).toHaveLength(20);
	expect(performance.now() - started).toBeLessThan(500);
});

test.each(["TaskExec", "Tags", "AccountSetting", "RuntimeAlert"] as const)("the model gives no body to %s", (kind) => {
	expect(checkShape(kind, { tags: 1 })).toEqual([]);
});

test.each(["TaskSet", "Cluster", "CapacityProvider", "DaemonTaskDefinition", "Daemon", "ExpressGatewayService"] as const)(
	"%s is checked",
	(kind) => {
		expect(fields({ tags: "x" }, kind)).toEqual(["/tags"]);
	},
);

test("the schema is of the SDK that is installed; otherwise run npm run generate:schema", () => {
	const { version } = createRequire(import.meta.url)("@aws-sdk/client-ecs/package.json") as { version: string };
	expect(model.$comment).toContain(`@aws-sdk/client-ecs ${version} `);
});
