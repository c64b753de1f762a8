import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../admission/request.ts";
import { readDocuments } from "../../source-text/source-document.ts";
import { NO_VALUES, type TemplateReading } from "../template-reading.ts";
import { readCloudFormation } from "./declared.ts";

const fixture = (path: string) => readFileSync(new URL(`../../../test/fixtures/${path}`, import.meta.url), "utf8");
function reading(text: string, values = NO_VALUES): TemplateReading {
	const [document] = readDocuments(text);
	return readCloudFormation(document?.value ?? null, values) as TemplateReading;
}
const objects = (text: string, values = NO_VALUES) => new Map(reading(text, values).declared.map(({ id, object }) => [id, object]));
const resources = (text: string, head = "") => `${head}\nResources:\n${text.replace(/^/gm, "  ")}`;
const TASK = "Task: {Type: AWS::ECS::TaskDefinition, Properties: {Family: web}}";

describe("properties in the API's spelling", () => {
	const found = objects(fixture("cloudformation/service.yaml"));

	test("of a task definition", () => {
		expect(found.get("Task")).toEqual({
			family: "web",
			requiresCompatibilities: ["FARGATE"],
			networkMode: "awsvpc",
			cpu: "1024",
			memory: "2048",
			executionRoleArn: { $unknown: "Fn::GetAtt ExecutionRole.Arn" },
			containerDefinitions: [
				{
					name: "app",
					image: { $unknown: "Ref Image" },
					privileged: true,
					portMappings: [{ containerPort: 80 }],
					environment: [
						{ name: "DATABASE_PASSWORD", value: { $unknown: "Ref Password" } },
						{ name: "RETRIES", value: "3" },
					],
					dockerLabels: { "Team-Name": "Shop" },
					logConfiguration: {
						logDriver: "awslogs",
						options: { "awslogs-group": { $unknown: `Fn::Sub \${Stage}` }, "awslogs-region": { $unknown: "Ref AWS::Region" } },
					},
				},
			],
			volumes: [
				{
					name: "files",
					efsVolumeConfiguration: {
						fileSystemId: "fs-12345678",
						transitEncryption: "ENABLED",
						authorizationConfig: { accessPointId: { $unknown: "Fn::ImportValue Network-AccessPoint" }, iam: "ENABLED" },
					},
				},
			],
		});
	});

	test("of a service and of a cluster, with what is associated to it", () => {
		expect(found.get("Service")).toMatchObject({
			serviceName: { $unknown: "a name that CloudFormation makes" },
			desiredCount: { $unknown: "Fn::If IsProd" },
			placementStrategy: [{ type: "spread", field: "attribute:ecs.availability-zone" }],
			networkConfiguration: { awsvpcConfiguration: { assignPublicIp: "ENABLED" } },
		});
		expect(found.get("Cluster")).toEqual({
			clusterName: "shop",
			settings: [{ name: "containerInsights", value: "enabled" }],
			capacityProviders: ["FARGATE"],
			defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
		});
	});

	test.each<[string, JsonObject]>([
		["{EnableFaultInjection: yes}", { enableFaultInjection: true }],
		["{EnableFaultInjection: 'False'}", { enableFaultInjection: false }],
		["{EnableFaultInjection: maybe}", { enableFaultInjection: "maybe" }],
		["{Tags: [{Key: Team, Value: 7}]}", { tags: [{ key: "Team", value: "7" }] }],
		["{NewerThanWe: {Sub: [{Name: x}]}}", { newerThanWe: { sub: [{ name: "x" }] } }],
		["{Cpu: 256, CPU: 512}", { cpu: { $unknown: "cpu is written twice" } }],
		[
			"{ContainerDefinitions: [{DockerLabels: {$unknown: x, A-B: true}}]}",
			{ containerDefinitions: [{ dockerLabels: { "\\$unknown": "x", "A-B": "true" } }] },
		],
	])("%s", (properties, expected) => {
		const all = objects(resources(`Task: {Type: AWS::ECS::TaskDefinition, Properties: ${properties}}`));
		expect(all.get("Task")).toEqual({ family: { $unknown: "a name that CloudFormation makes" }, ...expected });
	});
});

test("resources refer to each other by Ref, GetAtt and Sub, and by nothing that is decided later", () => {
	const service = (reference: string) =>
		resources(`${TASK}\nService: {Type: AWS::ECS::Service, Properties: {TaskDefinition: ${reference}}}`);
	const refers = (reference: string) => reading(service(reference)).declared.find(({ kind }) => kind === "Service")?.refersTo;
	for (const reference of ["!Ref Task", "!GetAtt Task.TaskDefinitionArn", "{'Fn::GetAtt': [Task, TaskDefinitionArn]}", `!Sub "\${Task}"`]) {
		expect([reference, refers(reference)]).toEqual([reference, { taskDefinition: "Task" }]);
	}
	for (const reference of ["!If [A, !Ref Task, x]", "!Ref Service", "Task", `!Sub "\${Task}:1"`])
		expect([reference, refers(reference)]).toEqual([reference, {}]);
});

