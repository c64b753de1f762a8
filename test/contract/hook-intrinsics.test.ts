/**
 * No function of a template gets past a denying policy at the CloudFormation hook: where the member that the policy looks at, or
 * anything around it, exists only at deploy time, the answer is no success, or it says that the resource hook has to be asked.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../src/admission/request.ts";
import { type Answering, answerHook } from "../../src/answer-hook.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { fixture } from "../fixtures.ts";
import { constraint } from "../requests.ts";
import { testWorld } from "../worlds.ts";

const FUNCTIONS: readonly (readonly [string, Json])[] = [
	["Ref", { Ref: "Given" }],
	["Fn::GetAtt", { "Fn::GetAtt": ["Other", "Arn"] }],
	["Fn::Sub", { "Fn::Sub": `\${Given}` }],
	["Fn::If", { "Fn::If": ["Undecided", "1", "2"] }],
	["Fn::ImportValue", { "Fn::ImportValue": "Export" }],
	["Fn::FindInMap", { "Fn::FindInMap": ["Map", { Ref: "Given" }, "Key"] }],
	["Fn::Select", { "Fn::Select": [0, { Ref: "Given" }] }],
	["Fn::Transform", { "Fn::Transform": { Name: "AWS::Include", Parameters: {} } }],
	["Fn::ForEach", { "Fn::ForEach::Loop": ["X", { Ref: "Given" }, { "&{X}": "1" }], other: "1" }],
	["a function nobody has heard of", { "Fn::Invented": [] }],
	["a dynamic reference", "{{resolve:ssm:/path}}"],
];

/** A template that the policy admits, but for what stands in one place. */
const PLACES: readonly (readonly [string, (value: Json) => Json])[] = [
	["the member", (value) => task({ ContainerDefinitions: [{ Name: "app", Privileged: value }] })],
	["the container", (value) => task({ ContainerDefinitions: [value] })],
	["the list", (value) => task({ ContainerDefinitions: value })],
	["all properties", (value) => ({ Resources: { Task: { Type: "AWS::ECS::TaskDefinition", Properties: value } } })],
];
const task = (properties: Json): Json => ({ Resources: { Task: { Type: "AWS::ECS::TaskDefinition", Properties: properties } } });

let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await openBuiltIn());
});
afterAll(() => engine.close?.());

async function asked(template: Json, deferUnknown: boolean, more: Answering = {}) {
	const hook = fixture("cloudformation-hook", "stack-create-json") as { requestData: object };
	const event = { ...hook, requestData: { ...hook.requestData, payload: { template: JSON.stringify(template) } } };
	return answerHook({ ...testWorld({ settings: { deferUnknown } }), engine, constraints: [constraint()] }, event, more);
}

test("what is known is admitted or refused", async () => {
	const container = (Privileged: boolean) => task({ ContainerDefinitions: [{ Name: "app", Privileged }] });
	expect(await asked(container(false), false)).toMatchObject({ hookStatus: "SUCCESS", annotations: [{ status: "PASSED" }] });
	expect(await asked(container(true), true)).toMatchObject({ hookStatus: "FAILED", errorCode: "NonCompliant" });
});

describe.for(PLACES)("in place of %s", ([, templateWith]) => {
	test.for(FUNCTIONS)("%s is no pass", async ([, value]) => {
		const template = (templateWith as (value: Json) => Json)(value as Json);
		expect(await asked(template, false)).toMatchObject({ hookStatus: "FAILED", annotations: [{ status: "FAILED" }] });
		const deferred = await asked(template, true);
		// A function that turns out to be wrong whatever it comes to is refused at once.
		if (deferred.hookStatus === "SUCCESS") expect(deferred.annotations).toMatchObject([{ status: "SKIPPED" }]);
		else expect(deferred.errorCode).toBe("NonCompliant");
	});
});

test("500 resources are judged in time", { timeout: 60_000 }, async () => {
	const resource = (i: number): [string, Json] =>
		i % 2 === 0
			? [`Task${i}`, { Type: "AWS::ECS::TaskDefinition", Properties: { Family: `web-${i}`, ContainerDefinitions: [CONTAINER] } }]
			: [`Service${i}`, { Type: "AWS::ECS::Service", Properties: { Cluster: "main", TaskDefinition: { Ref: `Task${i - 1}` } } }];
	const template = { Resources: Object.fromEntries(Array.from({ length: 500 }, (_, i) => resource(i))) };
	const started = performance.now();
	const said = await asked(template, false);
	expect(said).toMatchObject({ hookStatus: "SUCCESS", annotations: [{ status: "PASSED" }] });
	expect(performance.now() - started).toBeLessThan(20_000);
});

const CONTAINER = {
	...{ Name: "app", Image: "nginx:1.27", Memory: 256, Essential: true, Command: ["nginx", "-g", "daemon off;"] },
	Environment: Array.from({ length: 20 }, (_, i) => ({ Name: `NAME_${i}`, Value: "x".repeat(40) })),
};
