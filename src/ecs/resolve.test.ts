import { describe, expect, test } from "vitest";
import { fakeEcs } from "../../test/fake-ecs-reader.ts";
import { ARN, unresolvedRequest } from "../../test/requests.ts";
import { resolve } from "./resolve.ts";

const arn = `${ARN}:task-definition/web:3`;
const body = {
	family: "web",
	requiresCompatibilities: ["EC2"],
	tags: [{ key: "team", value: "core" }],
	containerDefinitions: [{ name: "app" }],
};
const ecs = fakeEcs({ definitions: { [arn]: body } });

describe("a task definition", () => {
	test("is read back from ECS; the event's copy is not trusted", async () => {
		const { duplicateKey, references, ...facts } = unresolvedRequest({ name: "posed", replayed: true, awsRequestId: "r" });
		expect(duplicateKey && references).toBeTruthy();
		const { replayed: _, awsRequestId: __, ...kept } = facts;
		expect(await resolve(ecs, unresolvedRequest({ name: "posed", replayed: true, awsRequestId: "r" }), "uid-1")).toEqual({
			...kept,
			...{ uid: "uid-1", name: "web", object: body, context: { source: "ecs" }, targets: { taskDefinition: arn } },
			...{ tags: { team: "core" }, launchTypes: ["EC2"] },
		});
	});

	test.each([
		["no revision", { taskDefinition: "web" }, /does not name the revision of task definition web/, false],
		["no reference", {}, /names no task definition/, false],
		["one that ECS does not show, or not yet", { taskDefinition: "web:4" }, /web:4 is not found/, true],
	])("%s: nothing is judged", async (_, references, message, transient) => {
		await expect(resolve(ecs, unresolvedRequest({ references }), "u")).rejects.toThrow(
			expect.objectContaining({ message: expect.stringMatching(message), transient }),
		);
	});

	test("without an account or a Region ECS cannot be asked", async () => {
		const { region: _, ...nowhere } = unresolvedRequest();
		await expect(resolve(ecs, nowhere, "u")).rejects.toThrow(/no account or Region/);
		expect((await resolve(fakeEcs({}, "copy"), nowhere, "u")).context).toEqual({ source: "copy" });
	});

	test("a question is judged by its own words, and there is nothing to act on", async () => {
		const { duplicateKey: _, ...question } = unresolvedRequest();
		expect(await resolve(ecs, question, "u")).toMatchObject({ object: question.object, context: { source: "copy" }, targets: {} });
	});
});

describe("a service", () => {
	const service = {
		...{
			serviceArn: `${ARN}:service/prod/web`,
			serviceName: "web",
			clusterArn: `${ARN}:cluster/prod`,
			status: "ACTIVE",
			launchType: "FARGATE",
		},
		...{ taskDefinition: arn, desiredCount: 2, enableExecuteCommand: false, tags: [{ key: "team", value: "shop" }] },
	};
	const cluster = { clusterName: "prod" };
	const references = { service: "web", cluster: "prod" };
	const update = (object: object, more: object = {}) =>
		unresolvedRequest({
			kind: "Service",
			operation: "UPDATE",
			action: "UpdateService",
			name: "web",
			launchTypes: [],
			object: { service: "web", ...object },
			references,
			...more,
		});

	test("is what ECS describes, with what the request changes", async () => {
		const known = fakeEcs({ definitions: { [arn]: body }, service, cluster });
		expect(await resolve(known, update({ enableExecuteCommand: true }), "u")).toMatchObject({
			object: {
				service: "web",
				serviceName: "web",
				cluster: `${ARN}:cluster/prod`,
				desiredCount: 2,
				enableExecuteCommand: true,
				taskDefinition: arn,
			},
			context: { taskDefinition: body, service, cluster, source: "ecs" },
			targets: { service: service.serviceArn, cluster: `${ARN}:cluster/prod`, taskDefinition: arn },
			...{ launchTypes: ["FARGATE"], tags: { team: "shop" }, cluster: "prod" },
		});
	});

	test("a family without a revision is what the service runs of it, and never guessed", async () => {
		const known = fakeEcs({ definitions: { [arn]: body }, service });
		const named = (taskDefinition: string) => update({ taskDefinition }, { references: { ...references, taskDefinition } });
		expect((await resolve(known, named("web"), "u")).object.taskDefinition).toBe(arn);
		await expect(resolve(known, named("other"), "u")).rejects.toThrow(/does not name the revision of task definition other/);
	});

	test("a revision that the service has left is still the one that is judged", async () => {
		const older = `${ARN}:task-definition/web:2`;
		const known = fakeEcs({ definitions: { [older]: { ...body, cpu: "1" } }, service });
		const request = update({ taskDefinition: "web:2" }, { references: { ...references, taskDefinition: "web:2" } });
		expect(await resolve(known, request, "u")).toMatchObject({
			context: { taskDefinition: { cpu: "1" } },
			targets: { taskDefinition: older },
		});
	});

	test("gone by now: the event's words, and nothing to act on", async () => {
		const request = update({ taskDefinition: arn }, { references: { ...references, taskDefinition: arn } });
		expect(await resolve(fakeEcs({ definitions: { [arn]: body } }), request, "u")).toMatchObject({
			context: { source: "copy", taskDefinition: body },
			targets: {},
		});
	});

	test("one whose controller takes the definition from its task sets needs none; another does", async () => {
		const { taskDefinition: _, ...bare } = service;
		const external = fakeEcs({ service: { ...bare, deploymentController: { type: "EXTERNAL" } } });
		expect((await resolve(external, update({}), "u")).context).not.toHaveProperty("taskDefinition");
		await expect(resolve(fakeEcs({ service: bare }), update({}), "u")).rejects.toThrow(/names no task definition/);
	});

	test("a task set has its own object, and the service as context", async () => {
		const sets = [{ taskDefinition: arn }, { taskDefinition: `${ARN}:task-definition/other:1` }];
		const known = fakeEcs({ definitions: { [arn]: body }, service: { ...service, taskSets: sets } });
		const request = {
			...update({ taskDefinition: "web" }, { references: { ...references, taskDefinition: "web" } }),
			kind: "TaskSet" as const,
		};
		expect((await resolve(known, request, "u")).object).toEqual({ service: "web", taskDefinition: arn });
	});
});

test("where ECS is not asked, what is not remembered is unknown, never absent", async () => {
	const request = unresolvedRequest({ kind: "Service", object: { serviceName: "web" }, references: { taskDefinition: "web:9" } });
	expect((await resolve(fakeEcs({}, "copy"), request, "u")).context).toEqual({
		taskDefinition: { $unknown: "task definition web:9 is not looked up" },
		source: "copy",
	});
});

test("other kinds have their cluster looked up, if they name one", async () => {
	const request = unresolvedRequest({ kind: "AccountSetting", references: { cluster: "prod" } });
	expect(await resolve(fakeEcs({ cluster: { clusterName: "prod" } }), request, "u")).toMatchObject({
		context: { cluster: { clusterName: "prod" } },
		targets: { cluster: `${ARN}:cluster/prod` },
	});
	const silent = fakeEcs({});
	await resolve(silent, unresolvedRequest({ kind: "AccountSetting", references: {} }), "u");
	expect(silent.asked).toEqual([]);
});
