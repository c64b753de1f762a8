/**
 * Every action that Taskgate takes is told back to it, as CloudTrail would: nothing comes of it. The same call without a record of ours
 * is judged, alarmed and not acted on. And what a refusal does for each kind, as ECS has it afterwards.
 */
import {
	CreateTaskSetCommand,
	DescribeTaskSetsCommand,
	ListTagsForResourceCommand,
	UpdateServiceCommand,
	UpdateTaskSetCommand,
} from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { type CallEvent, callEvent } from "../cloudtrail.ts";
import { ARN, type Ground, ground, PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type ManagedEcs, managedEcs } from "./ecs-managed.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";
import { ADMISSION_TAG, gateInProcess, type InProcessGate } from "./gate-in-process.ts";

const CLUSTER = "own-calls";
const GATE = `arn:aws:iam::${PLACE.account}:role/taskgate`;
const BAD = { containerDefinitions: [{ name: "app", image: "bad", memory: 128 }] };
let stub: EcsStub;
let ecs: Ground;
let managed: ManagedEcs;
let gate: InProcessGate;

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
	ecs = await ground(inject("motoUrl"), CLUSTER);
});
beforeEach(() => {
	stub.reset();
	stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [] }));
	managed = managedEcs(stub, CLUSTER);
	gate = gateInProcess((text) => /bad|taskgate:|ecs-admission|"\/bin\/sh"/.test(text), GATE, { scaleToZero: true });
});
afterEach(() => gate.close());
afterAll(async () => {
	vi.unstubAllEnvs();
	await stub.close();
});

const hear = (eventName: string, requestParameters: object, responseElements: object | null, more: Partial<CallEvent> = {}) =>
	gate.hear(callEvent({ eventName, requestParameters, responseElements, region: PLACE.region, ...more }));

/** What became of the actions of the one decision about an event. */
async function outcomesOf(...told: Parameters<typeof hear>): Promise<readonly string[]> {
	const decisions = await hear(...told);
	expect(decisions).toHaveLength(1);
	return decisions.flatMap(({ actions }) => actions.map(({ type, state }) => `${type} ${state}`));
}

const isRead = (operation: string) => /^(Describe|List|Get)/.test(operation);

/** Every call that the gate made and that changes something, as CloudTrail tells of it. */
async function tellBack(): Promise<number> {
	const own = stub.calls.filter(({ operation }) => !isRead(operation));
	for (const { operation, body, answered = null, requestId = "" } of own) {
		expect(requestId).not.toBe("");
		expect(await hear(operation, body, answered, { roleArn: GATE, requestID: requestId }), operation).toEqual([]);
	}
	expect(
		stub.calls.filter(({ operation }) => !isRead(operation)),
		"nothing new was done",
	).toHaveLength(own.length);
	for (const { operation, body, answered = null } of own) {
		const alarms = gate.alarms.length;
		const judged = await hear(operation, body, answered, { roleArn: GATE });
		for (const { actions } of judged) expect(actions.filter(({ state }) => state !== "withheld")).toEqual([]);
		if (judged.length > 0) expect(gate.alarms.slice(alarms)).toEqual(["the gate's own role made a call that the gate has no record of"]);
	}
	expect(
		stub.calls.filter(({ operation }) => !isRead(operation)),
		"nothing was acted on",
	).toHaveLength(own.length);
	return own.length;
}

const serviceAnswer = (service: string, taskDefinition: string) => ({
	service: { serviceArn: service, clusterArn: `${ARN}:cluster/${CLUSTER}`, taskDefinition },
});

