/** Actions on services, over real HTTP against moto; what moto lacks is answered by the stub in front of it. */
import { DeregisterTaskDefinitionCommand, DescribeServicesCommand } from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import type { DecisionRecord } from "../../src/store/store.ts";
import { type Acting, acting } from "./ecs-acting.ts";
import { ARN } from "./ecs-ground.ts";

let on: Acting;
beforeAll(async () => {
	on = await acting("services");
});
afterEach(() => on.stub.reset());
afterAll(() => on.close());

async function described(service: string) {
	const { services } = await on.ecs.client.send(new DescribeServicesCommand({ cluster: on.ecs.cluster, services: [service] }));
	return services?.[0];
}

describe("RollBackDeployment", () => {
	test("does not apply where ECS has no service deployments", async () => {
		const definition = await on.ecs.register("without");
		const service = await on.ecs.service("without", definition);
		on.stub.answer("ListServiceDeployments", () => ({ __type: "UnknownOperationException" }));
		expect((await on.act("RollBackDeployment", service, definition)).state).toBe("notApplicable");
	});

	const deployment = `${ARN}:service-deployment/services/rolled/1`;
	const revision = `${ARN}:service-revision/services/rolled/1`;
	function deploying(service: string, taskDefinition: string, status = "IN_PROGRESS") {
		const brief = { serviceDeploymentArn: deployment, serviceArn: service, targetServiceRevisionArn: revision, status };
		on.stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [brief] }));
		on.stub.answer("DescribeServiceRevisions", () => ({ serviceRevisions: [{ serviceRevisionArn: revision, taskDefinition }] }));
		on.stub.answer("StopServiceDeployment", () => ({ serviceDeploymentArn: deployment }));
	}

	test("rolls back the deployment of what was denied", async () => {
		const definition = await on.ecs.register("rolled");
		const service = await on.ecs.service("rolled", definition);
		deploying(service, definition);
		expect((await on.act("RollBackDeployment", service, definition)).state).toBe("done");
		expect(on.stub.calls.at(-1)).toMatchObject({
			operation: "StopServiceDeployment",
			body: { serviceDeploymentArn: deployment, stopType: "ROLLBACK" },
		});
		expect(on.stub.calls.find(({ operation }) => operation === "ListServiceDeployments")?.body).toMatchObject({
			service,
			cluster: `${ARN}:cluster/services`,
		});

		deploying(service, definition, "ROLLBACK_IN_PROGRESS");
		expect((await on.act("RollBackDeployment", service, definition)).outcome).toContain("already");
		expect(on.stub.count("StopServiceDeployment")).toBe(1);

		on.stub.answer("ListServiceDeployments", () => ({ __type: "UnsupportedFeatureException", message: "not here" }));
		expect((await on.act("RollBackDeployment", service, definition)).state).toBe("notApplicable");
		on.stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [] }));
		expect((await on.act("RollBackDeployment", service, definition)).state).toBe("notApplicable");
		expect((await on.act("RollBackDeployment", service, `${definition}9`)).state).toBe("superseded");
	});
});

