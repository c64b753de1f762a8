import { expect, test } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import type { UnresolvedRequest } from "../admission/request.ts";
import { taskStateChange } from "./task-state-change.ts";

const ECS = "arn:aws:ecs:us-east-1:123456789012";

interface TaskEvent {
	readonly detail: Readonly<Record<string, unknown>>;
}

function event(name: string, detail: object = {}): TaskEvent {
	const recorded = fixture("task-state-change", name) as TaskEvent;
	return { ...recorded, detail: { ...recorded.detail, ...detail } };
}

function read(name: string, detail: object = {}): UnresolvedRequest {
	const [request] = taskStateChange.read(event(name, detail));
	if (request === undefined) throw new Error(`${name} gave no request`);
	return request;
}

test("reads a task as the RunTask call that would have started it", () => {
	expect(read("provisioning-by-itself")).toMatchObject({
		kind: "Task",
		operation: "CREATE",
		action: "ECS Task State Change",
		name: "orders",
		cluster: "main",
		launchTypes: ["FARGATE"],
		time: "2026-03-02T09:10:11Z",
		duplicateKey: `task/${ECS}:task/main/${"1a".repeat(16)}`,
		object: {
			taskDefinition: `${ECS}:task-definition/orders:9`,
			startedBy: "alice",
			enableExecuteCommand: false,
			networkConfiguration: { $unknown: "a task event does not carry it" },
		},
	});
});

test("names nobody: startedBy is the caller's own text and must not pass for a principal", () => {
	expect(read("provisioning-by-itself", { startedBy: "arn:aws:iam::123456789012:role/break-glass" }).userInfo).toEqual({ arn: "" });
});

test("makes one request per service and revision, however many tasks it starts", () => {
	const first = read("provisioning-of-service");
	const second = read("provisioning-of-service", { taskArn: `${ECS}:task/main/${"2b".repeat(16)}` });
	expect(first.duplicateKey).toBe(`service/${ECS}:cluster/main/orders/${ECS}:task-definition/orders:9`);
	expect(second.duplicateKey).toBe(first.duplicateKey);
	expect(first.references.service).toBe("orders");
	const next = read("provisioning-of-service", { taskDefinitionArn: `${ECS}:task-definition/orders:10` });
	expect(next.duplicateKey).not.toBe(first.duplicateKey);
});

test("judges by itself a task that says it is of a service whose deployment did not start it", () => {
	const request = read("running-claims-a-service");
	expect(request.duplicateKey).toMatch(/^task\//);
	expect(request.references).not.toHaveProperty("service");
});

test.for([
	{ startedBy: undefined },
	{ startedBy: "alice" },
	{ overrides: { taskRoleArn: "arn:aws:iam::123456789012:role/Admin", containerOverrides: [] } },
	{ overrides: { containerOverrides: [{ name: "app", command: ["sh"] }] } },
	{ overrides: "all" },
])("a task with %j is not one that a service started", (detail) => {
	expect(read("provisioning-of-service", detail).duplicateKey).toMatch(/^task\//);
});

test('puts right "null", "false" and numbers as strings, but no value of the caller\'s', () => {
	const { overrides } = read("provisioning-by-itself").object;
	expect(overrides).toEqual({
		taskRoleArn: "arn:aws:iam::123456789012:role/Admin",
		containerOverrides: [{ name: "app", command: ["sh", "-c", "id"], environment: [{ name: "MODE", value: "null" }], cpu: 128 }],
	});
	expect(read("running-with-injected-sidecar").object.enableExecuteCommand).toBe(false);
	expect(read("running-with-injected-sidecar", { enableExecuteCommand: "true" }).object.enableExecuteCommand).toBe(true);
	expect(read("pending-on-instance").object).not.toHaveProperty("platformVersion");
});

test("does not judge the containers that AWS adds, and is not fooled by their names", () => {
	expect(read("running-with-injected-sidecar").object.overrides).toEqual({ containerOverrides: [{ name: "app" }] });
	const name = "aws-guardduty-agent-mine";
	const posing = { containers: [{ name, image: "miner" }], overrides: { containerOverrides: [{ name, command: ["mine"] }] } };
	expect(read("provisioning-by-itself", posing).object.overrides).toEqual({ containerOverrides: [{ name, command: ["mine"] }] });
});

test("leaves wrong types to the schema check", () => {
	const wrong = { overrides: "none", containers: 7, launchType: 3, enableExecuteCommand: "perhaps" };
	expect(read("provisioning-by-itself", wrong)).toMatchObject({
		launchTypes: [],
		object: { overrides: "none", launchType: 3, enableExecuteCommand: "perhaps" },
	});
	const lists = { overrides: { containerOverrides: ["x", null] }, containers: [null, "x"] };
	expect(read("provisioning-by-itself", lists).object.overrides).toEqual({ containerOverrides: ["x", null] });
});

test.for(["DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED", "DELETED"])("asks nothing for a task that is %s", (lastStatus) => {
	expect(taskStateChange.read(event("provisioning-by-itself", { lastStatus }))).toEqual([]);
});

test.for(["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "SOMETHING_NEW"])("reads a task that is %s", (lastStatus) => {
	expect(taskStateChange.read(event("provisioning-by-itself", { lastStatus }))).toHaveLength(1);
	expect(taskStateChange.read(event("provisioning-by-itself", { lastStatus, desiredStatus: "STOPPED" }))).toEqual([]);
});

test.for([
	["detail.taskArn", { taskArn: `${ECS}:cluster/main` }],
	["detail.clusterArn", { clusterArn: "main" }],
	["detail.taskDefinitionArn", { taskDefinitionArn: null }],
	["detail.desiredStatus", { desiredStatus: undefined }],
	["detail.group", { group: 7 }],
] as const)("says which field is unreadable: %s", ([field, detail]) => {
	expect(() => taskStateChange.read(event("provisioning-by-itself", detail))).toThrow(`${field}: `);
});
