/** A denied service that somebody has changed since: nothing that was not denied is undone. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Acting, acting } from "./ecs-acting.ts";
import { ARN } from "./ecs-ground.ts";

let on: Acting;
beforeAll(async () => {
	on = await acting("changed");
});
afterEach(() => on.stub.reset());
afterAll(() => on.close());

describe("the same revision, changed since", () => {
	const denied = { time: "2026-11-20T12:00:00.000Z" };
	const LADDER = ["RollBackDeployment", "RestoreService", "ScaleToZero"] as const;

	test("a later change that was admitted ends every rung", async () => {
		const definition = await on.ecs.register("fixed");
		const service = await on.ecs.service("fixed", definition, { desiredCount: 2 });
		const later = { uid: "later", kind: "Service" as const, source: "ecs" as const, time: "2026-11-20T12:00:01.000Z" };
		const admitted = { ...later, object: { taskDefinition: definition, deploymentConfiguration: { maximumPercent: 150 } } };
		for (const type of LADDER) {
			expect(await on.act(type, service, definition, { admitted, denied })).toEqual({
				state: "superseded",
				outcome: "a later change of the service was admitted by decision later",
			});
		}
		expect(on.stub.count("UpdateService")).toBe(0);
	});

	test("a deployment that began well after the denied call is another's", async () => {
		const definition = await on.ecs.register("anew");
		const service = await on.ecs.service("anew", definition);
		on.stub.answer("DescribeServices", () => ({
			services: [
				{
					...{ serviceArn: service, status: "ACTIVE", taskDefinition: definition },
					deployments: [{ status: "PRIMARY", taskDefinition: definition, createdAt: Date.parse("2026-11-20T12:01:01Z") / 1000 }],
				},
			],
		}));
		for (const type of LADDER) {
			expect(await on.act(type, service, definition, { denied })).toMatchObject({
				state: "superseded",
				outcome: expect.stringContaining("deployed anew"),
			});
		}
		expect((await on.act("ScaleToZero", service, definition, { denied: { time: "2026-11-20T12:00:02Z" } })).state).toBe("done");
	});

	test("what was brought back already, by the policies that denied, is not scaled to zero next", async () => {
		const definition = await on.ecs.register("back");
		const service = await on.ecs.service("back", definition);
		const policies = { revision: "r1", constraintsDigest: "d1" };
		const object = { taskDefinition: definition };
		const admitted = { ...policies, uid: "earlier", kind: "Service" as const, source: "ecs" as const, object };
		const restored = await on.act("RestoreService", service, definition, { admitted, denied: policies });
		expect(restored).toMatchObject({ state: "superseded", outcome: expect.stringContaining("already") });
		const byOthers = await on.act("RestoreService", service, definition, { admitted, denied: { ...policies, revision: "r2" } });
		expect(byOthers.state).toBe("notApplicable");
	});
});

test("a service that ECS still shows as it was before the denied call has not moved on: it is looked at again, for a minute", async () => {
	const before = await on.ecs.register("stale");
	const definition = await on.ecs.register("stale");
	const service = await on.ecs.service("stale", before);
	const shown = (createdAt: string) =>
		on.stub.answer("DescribeServices", () => ({
			services: [
				{
					...{ serviceArn: service, status: "ACTIVE", taskDefinition: before },
					deployments: [{ status: "PRIMARY", taskDefinition: before, createdAt: Date.parse(createdAt) / 1000 }],
				},
			],
		}));
	const denied = { time: "2026-11-20T12:00:00.000Z" };
	const attempt = (attempts: number) => on.act("RollBackDeployment", service, definition, { denied, action: { attempts } });
	shown("2026-11-20T11:59:58Z");
	for (const attempts of [0, 4]) {
		expect(await attempt(attempts)).toEqual({ state: "retry", outcome: expect.stringContaining("as it was before") });
	}
	expect((await attempt(5)).state).toBe("superseded");
	shown("2026-11-20T12:00:03Z");
	expect((await attempt(0)).state).toBe("superseded");
});

test("RestoreService sends nothing that is as it was", async () => {
	const good = await on.ecs.register("same");
	const bad = await on.ecs.register("same");
	const service = await on.ecs.service("same", bad);
	const object = { taskDefinition: good, loadBalancers: [], enableExecuteCommand: false, propagateTags: "SERVICE" };
	const admitted = { uid: "earlier", kind: "Service" as const, source: "ecs" as const, object };
	await on.act("RestoreService", service, bad, { admitted });
	const sent = on.stub.calls.find(({ operation }) => operation === "UpdateService")?.body;
	expect(sent).toMatchObject({ taskDefinition: good, propagateTags: "SERVICE" });
	expect(Object.keys(sent ?? {})).not.toContain("loadBalancers");
});

describe("RollBackDeployment, where a newer deployment has taken over and the service does not show it yet", () => {
	test.each([
		["another one is in progress", 9, () => ({}), "superseded"],
		[
			"the denied one cannot be stopped any more",
			undefined,
			() => ({ __type: "ConflictException", message: "It is STOPPED." }),
			"notApplicable",
		],
	] as const)("%s: looked at again for a while, and nothing is restored meanwhile", async (_, revision, stopping, last) => {
		const definition = await on.ecs.register("overtaken");
		const service = await on.ecs.service(`overtaken-${revision}`, definition);
		const serviceRevisionArn = `${ARN}:service-revision/changed/overtaken/1`;
		const brief = { serviceArn: service, serviceDeploymentArn: `${ARN}:service-deployment/changed/overtaken/1`, status: "IN_PROGRESS" };
		on.stub.answer("ListServiceDeployments", () => ({
			serviceDeployments: [{ ...brief, targetServiceRevisionArn: serviceRevisionArn }],
		}));
		const taskDefinition = revision === undefined ? definition : definition.replace(/:\d+$/, `:${revision}`);
		on.stub.answer("DescribeServiceRevisions", () => ({ serviceRevisions: [{ serviceRevisionArn, taskDefinition }] }));
		on.stub.answer("StopServiceDeployment", stopping);
		const attempt = (attempts: number) => on.act("RollBackDeployment", service, definition, { action: { attempts } });
		for (const attempts of [0, 4])
			expect(await attempt(attempts)).toMatchObject({ state: "retry", outcome: expect.stringContaining("looked at again") });
		expect((await attempt(5)).state).toBe(last);
	});
});