describe("RestoreService", () => {
	const record = (object: JsonObject): Partial<DecisionRecord> => ({ uid: "earlier", kind: "Service", source: "ecs", object });

	test("brings back the whole configuration, and leaves scaling alone", async () => {
		const good = await on.ecs.register("restored");
		const bad = await on.ecs.register("restored");
		const service = await on.ecs.service("restored", bad, { desiredCount: 3 });
		const deploymentConfiguration = { maximumPercent: 150, minimumHealthyPercent: 50 };
		const admitted = record({
			taskDefinition: good,
			desiredCount: 9,
			deploymentConfiguration,
			forceNewDeployment: true,
			launchType: "FARGATE",
			tags: [],
		});
		expect(await on.act("RestoreService", service, bad, { admitted })).toMatchObject({
			state: "done",
			outcome: expect.stringContaining(good),
			awsRequestId: expect.stringMatching(/./),
		});
		const sent = on.stub.calls.find(({ operation }) => operation === "UpdateService")?.body;
		expect(sent).toEqual({ service, cluster: `${ARN}:cluster/services`, taskDefinition: good, deploymentConfiguration });
		expect(await described("restored")).toMatchObject({ taskDefinition: good, desiredCount: 3 });
		expect((await on.act("RestoreService", service, bad, { admitted })).state).toBe("superseded");
	});

	test("takes away what was added since", async () => {
		const good = await on.ecs.register("added");
		const bad = await on.ecs.register("added");
		const service = await on.ecs.service("added", bad, {
			loadBalancers: [
				{ containerName: "app", containerPort: 80, targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/x/1" },
			],
		});
		const admitted = record({ taskDefinition: good });
		await on.act("RestoreService", service, bad, { admitted });
		expect(on.stub.calls.find(({ operation }) => operation === "UpdateService")?.body).toMatchObject({
			taskDefinition: good,
			loadBalancers: [],
		});
	});

	test("goes back past what is quarantined, by revision or by the digest that it pins", async () => {
		const [bad, clean] = [`sha256:${"a".repeat(64)}`, `sha256:${"c".repeat(64)}`];
		const register = (digest: string) =>
			on.ecs.register("quarantined", { containerDefinitions: [{ name: "app", image: `web@${digest}`, memory: 128 }] });
		const [good, sameImage, listed, alerted] = [await register(clean), await register(bad), await register(clean), await register(bad)];
		const service = await on.ecs.service("quarantined", alerted);
		const earlier = [listed, sameImage, good].map((taskDefinition) => record({ taskDefinition }));
		const quarantined = async () => [listed, bad];
		const denied = { kind: "RuntimeAlert" as const };
		const only = await on.act("RestoreService", service, alerted, { denied, earlier: earlier.slice(0, 2), quarantined });
		expect(only).toEqual({ state: "notApplicable", outcome: expect.stringContaining("but for what is quarantined") });
		const locked = async () => Promise.reject(new Error("database is locked"));
		expect((await on.act("RestoreService", service, alerted, { denied, earlier, quarantined: locked })).state).toBe("retry");
		expect((await described("quarantined"))?.taskDefinition).toBe(alerted);
		expect((await on.act("RestoreService", service, alerted, { denied, earlier, quarantined })).state).toBe("done");
		expect((await described("quarantined"))?.taskDefinition).toBe(good);

		const later = await on.ecs.service("quarantined-later", listed);
		expect(
			(await on.act("RestoreService", later, listed, { admitted: record({ taskDefinition: listed }), earlier, quarantined })).state,
		).toBe("done");
		expect((await described("quarantined-later"))?.taskDefinition).toBe(good);
	});

	test("does not apply without something to go back to", async () => {
		const inactive = await on.ecs.register("nothing");
		const bad = await on.ecs.register("nothing");
		await on.ecs.client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: inactive }));
		const service = await on.ecs.service("nothing", bad);
		const cases: [Partial<DecisionRecord> | undefined, RegExp][] = [
			[undefined, /no configuration .* was admitted/],
			[{ ...record({ taskDefinition: inactive }), kind: "Task" }, /no configuration .* was admitted/],
			[record({ taskDefinition: inactive }), /is INACTIVE/],
			[record({ taskDefinition: "nothing" }), /names no revision/],
			[{ ...record({ taskDefinition: bad }), revision: "older" }, /last admitted configuration already/],
			[record({ taskDefinition: inactive, serviceConnectConfiguration: { options: { token: { $unknown: "masked" } } } }), /masked/],
		];
		for (const [before, outcome] of cases) {
			expect(await on.act("RestoreService", service, bad, { admitted: before })).toEqual({
				state: "notApplicable",
				outcome: expect.stringMatching(outcome),
			});
		}
		expect(on.stub.count("UpdateService")).toBe(0);
	});
});

test("ScaleToZero scales the denied service, and no other", async () => {
	const definition = await on.ecs.register("scaled");
	const service = await on.ecs.service("scaled", definition, { desiredCount: 2 });
	expect((await on.act("ScaleToZero", service, `${definition}0`)).state).toBe("superseded");
	expect((await described("scaled"))?.desiredCount).toBe(2);
	expect((await on.act("ScaleToZero", service, definition)).state).toBe("done");
	expect((await described("scaled"))?.desiredCount).toBe(0);
	for (const gone of [`${ARN}:service/services/none`, `${ARN}:service/no-such-cluster/scaled`]) {
		expect((await on.act("ScaleToZero", gone, definition)).state).toBe("superseded");
	}
});

test("a service that ECS does not deploy itself is left alone", async () => {
	const service = await on.ecs.service("external", await on.ecs.register("external"));
	on.stub.answer("DescribeServices", () => ({
		services: [{ serviceArn: service, status: "ACTIVE", taskDefinition: "t", deploymentController: { type: "CODE_DEPLOY" } }],
	}));
	for (const type of ["RollBackDeployment", "RestoreService", "ScaleToZero"] as const) {
		expect(await on.act(type, service, "t")).toEqual({ state: "notApplicable", outcome: expect.stringContaining("CODE_DEPLOY") });
	}
});
