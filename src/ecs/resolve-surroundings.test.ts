import { expect, test } from "vitest";
import { fakeEcs } from "../../test/fake-ecs-reader.ts";
import { ARN, unresolvedRequest } from "../../test/requests.ts";
import { resolve } from "./resolve.ts";

const arn = `${ARN}:task-definition/web:3`;
const taskArn = `${ARN}:task/prod/1`;

test("ECS Exec is judged with the task that it reaches, overrides merged in", async () => {
	const overrides = { containerOverrides: [{ name: "app", command: ["sh"] }] };
	const ecs = fakeEcs({
		...{ definitions: { [arn]: { family: "web", containerDefinitions: [{ name: "app" }] } } },
		tasks: [{ taskArn, taskDefinitionArn: arn, launchType: "FARGATE", overrides, tags: [{ key: "team", value: "a" }] }],
	});
	const request = unresolvedRequest({
		kind: "TaskExec",
		operation: "CONNECT",
		name: "",
		object: { command: "sh" },
		references: { tasks: ["1"], cluster: "prod" },
	});
	expect(await resolve(ecs, request, "u")).toMatchObject({
		...{ name: "web", cluster: "prod", launchTypes: ["FARGATE"], tags: { team: "a" }, object: { command: "sh" } },
		context: { taskDefinition: { containerDefinitions: [{ name: "app", command: ["sh"] }] }, source: "ecs" },
		targets: { tasks: [taskArn], cluster: `${ARN}:cluster/prod`, taskDefinition: arn },
	});
	expect(await resolve(fakeEcs({}), request, "u")).toMatchObject({ context: { source: "copy" }, targets: {}, object: { command: "sh" } });
});

test("tags come with those that the resource has now; what is gone leaves nothing to act on", async () => {
	const request = unresolvedRequest({ kind: "Tags", operation: "DELETE", object: { tagKeys: ["a"] }, references: { tagged: arn } });
	expect(await resolve(fakeEcs({ tags: { [arn]: { team: "a" } } }), request, "u")).toMatchObject({
		...{ tags: { team: "a" }, targets: { tagged: arn }, context: { source: "ecs" } },
	});
	expect(await resolve(fakeEcs({}), request, "u")).toMatchObject({ targets: {}, context: { source: "copy" } });
});

test("a cluster that was made is read back; an update leaves the rest to the context", async () => {
	const cluster = {
		clusterName: "prod",
		clusterArn: `${ARN}:cluster/prod`,
		status: "ACTIVE",
		settings: [{ name: "containerInsights", value: "enabled" }],
	};
	const made = unresolvedRequest({ kind: "Cluster", object: { clusterName: "prod" }, references: { cluster: "prod" } });
	expect(await resolve(fakeEcs({ cluster }), made, "u")).toMatchObject({
		...{
			object: { clusterName: "prod", settings: cluster.settings },
			targets: { cluster: cluster.clusterArn },
			context: { source: "ecs" },
		},
	});
	const update = { ...made, operation: "UPDATE" as const, object: { cluster: "prod" } };
	expect(await resolve(fakeEcs({ cluster }), update, "u")).toMatchObject({ object: { cluster: "prod" }, context: { cluster } });
});

test("what an update of a capacity provider does not mention is as ECS has it, else unknown", async () => {
	const provider = { arn: `${ARN}:capacity-provider/own`, body: { name: "own", autoScalingGroupProvider: {} }, status: "ACTIVE" };
	const update = unresolvedRequest({
		kind: "CapacityProvider",
		operation: "UPDATE",
		name: "own",
		object: { name: "own" },
		references: { capacityProvider: "own" },
	});
	expect(await resolve(fakeEcs({ described: [provider] }), update, "u")).toMatchObject({
		...{ oldObject: provider.body, object: { name: "own" }, targets: { capacityProvider: provider.arn }, context: { source: "ecs" } },
	});
	expect((await resolve(fakeEcs({}, "copy"), update, "u")).oldObject).toEqual({ $unknown: "capacity provider own is not looked up" });
});

test("a task set that is scaled is described; one that is gone is not judged", async () => {
	const set = `${ARN}:task-set/prod/web/ecs-svc/1`;
	const service = { serviceArn: `${ARN}:service/prod/web`, taskSets: [{ taskSetArn: set, id: "ecs-svc/1", taskDefinition: arn }] };
	const described = [{ arn: set, body: { service: "web", launchType: "FARGATE" }, status: "ACTIVE", taskDefinition: arn }];
	const request = unresolvedRequest({
		...{ kind: "TaskSet", operation: "UPDATE", action: "UpdateTaskSet", object: { taskSet: "ecs-svc/1", scale: { value: 100 } } },
		references: { service: "web", cluster: "prod", taskSet: set },
	});
	const definitions = { [arn]: { family: "web" } };
	expect(await resolve(fakeEcs({ definitions, service, described }), request, "u")).toMatchObject({
		object: { launchType: "FARGATE", taskDefinition: arn, scale: { value: 100 } },
		targets: { taskSet: set, taskDefinition: arn, service: service.serviceArn },
	});
	await expect(resolve(fakeEcs({ definitions, service }), request, "u")).rejects.toThrow(/task set \S+ is not found/);
});
