import { expect, test } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import { decision } from "../../test/requests.ts";
import type { UnresolvedRequest } from "../admission/request.ts";
import { UnreadableEvent } from "./enforcement-point.ts";
import { webhook } from "./webhook.ts";

interface Review {
	readonly request: Readonly<Record<string, unknown>>;
}

function review(name: string, request: object = {}, envelope: object = {}): Review {
	const recorded = fixture("webhook", name) as Review;
	return { ...recorded, ...envelope, request: { ...recorded.request, ...request } };
}

function read(name: string, request: object = {}): UnresolvedRequest {
	const [found] = webhook.read(review(name, request));
	if (found === undefined) throw new Error(`${name} gave no request`);
	return found;
}

test.for([
	["task-definition", "RegisterTaskDefinition", "orders", undefined],
	["run-task-dry-run", "RunTask", "orders", "main"],
	["start-task", "StartTask", "orders", "main"],
	["update-service", "UpdateService", "orders", "main"],
	["create-cluster", "CreateCluster", "main", "main"],
	["connect-to-task", "ExecuteCommand", "orders", "main"],
] as const)("reads %s as %s", ([file, action, name, cluster]) => {
	expect(read(file)).toMatchObject({ action, name, enforcementPoint: "webhook" });
	expect(read(file).cluster).toBe(cluster);
	expect(read(file)).not.toHaveProperty("duplicateKey");
});

test("keeps dryRun, the old object, and the account and Region where they are told", () => {
	expect(read("run-task-dry-run").dryRun).toBe(true);
	expect(read("update-service").oldObject).toEqual({ service: "orders", cluster: "main", taskDefinition: "orders:9" });
	expect(read("task-definition", { region: "cn-north-1" })).toMatchObject({
		account: "123456789012",
		region: "cn-north-1",
		partition: "aws-cn",
	});
	expect(read("task-definition-minimal")).not.toHaveProperty("account");
});

test("believes the object before what is said about it", () => {
	expect(read("run-task-dry-run", { cluster: "sandbox" })).toMatchObject({ cluster: "main", references: { cluster: "main" } });
	expect(read("run-task-dry-run", { object: { taskDefinition: "a" }, cluster: "sandbox" })).toMatchObject({
		cluster: "sandbox",
		name: "a",
	});
	expect(read("task-definition", { name: "excused" }).name).toBe(read("task-definition").name);
});

test("finds its way by the usual names for operations that have no call", () => {
	const daemon = { kind: "Daemon", operation: "DELETE", object: { daemonName: "agent", cluster: "main" } };
	expect(read("task-definition", daemon)).toMatchObject({ kind: "Daemon", action: "DELETE Daemon", name: "agent", cluster: "main" });
	expect(read("update-service", { operation: "DELETE", name: undefined })).toMatchObject({
		action: "DELETE Service",
		operation: "DELETE",
		name: "orders",
	});
});

test.for([
	["apiVersion", {}, { apiVersion: "admission.k8s.io/v1" }],
	["kind", {}, { kind: "Review" }],
	["request.uid", { uid: "" }, {}],
	["request.kind", { kind: "Pod" }, {}],
	["request.operation", { operation: "create" }, {}],
	["request.object", { object: [] }, {}],
	["request.object", { object: undefined }, {}],
	["request.userInfo.arn", { userInfo: {} }, {}],
	["request.account", { account: "main" }, {}],
	["request.dryRun", { dryRun: "yes" }, {}],
] as const)("says which field is unreadable: %s", ([field, request, envelope]) => {
	expect(() => webhook.read(review("task-definition", request, envelope))).toThrow(UnreadableEvent);
	expect(() => webhook.read(review("task-definition", request, envelope))).toThrow(`${field}: `);
});

test("lists the kinds that there are", () => {
	expect(() => webhook.read(review("task-definition", { kind: "Pod" }))).toThrow(
		"request.kind: must be one of TaskDefinition, Task, TaskSet",
	);
});

test("answers the review that was asked", () => {
	const asked = review("task-definition", { uid: "u-7" });
	expect(webhook.answer(asked, [decision()]).response).toMatchObject({ uid: "u-7", allowed: false });
	expect(() => webhook.answer(asked, [])).toThrow("review u-7 has no decision");
	expect(() => webhook.answer({}, [])).toThrow(UnreadableEvent);
});