describe("what a refusal does, told back", () => {
	test("a task definition is deregistered", async () => {
		const arn = await ecs.register("registered", BAD);
		const answer = { taskDefinition: { taskDefinitionArn: arn } };
		expect(await outcomesOf("RegisterTaskDefinition", BAD, answer)).toEqual(["DeregisterTaskDefinition done", "Notify done"]);
		expect(await tellBack()).toBe(1);
	});

	test("a task is stopped", async () => {
		const taskDefinitionArn = await ecs.register("run", BAD);
		const taskArn = await ecs.run(taskDefinitionArn);
		const answer = { tasks: [{ taskArn, taskDefinitionArn, clusterArn: `${ARN}:cluster/${CLUSTER}` }] };
		expect(await outcomesOf("RunTask", { taskDefinition: "run", cluster: CLUSTER }, answer)).toEqual(["StopTask done", "Notify done"]);
		expect(await tellBack()).toBe(1);
	});

	test("a service is restored; one that nothing was admitted of is scaled to zero", async () => {
		const good = await ecs.register("restored");
		const bad = await ecs.register("restored", BAD);
		const service = await ecs.service("restored", good);
		expect(await outcomesOf("CreateService", { serviceName: "restored", cluster: CLUSTER }, serviceAnswer(service, good))).toEqual([]);
		await ecs.client.send(new UpdateServiceCommand({ cluster: CLUSTER, service: "restored", taskDefinition: bad }));
		const update = { service: "restored", cluster: CLUSTER, taskDefinition: bad };
		expect(await outcomesOf("UpdateService", update, serviceAnswer(service, bad))).toContain("RestoreService done");
		const fresh = await ecs.service("fresh", bad);
		const created = await outcomesOf("CreateService", { serviceName: "fresh", cluster: CLUSTER }, serviceAnswer(fresh, bad));
		expect(created).toContain("ScaleToZero done");
		expect(await tellBack()).toBe(2);
	});

	test("a deployment in progress is rolled back", async () => {
		const bad = await ecs.register("rolled", BAD);
		const service = await ecs.service("rolled", bad);
		const revision = `${ARN}:service-revision/${CLUSTER}/rolled/2`;
		const deployment = {
			serviceDeploymentArn: `${ARN}:service-deployment/${CLUSTER}/rolled/2`,
			serviceArn: service,
			status: "IN_PROGRESS",
		};
		stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [{ ...deployment, targetServiceRevisionArn: revision }] }));
		stub.answer("DescribeServiceRevisions", () => ({ serviceRevisions: [{ serviceRevisionArn: revision, taskDefinition: bad }] }));
		stub.answer("StopServiceDeployment", ({ serviceDeploymentArn }) => ({ serviceDeploymentArn }));
		const created = { serviceName: "rolled", cluster: CLUSTER };
		expect(await outcomesOf("CreateService", created, serviceAnswer(service, bad))).toEqual(["RollBackDeployment done", "Notify done"]);
		expect(await tellBack()).toBe(1);
	});

	test("a task set is scaled to zero, and scaled up again it is scaled down again; a primary one is left to its owner", async () => {
		const taskDefinition = await ecs.register("set", BAD);
		const service = await ecs.service("set", taskDefinition, { deploymentController: { type: "EXTERNAL" } });
		const { taskSet } = await ecs.client.send(new CreateTaskSetCommand({ cluster: CLUSTER, service: "set", taskDefinition }));
		const answer = { taskSet: { ...taskSet, serviceArn: service, clusterArn: `${ARN}:cluster/${CLUSTER}` } };
		const body = { cluster: CLUSTER, service: "set", taskDefinition };
		expect(await outcomesOf("CreateTaskSet", body, answer)).toEqual(["ScaleTaskSetToZero done", "Notify done"]);
		const scale = async () => {
			const { taskSets } = await ecs.client.send(new DescribeTaskSetsCommand({ cluster: CLUSTER, service }));
			return taskSets?.[0]?.scale?.value;
		};
		expect(await scale()).toBe(0);
		const up = { cluster: CLUSTER, service: "set", taskSet: taskSet?.taskSetArn, scale: { value: 100, unit: "PERCENT" as const } };
		await ecs.client.send(new UpdateTaskSetCommand(up));
		expect(await outcomesOf("UpdateTaskSet", up, answer)).toContain("ScaleTaskSetToZero done");
		expect(await scale()).toBe(0);
		expect(await tellBack()).toBe(2);
		stub.answer("DescribeTaskSets", () => ({
			taskSets: [{ ...taskSet, createdAt: 1, updatedAt: 1, stabilityStatusAt: 1, status: "PRIMARY" }],
		}));
		expect(await outcomesOf("UpdateTaskSet", up, answer)).toEqual(["ScaleTaskSetToZero failed", "Notify done"]);
		expect(await outcomesOf("UpdateServicePrimaryTaskSet", { ...up, primaryTaskSet: up.taskSet }, answer)).toEqual(["Notify done"]);
	});

	test("a daemon goes back to all that was admitted; one of which nothing was is told of", async () => {
		const good = managed.define("agent", { name: "agent", image: "agent:1" });
		const bad = managed.define("agent", { name: "agent", image: "bad" });
		const capacityProviderArns = [`${ARN}:capacity-provider/managed`];
		const admitted = { daemonTaskDefinitionArn: good, capacityProviderArns, critical: true, deploymentConfiguration: { drainPercent: 10 } };
		const daemonArn = managed.daemon("agent", admitted);
		const created = { ...admitted, daemonName: "agent", clusterArn: `${ARN}:cluster/${CLUSTER}` };
		expect(await outcomesOf("CreateDaemon", created, { daemonArn })).toEqual([]);
		const update = { daemonTaskDefinitionArn: bad, capacityProviderArns, critical: false };
		managed.daemon("agent", update);
		expect(await outcomesOf("UpdateDaemon", { daemonArn, ...update }, { daemonArn })).toEqual(["RestoreDaemon done", "Notify done"]);
		expect(managed.daemons.get(daemonArn)?.body).toMatchObject(admitted);
		expect(await tellBack()).toBe(1);

		const other = managed.daemon("other", update);
		expect(await outcomesOf("CreateDaemon", { ...update, daemonName: "other" }, { daemonArn: other })).toEqual([
			"RestoreDaemon failed",
			"Notify done",
		]);
	});

	test("a daemon that has moved on is left alone", async () => {
		const bad = managed.define("moved", { name: "agent", image: "bad" });
		const body = { daemonTaskDefinitionArn: bad, capacityProviderArns: [`${ARN}:capacity-provider/managed`] };
		const daemonArn = managed.daemon("moved", body);
		let asked = 0;
		stub.answer("DescribeClusters", () => {
			asked += 1;
			// Between judging and acting.
			if (asked === 1) managed.daemon("moved", { critical: false });
			return undefined;
		});
		const [decision] = await hear("UpdateDaemon", { daemonArn, ...body }, { daemonArn });
		expect(decision?.actions[0]).toMatchObject({ type: "RestoreDaemon", state: "superseded" });
		expect(stub.count("UpdateDaemon")).toBe(0);
	});

	test("an Express service goes back to all that was admitted", async () => {
		await ecs.register("express-shop");
		await ecs.register("express-shop", BAD);
		const roles = { infrastructureRoleArn: `arn:aws:iam::${PLACE.account}:role/infra` };
		const admitted = { primaryContainer: { image: "shop:1", containerPort: 80 }, cpu: "256", healthCheckPath: "/health" };
		const serviceArn = managed.express("shop", { ...roles, ...admitted });
		const answer = (revision: number) => ({ taskDefinitionArn: `${ARN}:task-definition/express-shop:${revision}` });
		const created = { service: { serviceArn, cluster: CLUSTER, activeConfigurations: [answer(1)] } };
		expect(await outcomesOf("CreateExpressGatewayService", { ...roles, ...admitted, serviceName: "shop" }, created)).toEqual([]);
		const update = { primaryContainer: { image: "bad", containerPort: 80 } };
		managed.express("shop", update);
		const updated = { service: { serviceArn, cluster: CLUSTER, targetConfiguration: answer(2) } };
		expect(await outcomesOf("UpdateExpressGatewayService", { serviceArn, ...update }, updated)).toEqual([
			"RestoreExpressService done",
			"Notify done",
		]);
		expect(managed.services.get(serviceArn)?.body).toMatchObject(admitted);
		expect(await tellBack()).toBe(1);
	});

	test("a forged tag is removed, and the admission tag goes back to what our own record says", async () => {
		const arn = await ecs.register("tagged");
		const tagsNow = async () => (await ecs.client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags ?? [];
		expect(await outcomesOf("RegisterTaskDefinition", { family: "tagged" }, { taskDefinition: { taskDefinitionArn: arn } })).toEqual([]);

		const untag = { resourceArn: arn, tagKeys: [ADMISSION_TAG] };
		expect(await outcomesOf("UntagResource", untag, null)).toEqual(["RestoreTags done", "Notify done"]);
		expect(await tagsNow()).toEqual([{ key: ADMISSION_TAG, value: "allowed" }]);
		expect(await outcomesOf("UntagResource", untag, null), "it is there again").toEqual(["RestoreTags superseded", "Notify done"]);

		const never = await ecs.register("never", { ...BAD, tags: [{ key: ADMISSION_TAG, value: "allowed" }] });
		await hear("RegisterTaskDefinition", BAD, { taskDefinition: { taskDefinitionArn: never } });
		const forged = { resourceArn: never, tags: [{ key: ADMISSION_TAG, value: "allowed" }] };
		expect(await outcomesOf("TagResource", forged, null)).toEqual(["RestoreTags done", "Notify done"]);
		expect((await ecs.client.send(new ListTagsForResourceCommand({ resourceArn: never }))).tags ?? []).toEqual([]);
		const unknown = { resourceArn: arn, tagKeys: ["taskgate:was-what"] };
		expect(await outcomesOf("UntagResource", unknown, null)).toEqual(["RestoreTags failed", "Notify done"]);
		expect(await tellBack()).toBe(3);
	});

	test("ECS Exec is told of", async () => {
		const taskArn = await ecs.run(await ecs.register("reached"));
		const body = { cluster: CLUSTER, task: taskArn, command: "/bin/sh", interactive: true };
		const answer = { taskArn, clusterArn: `${ARN}:cluster/${CLUSTER}` };
		expect(await outcomesOf("ExecuteCommand", body, answer)).toEqual(["Notify done"]);
		expect(await tellBack()).toBe(0);
	});
});

