import { describe, expect, test } from "vitest";
import { fixture, fixturesOf } from "../../test/fixtures.ts";
import type { UnresolvedRequest } from "../admission/request.ts";
import { cloudtrailEvent } from "./cloudtrail-event.ts";
import { UnreadableEvent } from "./enforcement-point.ts";

const ECS = "arn:aws:ecs:us-east-1:123456789012";
const REDACTED = { $unknown: "redacted by CloudTrail" };

interface CallEvent {
	readonly detail: Readonly<Record<string, unknown>>;
	readonly [member: string]: unknown;
}

function event(name: string, detail: object = {}, envelope: object = {}): CallEvent {
	const recorded = fixture("cloudtrail-event", name) as CallEvent;
	return { ...recorded, ...envelope, detail: { ...recorded.detail, ...detail } };
}

function read(name: string, detail: object = {}, envelope: object = {}): UnresolvedRequest {
	const [request, ...more] = cloudtrailEvent.read(event(name, detail, envelope));
	expect(more).toEqual([]);
	if (request === undefined) throw new Error(`${name} gave no request`);
	return request;
}

describe("reads", () => {
	test.for([
		["register-task-definition", "TaskDefinition", "CREATE", "orders", undefined],
		["run-task-overrides", "Task", "CREATE", "orders", "main"],
		["start-task", "Task", "CREATE", "orders", "main"],
		["create-service", "Service", "CREATE", "orders", "main"],
		["update-service-desired-count", "Service", "UPDATE", "orders", "main"],
		["create-task-set", "TaskSet", "CREATE", "orders", "main"],
		["run-task-no-capacity", "Task", "CREATE", "orders", "default"],
	] as const)("%s", ([name, kind, operation, expectedName, cluster]) => {
		expect(read(name)).toMatchObject({
			kind,
			operation,
			name: expectedName,
			account: "123456789012",
			region: "us-east-1",
			partition: "aws",
		});
		expect(read(name).cluster).toBe(cluster);
	});

	test("who asked, when, and what tells the happening from others", () => {
		const request = read("register-task-definition");
		const { eventID, requestID } = event("register-task-definition").detail;
		expect(request).toMatchObject({ time: "2026-03-02T09:10:11Z", duplicateKey: eventID, awsRequestId: requestID, dryRun: false });
		expect(request.userInfo).toEqual({
			arn: "arn:aws:sts::123456789012:assumed-role/Admin/alice",
			issuerArn: "arn:aws:iam::123456789012:role/Admin",
		});
		expect(request.tags).toEqual({ team: "orders", seen: "" });
		expect(request).not.toHaveProperty("replayed");
	});

	test("an AWS service without an ARN by its DNS name, and what it does for somebody", () => {
		expect(read("run-task-by-batch").userInfo).toEqual({ arn: "batch.amazonaws.com", invokedBy: "batch.amazonaws.com" });
		expect(read("update-service-desired-count").userInfo.invokedBy).toBe("ecs.application-autoscaling.amazonaws.com");
		expect(read("start-task", { userIdentity: null }).userInfo).toEqual({ arn: "" });
	});

	test("ECS's full ARNs rather than what was typed", () => {
		expect(read("run-task-overrides").references).toEqual({
			taskDefinition: `${ECS}:task-definition/orders:9`,
			tasks: [`${ECS}:task/main/${"0a".repeat(16)}`, `${ECS}:task/main/${"0b".repeat(16)}`],
			cluster: `${ECS}:cluster/main`,
		});
		expect(read("create-service-answer-omitted").references).toEqual({ taskDefinition: "orders:9", service: "orders", cluster: "default" });
	});

	test("other partitions and replays", () => {
		const request = read("update-service-china-replayed");
		expect(request).toMatchObject({ partition: "aws-cn", region: "cn-north-1", name: "orders", cluster: "main", replayed: true });
	});

	test("the body without nulls, and what CloudTrail hid as unknown", () => {
		expect(JSON.stringify(read("register-task-definition").object)).not.toContain("null");
		const { containerDefinitions } = read("register-task-definition-redacted").object;
		expect(containerDefinitions).toMatchObject([{ environment: REDACTED }, { environment: [{ name: "TOKEN", value: REDACTED }] }]);
	});
});

describe("drops nothing", () => {
	test("when CloudTrail left the request out: ECS's answer says what it was about", () => {
		const request = read("run-task-parameters-omitted");
		expect(request).toMatchObject({ object: {}, name: "orders", references: { taskDefinition: `${ECS}:task-definition/orders:9` } });
	});

	test("when it left everything out: then nothing can be resolved", () => {
		expect(read("run-task-everything-omitted")).toMatchObject({ object: {}, references: {}, name: "" });
		for (const { event: recorded } of fixturesOf("cloudtrail-event")) {
			const emptied = {
				...(recorded as CallEvent),
				detail: { ...(recorded as CallEvent).detail, requestParameters: null, responseElements: null },
			};
			expect(cloudtrailEvent.read(emptied)).toMatchObject([{ object: {}, references: {} }]);
		}
	});

	test("for wrong types in the body: the schema check judges them", () => {
		const requestParameters = { family: 7, containerDefinitions: "none", tags: "none", requiresCompatibilities: [1] };
		expect(read("register-task-definition", { requestParameters })).toMatchObject({
			object: requestParameters,
			tags: {},
			launchTypes: ["FARGATE"],
		});
	});

	test("for a session name that was masked before the event was kept", () => {
		const userIdentity = { arn: { $unknown: "masked" }, sessionContext: { sessionIssuer: { arn: "arn:aws:iam::123456789012:role/ci" } } };
		expect(read("start-task", { userIdentity }).userInfo.arn).toBe("arn:aws:iam::123456789012:role/ci");
	});
});

test.for([
	["a failed call", { errorCode: "ClientException" }],
	["a read-only call", { readOnly: true }],
	["another call", { eventName: "StopTask" }],
	["a call named as an object's own member", { eventName: "constructor" }],
] as const)("asks nothing for %s", ([, detail]) => {
	expect(cloudtrailEvent.read(event("run-task-overrides", detail))).toEqual([]);
});

test.for([
	["detail.eventID", { eventID: 7 }, {}],
	["detail.eventName", { eventName: null }, {}],
	["detail.errorCode", { errorCode: {} }, {}],
	["detail.eventTime", { eventTime: "yesterday" }, {}],
	["detail.requestParameters", { requestParameters: "{}" }, {}],
	["detail.userIdentity.arn", { userIdentity: { arn: 1 } }, {}],
	["detail.recipientAccountId", { recipientAccountId: "12" }, {}],
	["account", {}, { account: 123456789012 }],
	["source", {}, { source: null }],
	["detail-type", {}, { "detail-type": "AWS API call" }],
	["detail.eventSource", { eventSource: null }, {}],
] as const)("says which field is unreadable: %s", ([field, detail, envelope]) => {
	expect(() => cloudtrailEvent.read(event("run-task-overrides", detail, envelope))).toThrow(UnreadableEvent);
	expect(() => cloudtrailEvent.read(event("run-task-overrides", detail, envelope))).toThrow(`${field}: `);
});
