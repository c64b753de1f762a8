import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../admission/request.ts";
import { UnreadableText } from "../../source-text/unreadable-text.ts";
import type { Declared, TemplateReading } from "../template-reading.ts";
import { readPlan } from "./plan.ts";

const PLAN = JSON.parse(readFileSync(new URL("../../../test/fixtures/terraform/plan.json", import.meta.url), "utf8")) as JsonObject;
const UNKNOWN = { $unknown: "known after apply" };

const read = (plan: Json) => readPlan(plan) as TemplateReading;
const found = (plan: Json) => new Map(read(plan).declared.map((each) => [each.id, each]));
const WEB = "module.web.aws_ecs_task_definition.this[0]";
const SERVICE = "module.web.aws_ecs_service.this";

/** One resource, planned as `after` and `after_unknown` say. */
function planned(type: string, after: JsonObject, { unknown = {}, ...more }: { unknown?: Json } & JsonObject = {}): Declared | undefined {
	const change = { actions: ["create"], after, after_unknown: unknown, after_sensitive: {} };
	const resource = { address: `${type}.x`, mode: "managed", type, name: "x", change };
	return found({ format_version: "1.2", resource_changes: [resource], ...more }).get(`${type}.x`);
}

describe("hashicorp/aws", () => {
	const all = found(PLAN);

	test("a task definition, its containers out of the JSON in a text", () => {
		expect(all.get(WEB)?.object).toMatchObject({
			family: "web",
			requiresCompatibilities: ["FARGATE"],
			runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
			containerDefinitions: [{ name: "app", privileged: true, portMappings: [{ containerPort: 80 }] }],
			proxyConfiguration: { containerName: "envoy", type: "APPMESH", properties: [{ name: "AppPorts", value: "8080" }] },
			volumes: [
				{ efsVolumeConfiguration: { fileSystemId: "fs-12345678", authorizationConfig: { iam: "ENABLED", accessPointId: UNKNOWN } } },
				{ name: "docker", host: { sourcePath: "/var/run/docker.sock" } },
			],
			tags: UNKNOWN,
		});
		expect(Object.keys(all.get(WEB)?.object ?? {})).not.toEqual(expect.arrayContaining(["pidMode", "id", "ephemeralStorage"]));
	});

	test("a service: what the API keeps elsewhere is put there", () => {
		expect(all.get(SERVICE)?.object).toMatchObject({
			serviceName: "web",
			deploymentConfiguration: {
				maximumPercent: 200,
				minimumHealthyPercent: 100,
				deploymentCircuitBreaker: { enable: true, rollback: true },
			},
			networkConfiguration: { awsvpcConfiguration: { assignPublicIp: "ENABLED", securityGroups: ["sg-12345678"], subnets: UNKNOWN } },
			loadBalancers: [{ containerName: "app", containerPort: 80, targetGroupArn: UNKNOWN }],
			serviceConnectConfiguration: { services: [{ clientAliases: [{ dnsName: "web", port: 80 }], portName: "http" }] },
			volumeConfigurations: [{ managedEBSVolume: { sizeInGiB: 20, tagSpecifications: [{ tags: [{ key: "Team", value: "shop" }] }] } }],
			taskDefinition: UNKNOWN,
		});
		// Nobody has set them: they are known after apply because AWS chooses them, and not part of the request.
		expect(Object.keys(all.get(SERVICE)?.object ?? {})).not.toEqual(expect.arrayContaining(["role", "platformVersion"]));
	});

	test("a cluster with default tags and its capacity providers", () => {
		expect(all.get("aws_ecs_cluster.main")?.object).toEqual({
			clusterName: "shop",
			settings: [{ name: "containerInsights", value: "enabled" }],
			tags: [
				{ key: "Team", value: "shop" },
				{ key: "CostCentre", value: "7" },
			],
			capacityProviders: ["FARGATE"],
			defaultCapacityProviderStrategy: [{ base: 0, capacityProvider: "FARGATE", weight: 1 }],
		});
	});

	test("references are followed through a module's variables, counted instances by their index", () => {
		expect(all.get(SERVICE)?.refersTo).toEqual({ taskDefinition: WEB, cluster: "aws_ecs_cluster.main" });
	});

	test("what is deleted or only read is left out", () => {
		expect([...all.keys()]).toEqual(["aws_ecs_cluster.main", WEB, SERVICE, "awscc_ecs_task_definition.batch"]);
	});

	test("places lead into the plan, those inside the JSON to its text", () => {
		const at = "/resource_changes/2/change/after";
		expect(all.get(WEB)?.pointer("/volumes/1/host/sourcePath")).toBe(`${at}/volume/1/host_path`);
		expect(all.get(WEB)?.pointer("/containerDefinitions/0/privileged")).toBe(`${at}/container_definitions`);
		expect(all.get(WEB)?.pointer("/pidMode")).toBe("/resource_changes/2");
	});

	test("sensitive values are kept apart", () => {
		expect(all.get(WEB)?.sensitive).toEqual(expect.arrayContaining(["hunter2", "app", "80"]));
		expect(all.get(SERVICE)?.sensitive).toEqual([]);
	});

	test.each<[string, JsonObject, Json, JsonObject]>([
		["containers that are not known", {}, { container_definitions: true }, { containerDefinitions: UNKNOWN }],
		["JSON that is none", { container_definitions: "[{" }, {}, { containerDefinitions: "[{" }],
		["JSON that is too deep", { container_definitions: "[".repeat(99) + "]".repeat(99) }, {}, { containerDefinitions: expect.any(String) }],
		[
			"one container that is not known in a list",
			{ volume: [{ name: "a" }] },
			{ volume: [{}, true] },
			{ volumes: [{ name: "a" }, UNKNOWN] },
		],
		["tags that are not known", { tags: { A: "b" } }, { tags_all: { B: true } }, { tags: [{ key: "B", value: UNKNOWN }] }],
	])("%s", (_, after, unknown, expected) => {
		expect(planned("aws_ecs_task_definition", after, { unknown })?.object).toEqual(expected);
	});

	test("a block that is not known stays so, though no expression names it: it may be a dynamic one", () => {
		const configuration = { root_module: { resources: [{ mode: "managed", type: "aws_ecs_service", name: "x", expressions: {} }] } };
		const unknown = { network_configuration: true, deployment_configuration: true, launch_type: true };
		expect(planned("aws_ecs_service", { name: "x", deployment_maximum_percent: 200 }, { unknown, configuration })?.object).toMatchObject({
			...{ serviceName: "x", networkConfiguration: UNKNOWN, deploymentConfiguration: UNKNOWN },
		});
	});

	test("the ARN of a revision that exists is kept", () => {
		const arn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3";
		expect(planned("aws_ecs_task_definition", { family: "web", arn })?.registeredAs).toBe(arn);
	});
});

