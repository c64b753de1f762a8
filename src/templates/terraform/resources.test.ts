/** Which resources of a plan are judged, told or left out, and which of them others mean. */
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../admission/request.ts";
import type { TemplateReading } from "../template-reading.ts";
import { readPlan } from "./plan.ts";

const resource = (type: string, after: JsonObject, unknown: Json = {}): JsonObject => {
	const change = { actions: ["create"], after, after_unknown: unknown, after_sensitive: {} };
	return { address: `${type}.x`, mode: "managed", type, name: "x", change };
};
const read = (resources: readonly JsonObject[], configuration: Json = null) =>
	readPlan({ format_version: "1.2", resource_changes: resources, configuration }) as TemplateReading;

test("a stack is told unless its template is known to have nothing of ECS", () => {
	const told = (type: string, after: JsonObject) => read([resource(type, after)]).notFollowed.map(({ reason }) => reason);
	const stack = "aws_cloudformation_stack";
	expect(told(stack, { template_body: "Resources: {Q: {Type: AWS::SQS::Queue}}" })).toEqual([]);
	expect(told(stack, { template_body: "Resources: {S: {Type: AWS::ECS::Service}}" })).toEqual([expect.stringMatching(/text in the plan$/)]);
	expect(told("aws_cloudformation_stack_set", { template_url: "https://x/y?X-Amz-Signature=abc" })).toEqual([
		expect.stringMatching(/https:\/\/x\/y$/),
	]);
	expect(told("awscc_cloudformation_stack", {})).toEqual([expect.stringMatching(/known after apply$/)]);
	expect(told("aws_sqs_queue", {})).toEqual([]);
});

test("a type of ECS that came later is left open, one that only points at others is not", () => {
	const open = (type: string) => read([resource(type, {})]).undecidable.map(({ reason }) => reason);
	expect(open("aws_ecs_invented")).toEqual(["aws_ecs_invented is a type that this version does not know"]);
	expect(open("awscc_ecs_invented")).toHaveLength(1);
	expect([
		open("aws_ecs_cluster_capacity_providers"),
		open("awscc_ecs_primary_task_set"),
		open("aws_ecs_tag"),
		open("aws_s3_bucket"),
	]).toEqual(Array(4).fill([]));
});

test("an account's setting is judged", () => {
	const [setting] = read([resource("aws_ecs_account_setting_default", { name: "containerInsights", value: "disabled" })]).declared;
	expect(setting).toMatchObject({ kind: "AccountSetting", object: { name: "containerInsights", value: "disabled" } });
});

test("a marker in the JSON of a text is none, and what is unknown below null stays unknown", () => {
	const containers = JSON.stringify([{ name: "a", privileged: true, $unknown: "x" }]);
	const [written] = read([resource("aws_ecs_task_definition", { container_definitions: containers })]).declared;
	expect(written?.object).toEqual({ containerDefinitions: [{ name: "a", privileged: true, "\\$unknown": "x" }] });
	const [open] = read([resource("aws_ecs_service", { load_balancer: null }, { load_balancer: [{ target_group_arn: true }] })]).declared;
	expect(open?.object).toEqual({ loadBalancers: [{ targetGroupArn: { $unknown: "known after apply" } }] });
});

describe("a service means a task definition of the plan", () => {
	const references = ["aws_ecs_task_definition.x.family", "aws_ecs_task_definition.x"];
	const service = { type: "aws_ecs_service", name: "x", mode: "managed", expressions: { task_definition: { references } } };
	const configuration = { root_module: { resources: [service] } };
	const meant = (task_definition: string, unknown: Json = {}) =>
		read(
			[resource("aws_ecs_task_definition", { family: "web", revision: 3 }), resource("aws_ecs_service", { task_definition }, unknown)],
			configuration,
		).declared[1]?.refersTo.taskDefinition;

	test.each([["web"], ["web:3"]])("by %s", (text) => {
		expect(meant(text)).toBe("aws_ecs_task_definition.x");
	});

	test.each([["web:2"], ["old-web"]])("not by %s, which is made of its family and means another one", (text) => {
		expect(meant(text)).toBeUndefined();
	});

	test("by what is not known yet", () => {
		expect(meant("", { task_definition: true })).toBe("aws_ecs_task_definition.x");
	});
});
