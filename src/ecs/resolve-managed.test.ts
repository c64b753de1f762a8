/** Daemons and Express services: what they would run is looked up, and only what still is as asked for can be acted on. */
import { describe, expect, test } from "vitest";
import { fakeEcs } from "../../test/fake-ecs-reader.ts";
import { ARN, unresolvedRequest } from "../../test/requests.ts";
import { resolve } from "./resolve.ts";

const definition = `${ARN}:daemon-task-definition/agent:3`;
const body = { family: "agent", containerDefinitions: [{ name: "agent", privileged: true }] };
const arn = `${ARN}:daemon/prod/agent`;
const revision = `${ARN}:daemon-revision/prod/agent/7`;
const described = { daemonName: "agent", daemonTaskDefinitionArn: definition, capacityProviderArns: ["a"], critical: false };
const daemon = { arn, body: described, status: "ACTIVE", taskDefinition: definition, revision };
const known = fakeEcs({ described: [daemon, { arn: definition, body, status: "ACTIVE" }], cluster: { clusterName: "prod" } });

const asked = (object: object, over: object = {}) =>
	unresolvedRequest({
		...{ kind: "Daemon", operation: "UPDATE", action: "UpdateDaemon", name: "agent", launchTypes: [] },
		object: { daemonArn: arn, ...object },
		references: { daemon: arn, cluster: "prod", daemonTaskDefinition: definition },
		...over,
	});

describe("a daemon", () => {
	test("is what ECS describes with what the request changes, and its definition is in the context", async () => {
		expect(await resolve(known, asked({ critical: true }), "u")).toMatchObject({
			object: { daemonArn: arn, daemonTaskDefinitionArn: definition, critical: true, capacityProviderArns: ["a"] },
			context: { taskDefinition: body, cluster: { clusterName: "prod" }, source: "ecs" },
			targets: { daemon: arn, daemonTaskDefinition: definition, revision, cluster: `${ARN}:cluster/prod` },
			...{ cluster: "prod", launchTypes: ["MANAGED_INSTANCES"] },
		});
	});

	test("is found by its cluster and name where the answer was omitted", async () => {
		const references = { cluster: "prod", daemonTaskDefinition: definition };
		expect((await resolve(known, asked({}, { operation: "CREATE", references }), "u")).targets.daemon).toBe(arn);
	});

	test("that has another definition by now is judged, and there is nothing to act on", async () => {
		const moved = { ...daemon, taskDefinition: `${ARN}:daemon-task-definition/agent:4` };
		const ecs = fakeEcs({ described: [moved, { arn: definition, body, status: "ACTIVE" }] });
		expect(await resolve(ecs, asked({}), "u")).toMatchObject({ context: { taskDefinition: body, source: "ecs" }, targets: {} });
	});

	test("that is gone leaves the event's words", async () => {
		const ecs = fakeEcs({ described: [{ arn: definition, body, status: "ACTIVE" }] });
		expect(await resolve(ecs, asked({}), "u")).toMatchObject({ context: { source: "copy" }, targets: {} });
	});

	test("without its definition nothing is judged", async () => {
		await expect(resolve(fakeEcs({ described: [daemon] }), asked({}), "u")).rejects.toThrow(/agent:3 is not found/);
		await expect(resolve(fakeEcs({}), asked({}, { references: {} }), "u")).rejects.toThrow(/names no daemon task definition/);
		const unlooked = await resolve(fakeEcs({}, "copy"), asked({}), "u");
		expect(unlooked.context.taskDefinition).toEqual({ $unknown: `daemon task definition ${definition} is not looked up` });
	});

	test("its definition is read back when it is registered, with the tags that the call set", async () => {
		const request = unresolvedRequest({
			...{ kind: "DaemonTaskDefinition", references: { daemonTaskDefinition: definition } },
			object: { family: "posed", tags: [{ key: "team", value: "a" }] },
		});
		expect(await resolve(known, request, "u")).toMatchObject({
			...{ name: "agent", object: { ...body, tags: [{ key: "team", value: "a" }] } },
			...{ context: { source: "ecs" }, targets: { daemonTaskDefinition: definition } },
		});
	});
});

describe("an Express service", () => {
	const service = `${ARN}:service/prod/shop`;
	const made = `${ARN}:task-definition/prod-shop:2`;
	const own = `${ARN}:task-definition/own:5`;
	const definitions = { [made]: { family: "prod-shop" }, [own]: { family: "own" } };
	const container = { image: "shop:1" };
	const found = { arn: service, body: { primaryContainer: container, cpu: "256" }, status: "ACTIVE", taskDefinition: made, revision: "r" };
	const ask = (object: object, references: object = {}, over: object = {}) =>
		unresolvedRequest({
			...{ kind: "ExpressGatewayService", operation: "UPDATE", action: "UpdateExpressGatewayService", name: "shop" },
			...{ object: { serviceArn: service, ...object }, references: { service, cluster: "prod", ...references }, ...over },
		});

	test("is what ECS describes, with the task definition that ECS has made", async () => {
		const ecs = fakeEcs({ definitions, described: [found] });
		expect(await resolve(ecs, ask({ cpu: "512" }, { taskDefinition: made }), "u")).toMatchObject({
			object: { primaryContainer: container, cpu: "512" },
			context: { taskDefinition: { family: "prod-shop" }, source: "ecs" },
			targets: { service, taskDefinition: made, revision: "r", cluster: `${ARN}:cluster/prod` },
		});
	});

	test("with a task definition of its own has that in the context, and nothing of the container it had", async () => {
		const ecs = fakeEcs({ definitions, described: [{ ...found, taskDefinition: own }] });
		const { object, context } = await resolve(ecs, ask({ taskDefinitionArn: own }, { taskDefinition: own }), "u");
		expect(object).toEqual({ serviceArn: service, taskDefinitionArn: own });
		expect(context.taskDefinition).toEqual({ family: "own" });
	});

	test("a question about one that brings its definition is answered; one that is described by its container needs none", async () => {
		const { duplicateKey: _, ...question } = ask({}, {}, { operation: "CREATE" });
		const ecs = fakeEcs({ definitions });
		const brings = { ...question, object: { taskDefinitionArn: own }, references: { taskDefinition: own, cluster: "prod" } };
		expect(await resolve(ecs, brings, "u")).toMatchObject({ context: { taskDefinition: { family: "own" } }, targets: {} });
		const says = { ...question, object: { primaryContainer: container }, references: { cluster: "prod" } };
		expect((await resolve(ecs, says, "u")).context).not.toHaveProperty("taskDefinition");
		expect((await resolve(fakeEcs({}, "copy"), brings, "u")).context.taskDefinition).toHaveProperty("$unknown");
	});

	test("that has moved on gives nothing to act on, and one that the event does not name is not judged", async () => {
		const ecs = fakeEcs({ definitions, described: [found] });
		expect((await resolve(ecs, ask({ taskDefinitionArn: own }, { taskDefinition: own }), "u")).targets).toEqual({});
		await expect(resolve(ecs, ask({}, { service: undefined }), "u")).rejects.toThrow(/names no Express service/);
	});
});
