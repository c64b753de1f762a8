import { describe, expect, test } from "vitest";
import { asRequest, bodiesIn, isInjected, kindOf, stripNulls, tagsOf } from "./api-shape.ts";

const arn = "arn:aws:ecs:eu-west-1:111122223333";

test("nulls go, wherever they are members, and positions in lists stay", () => {
	expect(stripNulls({ a: null, b: { c: null, d: [null, { e: null, f: 0 }] } })).toEqual({ b: { d: [null, { f: 0 }] } });
	const hostile = stripNulls(JSON.parse('{"__proto__": {"privileged": true}, "constructor": null}'));
	expect(Object.getPrototypeOf(hostile)).toBe(Object.prototype);
	expect(Object.keys(hostile)).toEqual(["__proto__"]);
});

describe("the kind of a body is told by its shape", () => {
	test.each([
		["TaskDefinition", { family: "web", containerDefinitions: [] }],
		["DaemonTaskDefinition", { daemonTaskDefinitionArn: `${arn}:daemon-task-definition/a:1`, containerDefinitions: [] }],
		["Daemon", { daemonName: "a", daemonTaskDefinitionArn: "a:1", capacityProviderArns: [] }],
		["Task", { taskDefinition: "web:1", count: 2 }],
		["Task", { taskDefinition: "web:1", containerInstances: ["i"] }],
		["Task", { taskArn: `${arn}:task/prod/1`, taskDefinitionArn: `${arn}:task-definition/web:1`, containers: [] }],
		["Service", { serviceName: "web", taskDefinition: "web:1" }],
		["Service", { service: "web", cluster: "prod", taskDefinition: "web:1" }],
		["Service", { service: "web", desiredCount: 2 }],
		["Service", { serviceArn: `${arn}:service/prod/web` }],
		["TaskSet", { service: "web", cluster: "prod", taskDefinition: "web:1", launchType: "FARGATE" }],
		["TaskSet", { taskSetArn: `${arn}:task-set/prod/web/1`, taskDefinition: "web:1" }],
		["Cluster", { clusterName: "prod", settings: [] }],
		["Cluster", { clusterArn: `${arn}:cluster/prod`, clusterName: "prod" }],
		["CapacityProvider", { name: "cp", autoScalingGroupProvider: {} }],
		["ExpressGatewayService", { infrastructureRoleArn: "r", primaryContainer: {} }],
		[undefined, { service: "my-api", provider: { name: "aws" }, functions: {} }],
		[undefined, { name: "package", version: "1.0.0", taskDefinition: null }],
		[undefined, {}],
	])("%s", (kind, body) => expect(kindOf(body)).toBe(kind));
});

describe("bodies are taken out of describe answers", () => {
	test("one, with its tags", () => {
		const document = { taskDefinition: { family: "web", containerDefinitions: [] }, tags: [{ key: "a", value: "b" }] };
		expect(bodiesIn(document)).toEqual([{ family: "web", containerDefinitions: [], tags: [{ key: "a", value: "b" }] }]);
	});
	test("several", () => expect(bodiesIn({ services: [{ serviceName: "a" }, { serviceName: "b" }], failures: [] })).toHaveLength(2));
	test("a request that has a member of that name is itself", () => {
		for (const document of [
			{ taskDefinition: "web:1" },
			{ clusterName: "c", capacityProviders: ["FARGATE"], settings: [] },
			{ services: { web: {} } },
		]) {
			expect(bodiesIn(document)).toEqual([document]);
		}
	});
	test("a marker is a value, not a wrapper", () => {
		const document = { taskDefinition: { $unknown: "Ref TaskDefinition" }, count: 1 };
		expect(bodiesIn(document)).toEqual([document]);
	});
});

describe("what ECS describes becomes the request that would make it", () => {
	test("a task definition", () => {
		const described = {
			taskDefinitionArn: "a",
			revision: 1,
			status: "ACTIVE",
			requiresAttributes: [],
			compatibilities: ["EC2"],
			registeredAt: 1.5,
			registeredBy: "b",
		};
		expect(asRequest("TaskDefinition", { ...described, family: "web", taskRoleArn: null, cpu: "256" })).toEqual({
			family: "web",
			cpu: "256",
		});
	});
	test("a task", () => {
		const described = {
			taskArn: "t",
			lastStatus: "RUNNING",
			clusterArn: `${arn}:cluster/prod`,
			taskDefinitionArn: `${arn}:task-definition/web:1`,
			cpu: "256",
			launchType: "FARGATE",
		};
		expect(asRequest("Task", described)).toEqual({
			cluster: `${arn}:cluster/prod`,
			taskDefinition: `${arn}:task-definition/web:1`,
			launchType: "FARGATE",
		});
	});
	test("a service, with what only its newest deployment tells", () => {
		const deployments = [
			{ status: "ACTIVE", volumeConfigurations: [{ name: "old" }] },
			{
				status: "PRIMARY",
				volumeConfigurations: [{ name: "new" }],
				serviceConnectConfiguration: { enabled: true },
				rolloutState: "COMPLETED",
			},
		];
		const described = {
			serviceArn: "s",
			serviceName: "web",
			clusterArn: "c",
			roleArn: "r",
			status: "ACTIVE",
			events: [],
			deployments,
			enableExecuteCommand: false,
		};
		expect(asRequest("Service", described)).toEqual({
			...{ serviceName: "web", cluster: "c", role: "r", enableExecuteCommand: false },
			...{ volumeConfigurations: [{ name: "new" }], serviceConnectConfiguration: { enabled: true } },
		});
	});
	test("a task set names its service", () => {
		expect(asRequest("TaskSet", { id: "ecs-svc/1", serviceArn: `${arn}:service/prod/web`, taskDefinition: "t" })).toEqual({
			service: "web",
			taskDefinition: "t",
		});
	});
	test("what is no description stays", () => expect(asRequest("TaskExec", { task: "t", status: "x" })).toEqual({ task: "t", status: "x" }));
});

test("tags become a map that no key can poison", () => {
	const tags = tagsOf([
		{ key: "team", value: "shop" },
		{ key: "empty" },
		{ value: "nameless" },
		"garbage",
		{ key: "__proto__", value: "x" },
		{ key: "u", value: { $unknown: "Ref" } },
	]);
	expect(Object.entries(tags)).toEqual([
		["team", "shop"],
		["empty", ""],
		["__proto__", "x"],
		["u", { $unknown: "Ref" }],
	]);
	expect(tagsOf("none")).toEqual({});
});

test("containers that AWS adds are told by their names", () => {
	expect(["aws-guardduty-agent-x1", "ecs-service-connect-y2", "app"].map(isInjected)).toEqual([true, true, false]);
});