test("two gates with two minds undo each other until their breakers open, and no longer", async () => {
	const other = gateInProcess((text) => text.includes("agent:1"), `arn:aws:iam::${PLACE.account}:role/other-gate`, {
		actionLimit: { count: 6, windowMs: 3_600_000 },
	});
	const one = gateInProcess((text) => text.includes("agent:2"), GATE, { actionLimit: { count: 6, windowMs: 3_600_000 } });
	const capacityProviderArns = [`${ARN}:capacity-provider/managed`];
	const definitions = ["agent:1", "agent:2"].map((image) => managed.define("fought-over", { name: "agent", image }));
	const daemonArn = managed.daemon("fought-over", { daemonTaskDefinitionArn: definitions[0], capacityProviderArns });
	const tell = async (daemonTaskDefinitionArn: unknown, roleArn: string, requestID?: string) => {
		const requestParameters = { daemonArn, daemonTaskDefinitionArn, capacityProviderArns };
		const eventTime = new Date().toISOString();
		const more = { region: PLACE.region, roleArn, eventTime, ...(requestID === undefined ? {} : { requestID }) };
		const event = callEvent({ eventName: "UpdateDaemon", requestParameters, responseElements: { daemonArn }, ...more });
		for (const gate of [one, other]) await gate.hear(event);
	};
	// Each has admitted one of the two before it heard of the other's.
	await one.hear(
		callEvent({
			eventName: "UpdateDaemon",
			requestParameters: { daemonArn, capacityProviderArns },
			responseElements: { daemonArn },
			region: PLACE.region,
		}),
	);
	managed.daemon("fought-over", { daemonTaskDefinitionArn: definitions[1] });
	await other.hear(
		callEvent({
			eventName: "UpdateDaemon",
			requestParameters: { daemonArn, capacityProviderArns },
			responseElements: { daemonArn },
			region: PLACE.region,
		}),
	);
	await tell(definitions[1], `arn:aws:iam::${PLACE.account}:role/ci`);

	for (let told = 0; told < 40; told++) {
		const last = stub.calls.filter(({ operation }) => operation === "UpdateDaemon")[told];
		if (last === undefined) break;
		await tell(last.body.daemonTaskDefinitionArn, `arn:aws:iam::${PLACE.account}:role/unknown-to-both`, last.requestId);
	}
	const fought = stub.count("UpdateDaemon");
	expect(fought).toBeGreaterThan(1);
	expect(fought).toBeLessThanOrEqual(12);
	expect([...one.alarms, ...other.alarms].join()).toMatch(/breaker opened/);
	await Promise.all([one.close(), other.close()]);
});
