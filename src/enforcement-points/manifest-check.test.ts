import { expect, test } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import { decision } from "../../test/requests.ts";
import { manifestCheck } from "./manifest-check.ts";

const read = (name: string) => manifestCheck.read(fixture("manifest-check", name));
const readBody = (body: unknown, more: object = {}) => manifestCheck.read({ source: "a.json", body, ...more });

test.for([
	["register-task-definition", "RegisterTaskDefinition", "TaskDefinition", "orders"],
	["run-task", "RunTask", "Task", "orders"],
	["start-task", "StartTask", "Task", "orders"],
	["create-service", "CreateService", "Service", "orders"],
	["update-service", "UpdateService", "Service", "orders"],
	["create-task-set", "CreateTaskSet", "TaskSet", "orders"],
	["create-cluster", "CreateCluster", "Cluster", "main"],
	["create-capacity-provider", "CreateCapacityProvider", "CapacityProvider", "build-farm"],
] as const)("reads %s as %s", ([file, action, kind, name]) => {
	expect(read(file)).toMatchObject([{ action, kind, name }]);
	expect(read(file)[0]).not.toHaveProperty("account");
});

test("reads described output as the request that would make it, with the account and Region it names", () => {
	const [request] = read("describe-task-definition");
	expect(request).toMatchObject({
		action: "RegisterTaskDefinition",
		account: "123456789012",
		region: "us-east-1",
		tags: { team: "orders" },
	});
	for (const member of ["taskDefinitionArn", "revision", "status", "taskRoleArn"]) expect(request?.object).not.toHaveProperty(member);
});

test("reads every service of a list", () => {
	expect(read("describe-services").map(({ name, cluster }) => [name, cluster])).toEqual([
		["orders", "main"],
		["billing", "main"],
	]);
});

test("takes the user's word for the kind", () => {
	expect(readBody({ clusterName: "main" }, { kind: "Cluster" })).toMatchObject([{ kind: "Cluster", name: "main" }]);
	expect(readBody({}, { kind: "TaskDefinition" })).toMatchObject([{ kind: "TaskDefinition", object: {} }]);
	expect(() => readBody({}, { kind: "Pod" })).toThrow("kind: must be one of");
	expect(() => readBody([], { kind: "Task" })).toThrow("body: must be an object");
});

test.for([null, 7, "text", [], {}, { name: "orders", version: "1.0.0" }, { Resources: {} }])("reads nothing in %j", (body) => {
	expect(readBody(body)).toEqual([]);
});

test("answers the decisions as they are", () => {
	const decisions = [decision()];
	expect(manifestCheck.answer({}, decisions)).toBe(decisions);
});
