import { describe, expect, test } from "vitest";
import {
	arnIn,
	clusterArn,
	clusterName,
	familyRevision,
	isIn,
	parseArn,
	partitionOf,
	serviceArn,
	taskArn,
	taskDefinitionArn,
} from "./arn.ts";

const place = { partition: "aws-cn", account: "111122223333", region: "cn-north-1" };
const base = "arn:aws-cn:ecs:cn-north-1:111122223333";

describe("parseArn", () => {
	test.each([
		["task-definition/web:7", { resourceType: "task-definition", name: "web:7" }],
		["daemon-task-definition/agent:2", { resourceType: "daemon-task-definition", name: "agent:2" }],
		["service/web", { resourceType: "service", name: "web", service: "web" }],
		["service/prod/web", { resourceType: "service", name: "web", service: "web", cluster: "prod" }],
		["task/0f1e", { resourceType: "task", name: "0f1e" }],
		["task/prod/0f1e", { resourceType: "task", name: "0f1e", cluster: "prod" }],
		["cluster/prod", { resourceType: "cluster", name: "prod", cluster: "prod" }],
		["service-deployment/prod/web/Ab1", { resourceType: "service-deployment", name: "Ab1", cluster: "prod", service: "web" }],
		["service-revision/prod/web/931", { resourceType: "service-revision", name: "931", cluster: "prod", service: "web" }],
		["task-set/prod/web/ecs-svc/1", { resourceType: "task-set", name: "1", cluster: "prod", service: "web" }],
	])("%s", (text, expected) => {
		const resource = text.slice(text.indexOf("/") + 1);
		expect(parseArn(`${base}:${text}`)).toEqual({ ...place, resource, ...expected });
	});

	test.each([
		"",
		"web",
		"arn:aws:iam::111122223333:role/x",
		"arn:aws:ecs:eu-west-1:1:task/x",
		"arn:other:ecs:eu-west-1:111122223333:task/x",
		`${base}:task/`,
		`${base}:task/a b`,
	])("not an ECS ARN: %j", (text) => expect(parseArn(text)).toBeUndefined());
});

test.each([
	["cn-north-1", "aws-cn"],
	["us-gov-west-1", "aws-us-gov"],
	["eu-central-1", "aws"],
	["", "aws"],
])("the partition of %j is %s", (region, partition) => expect(partitionOf(region)).toBe(partition));

test("full ARNs are built in the place, and ARNs stay as they are", () => {
	expect(taskDefinitionArn(place, "web:7")).toBe(`${base}:task-definition/web:7`);
	expect(taskDefinitionArn(place, "arn:aws:ecs:eu-west-1:999988887777:task-definition/web:7")).toContain(":999988887777:");
	expect(clusterArn(place)).toBe(`${base}:cluster/default`);
	expect(clusterArn(place, "prod")).toBe(`${base}:cluster/prod`);
	expect(serviceArn(place, `${base}:cluster/prod`, "web")).toBe(`${base}:service/prod/web`);
	expect(serviceArn(place, "prod", `${base}:service/web`)).toBe(`${base}:service/prod/web`);
	expect(serviceArn(place, undefined, `${base}:service/other/web`)).toBe(`${base}:service/other/web`);
	expect(taskArn(place, "prod", "0f1e")).toBe(`${base}:task/prod/0f1e`);
	expect(taskArn(place, "prod", `${base}:task/0f1e`)).toBe(`${base}:task/prod/0f1e`);
	expect(arnIn(place, "cluster", "x")).toBe(`${base}:cluster/x`);
});

test("a cluster's name comes from its name, its ARN or the long ARN of what runs in it", () => {
	expect([undefined, "", "prod", `${base}:cluster/prod`, `${base}:task/prod/1`, `${base}:task/1`, "arn:garbage"].map(clusterName)).toEqual([
		undefined,
		undefined,
		"prod",
		"prod",
		"prod",
		undefined,
		undefined,
	]);
});

test("an ARN of another account, Region or partition is elsewhere", () => {
	expect(isIn(place, `${base}:cluster/a`)).toBe(true);
	expect(isIn({ ...place, account: "999988887777" }, `${base}:cluster/a`)).toBe(false);
	expect(isIn({ ...place, partition: "aws" }, `${base}:cluster/a`)).toBe(false);
	expect(isIn({ ...place, region: "cn-northwest-1" }, `${base}:cluster/a`)).toBe(false);
	expect(isIn(place, "a")).toBe(false);
});

test("family and revision", () => {
	expect(familyRevision("web")).toEqual({ family: "web" });
	expect(familyRevision("web:12")).toEqual({ family: "web", revision: 12 });
	expect(familyRevision(`${base}:task-definition/web:12`)).toEqual({ family: "web", revision: 12 });
	expect(familyRevision(`${base}:task-definition/web`)).toEqual({ family: "web" });
});