describe("which resources there are", () => {
	const CONDITIONS = "Parameters: {P: {Type: String}}\nConditions: {Never: !Equals [a, b], Later: !Equals [a, !Ref P]}";
	const conditional = (condition: string) => resources(`Task: {Type: AWS::ECS::TaskDefinition, Condition: ${condition}}`, CONDITIONS);

	test("those that a condition may make, not those that it leaves out", () => {
		expect(objects(conditional("Later")).has("Task")).toBe(true);
		expect(objects(conditional("Never")).has("Task")).toBe(false);
	});

	test("providers that are associated on a condition are not known", () => {
		const text = resources(
			"Cluster: {Type: AWS::ECS::Cluster}\nA: {Type: AWS::ECS::ClusterCapacityProviderAssociations, Condition: Later, Properties: {Cluster: !Ref Cluster, CapacityProviders: [X]}}",
			CONDITIONS,
		);
		expect(objects(text).get("Cluster")?.capacityProviders).toEqual({ $unknown: "Condition Later" });
	});

	test("Fn::ForEach is written out", () => {
		const { declared, notFollowed } = reading(fixture("sam/template.yaml"));
		expect(declared.map(({ id, object }) => [id, object.family])).toEqual([
			["Workerorders", "worker-orders"],
			["Workermail", "worker-mail"],
		]);
		expect(declared[1]?.pointer("/containerDefinitions/0/privileged")).toMatch(/^\/Resources\/Fn::ForEach::Queues\/2\/.*Privileged$/);
		expect(notFollowed).toEqual([expect.objectContaining({ id: "Shared", path: "./cluster.yaml" })]);
	});

	test.each([
		["a ForEach over a parameter", "Fn::ForEach::L: [X, !Ref P, {T: {Type: AWS::ECS::TaskDefinition}}]", /^Fn::ForEach over ECS/],
		["a ForEach that is none", "Fn::ForEach::L: AWS::ECS::Service", /^Fn::ForEach over ECS/],
		["an included list of resources", "Fn::Transform: {Name: AWS::Include}", /^Fn::Transform adds what is not in this file/],
		["a type that came later", "New: {Type: AWS::ECS::Invented}", /^AWS::ECS::Invented is a type that this version does not know/],
		["an included resource", "Task: {'Fn::Transform': {Name: AWS::Include}}", /^Fn::Transform adds/],
	])("%s cannot be judged", (_, text, reason) => {
		const { undecidable, declared } = reading(resources(text, "Transform: AWS::LanguageExtensions"));
		expect({ undecidable, declared }).toEqual({
			undecidable: [expect.objectContaining({ pointer: expect.any(String), reason: expect.stringMatching(reason) })],
			declared: [],
		});
	});

	test("a macro leaves everything open, AWS's own that leave ECS alone do not", () => {
		const transformed = (transform: string) => reading(resources(TASK, `Transform: ${transform}`)).undecidable.map(({ reason }) => reason);
		expect(transformed("[AWS::Serverless-2016-10-31, AWS::LanguageExtensions]")).toEqual([]);
		expect(reading(resources("A: {Type: X}", "Fn::Transform: {Name: AWS::Include}")).undecidable).toHaveLength(1);
		expect(transformed("{Name: Company::Macro}")).toEqual([expect.stringMatching(/^the macro Company::Macro may change every resource/)]);
	});
});

test("nested stacks and modules are told", () => {
	const { notFollowed } = reading(
		resources(
			[
				"A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://bucket.s3.amazonaws.com/a.yaml?X-Amz-Signature=abc'}}",
				"B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Ref Url}, Metadata: {'aws:asset:path': b.nested.template.json}}",
				"C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Ref Url}}",
				"D: {Type: 'Company::Shop::Service::MODULE'}",
				"E: {Type: AWS::CloudFormation::StackSet, Properties: {TemplateBody: 'Resources: {}'}}",
			].join("\n"),
		),
	);
	expect(notFollowed.map(({ id, path }) => [id, path])).toEqual([
		["A", undefined],
		["B", "b.nested.template.json"],
		["C", undefined],
		["D", undefined],
		["E", undefined],
	]);
	expect(notFollowed[4]?.reason).toMatch(/its template is a text in this one$/);
	expect(notFollowed[0]?.reason).toMatch(/ https:\/\/bucket\.s3\.amazonaws\.com\/a\.yaml$/);
});

test("a NoEcho parameter is not printed, given or by default", () => {
	const secret = resources(TASK, "Parameters: {P: {Type: String, NoEcho: true, Default: 12}, Q: {Type: String, Default: x}}");
	expect(reading(secret).declared[0]?.sensitive).toEqual([]);
	expect(reading(secret, { ...NO_VALUES, defaults: true }).declared[0]?.sensitive).toEqual(["12"]);
	const values = {
		parameters: new Map([
			["Password", "hunter2"],
			["Stage", "prod"],
		]),
		defaults: false,
	};
	expect(reading(fixture("cloudformation/service.yaml"), values).declared[0]?.sensitive).toEqual(["hunter2"]);
});

test.each([["{}"], ["[]"], ["Resources: []"], ["Resources: {a: {b: c}}"], ["family: web"]])("%s is no template", (text) => {
	expect(reading(text)).toBeUndefined();
});
