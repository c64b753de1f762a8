import { describe, expect, test } from "vitest";
import { fakeEcs, type KnownToEcs } from "../../test/fake-ecs-reader.ts";
import { ARN, unresolvedRequest } from "../../test/requests.ts";
import type { JsonObject } from "../admission/request.ts";
import { resolve } from "./resolve.ts";

const definitionArn = `${ARN}:task-definition/orders:7`;
const definition = { family: "orders", containerDefinitions: [{ name: "app", image: "orders:1" }] };
const taskArn = `${ARN}:task/main/0123456789abcdef0123456789abcdef`;
const runtimeId = `3f1a9c7be402${"0".repeat(52)}`;
const imageDigest = `sha256:${"a".repeat(64)}`;
const task = {
	...{ taskArn, clusterArn: `${ARN}:cluster/main`, taskDefinitionArn: definitionArn, desiredStatus: "RUNNING", lastStatus: "RUNNING" },
	...{ launchType: "EC2", group: "service:orders", startedBy: "ecs-svc/1", tags: [{ key: "team", value: "shop" }] },
	containers: [
		{ name: "sidecar", image: "agent:1", runtimeId: "f".repeat(64) },
		{ name: "app", image: "orders:1", imageDigest, runtimeId },
	],
};
const service = { serviceArn: `${ARN}:service/main/orders`, taskDefinition: definitionArn, desiredCount: 3, runningCount: 3 };
const ecs = (known: KnownToEcs = {}) =>
	fakeEcs({ definitions: { [definitionArn]: definition }, tasks: [task], service, cluster: { clusterName: "main" }, ...known });
const alert = (more: object = {}, container: JsonObject = { id: "3f1a9c7be402" }) =>
	unresolvedRequest({
		...{
			enforcementPoint: "runtime-alert",
			kind: "RuntimeAlert",
			action: "Falco Alert",
			name: "Drop and execute",
			launchTypes: [],
			tags: {},
		},
		...{ references: { tasks: [taskArn], cluster: "main" }, object: { source: "falco", type: "Drop and execute", container }, ...more },
	});

const byGuardDuty = (container: JsonObject) => alert({ object: { source: "guardduty", type: "Backdoor", container } });

describe("an alert that names its task", () => {
	test("has the task, its container's digest, its service and its revision, and may be acted on", async () => {
		expect(await resolve(ecs(), alert(), "u")).toMatchObject({
			...{ name: "orders", cluster: "main", launchTypes: ["EC2"], tags: { team: "shop" } },
			object: {
				container: { name: "app", image: "orders:1", imageDigest, id: runtimeId },
				task: { arn: taskArn, definitionArn, group: "service:orders" },
			},
			context: { task: { taskArn }, service: { desiredCount: 3 }, taskDefinition: { family: "orders" }, source: "ecs" },
			targets: { tasks: [taskArn], taskDefinition: definitionArn, service: service.serviceArn, cluster: `${ARN}:cluster/main` },
		});
	});

	test("finds the container by its name where no id is told", async () => {
		expect((await resolve(ecs(), byGuardDuty({ name: "app" }), "u")).object).toMatchObject({ container: { imageDigest } });
		expect((await resolve(ecs(), byGuardDuty({ name: "other" }), "u")).object).toMatchObject({ container: { name: "other" } });
	});

	test("has no digest but ECS's: one that the alert tells could be anybody's, and would be quarantined", async () => {
		const told = `sha256:${"e".repeat(64)}`;
		for (const named of [{ name: "other" }, { name: "sidecar" }, { id: "3" }, {}]) {
			const { object } = await resolve(ecs(), byGuardDuty({ ...named, imageDigest: told }), "u");
			expect(object.container).not.toHaveProperty("imageDigest");
		}
		expect((await resolve(ecs(), alert({}, { id: runtimeId, imageDigest: told }), "u")).object).toMatchObject({
			container: { imageDigest },
		});
	});

	test("of no service of that revision has no service to bring back: group and startedBy are anybody's words", async () => {
		const own = [{ group: "family:orders" }, { startedBy: "me" }].map((over) => ecs({ tasks: [{ ...task, ...over }] }));
		for (const known of [...own, ecs({ service: { ...service, taskDefinition: `${ARN}:task-definition/orders:8` } })]) {
			const { targets, context } = await resolve(known, alert(), "u");
			expect([targets.service, context.service, targets.tasks]).toEqual([undefined, undefined, [taskArn]]);
		}
	});

	test("that is stopped or gone leaves nothing to act on", async () => {
		for (const over of [{ desiredStatus: "STOPPED" }, { lastStatus: "STOPPED" }]) {
			expect((await resolve(ecs({ tasks: [{ ...task, ...over }] }), alert(), "u")).targets).toEqual({});
		}
		expect(await resolve(ecs({ tasks: [] }), alert(), "u")).toMatchObject({ targets: {}, context: { source: "ecs" } });
	});

	test("whose container is not of that task is not believed: anybody can set a label", async () => {
		await expect(resolve(ecs(), alert({}, { id: "aaaaaaaaaaaa" }), "u")).rejects.toThrow("the container aaaaaaaaaaaa is none of task");
		await expect(resolve(ecs(), alert({}, { name: "app" }), "u")).rejects.toThrow("by a label alone; have falco.yaml append container.id");
		// Fargate's ids are no digests, so that nothing can be compared.
		const fargate = ecs({ tasks: [{ ...task, containers: [{ name: "app", runtimeId: "0123456789abcdef-527074092" }] }] });
		expect((await resolve(fargate, alert({}, { id: "aaaaaaaaaaaa" }), "u")).targets.tasks).toEqual([taskArn]);
	});
});

describe("an alert that names a container alone", () => {
	const container = alert({ references: { cluster: "main" } });
	test("is about the one task that has it", async () => {
		const reader = { ...ecs(), taskOfContainer: async () => task };
		expect((await resolve(reader, container, "u")).targets.tasks).toEqual([taskArn]);
	});
	test("is about nothing certain where none has it", async () => {
		await expect(resolve({ ...ecs(), taskOfContainer: async () => undefined }, container, "u")).rejects.toThrow(
			"no running task of cluster main",
		);
		expect((await resolve(fakeEcs({}, "copy"), container, "u")).targets).toEqual({});
	});
});

test("about a cluster it has the cluster, and nothing that could be stopped", async () => {
	const about = alert({ references: { cluster: "main" } }, {});
	expect(await resolve(ecs(), about, "u")).toMatchObject({
		context: { cluster: { clusterName: "main" }, source: "ecs" },
		targets: { cluster: `${ARN}:cluster/main` },
	});
});

test("that says why it cannot be told is judged by nobody", async () => {
	await expect(resolve(ecs(), alert({ opaque: "the alert names no task" }), "u")).rejects.toThrow("the alert names no task");
});