test("hashicorp/awscc has CloudFormation's names", () => {
	expect(found(PLAN).get("awscc_ecs_task_definition.batch")?.object).toEqual({
		family: "batch",
		cpu: "256",
		memory: "512",
		containerDefinitions: [
			{
				...{ name: "job", image: "busybox", dockerLabels: { "My-Label": "x" }, privileged: UNKNOWN },
				logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/batch" } },
			},
		],
		proxyConfiguration: { containerName: "envoy", properties: [{ name: "AppPorts", value: "1" }] },
		tags: [{ key: "Team", value: "shop" }],
		volumes: [{ name: "v", efsVolumeConfiguration: { fileSystemId: "fs-12345678" } }],
		taskDefinitionArn: UNKNOWN,
	});
});

describe("the plan as a whole", () => {
	const bare = { format_version: "1.2", planned_values: {} };

	test("deferred changes are judged too", () => {
		const [cluster] = PLAN.resource_changes as readonly Json[];
		const { declared } = read({ ...bare, deferred_changes: [{ reason: "provider_config_unknown", resource_change: cluster as Json }] });
		expect(declared[0]?.pointer("/clusterName")).toBe("/deferred_changes/0/resource_change/change/after/name");
	});

	test.each<[string, JsonObject, RegExp]>([
		["failed", { ...bare, resource_changes: [], errored: true }, /failed half-way/],
		["without changes", { ...bare, planned_values: { root_module: { resources: [{ type: "aws_ecs_service" }] } } }, /no resource_changes/],
	])("%s: open", (_, plan, reason) => {
		expect(read(plan).undecidable).toEqual([{ pointer: expect.any(String), reason: expect.stringMatching(reason) }]);
	});

	test.each<[string, Json, RegExp]>([
		["a state", { format_version: "1.0", terraform_version: "1.9.5", values: {} }, /state, not a plan/],
		["a later format", { ...bare, format_version: "2.0" }, /2\.0 is not known/],
	])("%s is refused", (_, plan, reason) => {
		expect(() => readPlan(plan)).toThrow(UnreadableText);
		expect(() => readPlan(plan)).toThrow(reason);
	});

	test.each<[Json]>([[{}], [[]], [{ format_version: "1.0" }], [{ Resources: {} }]])("%j is no plan", (document) => {
		expect(readPlan(document)).toBeUndefined();
	});

	test("one without ECS declares nothing", () => {
		expect(read(bare)).toEqual({ declared: [], undecidable: [], notFollowed: [] });
	});
});
