/** A deployment of a refused revision is rolled back by each of three ways, and of an admitted one by none: the whole gate, from ECS's asking to what ECS has afterwards. */
import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { AWS_ENV } from "../aws-cli.ts";
import { callEvent } from "../cloudtrail.ts";
import { eventually, freshStore, type GateProcess, startGate } from "../gate-process.ts";
import { type Deploying, deploying } from "./deploying.ts";
import { type Ground, ground, PLACE } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const privileged = { containerDefinitions: [{ name: "app", image: "nginx:1", memory: 128, privileged: true }] };
let stub: EcsStub;
let ecs: Ground;
let store: string;
let gate: GateProcess;
let off: GateProcess;
let on: Deploying;

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	ecs = await ground(inject("motoUrl"), "gate-deployments");
	store = await freshStore();
	const env = { ...AWS_ENV, AWS_ENDPOINT_URL: stub.url };
	gate = await startGate({ ...env, TASKGATE_STORE: store, TASKGATE_ENFORCE: "on" });
	off = await startGate({ ...env, TASKGATE_STORE: await freshStore(), TASKGATE_ENFORCE: "off" });
});
beforeEach(() => {
	stub.reset();
	on = deploying(stub, ecs);
});
afterAll(async () => {
	await Promise.all([gate.stop(), off.stop()]);
	await stub.close();
});

async function service(name: string) {
	const good = await ecs.register(name);
	const bad = await ecs.register(name, privileged);
	const arn = await ecs.service(name, good);
	return { good, bad, toBad: () => on.begin(arn, good, bad), toGood: () => on.begin(arn, bad, good) };
}

async function described(name: string) {
	const command = new DescribeServicesCommand({ cluster: ecs.cluster, services: [name], include: ["TAGS"] });
	return (await ecs.client.send(command)).services?.[0];
}

const settled = (by: GateProcess, name: string) =>
	eventually(async () => {
		const [newest] = (await by.decisions()).filter((decision) => decision.name === name);
		return newest?.actions.every(({ state }) => state !== "planned") && newest;
	});
const statesOf = ({ actions }: Awaited<ReturnType<typeof settled>>) => actions.map(({ type, state }) => `${type} ${state}`).toSorted();
const until = (deployment: { readonly status: string }, status: string) => eventually(async () => deployment.status === status);

describe("a deployment of a refused revision is rolled back", () => {
	it("through the lifecycle hook, and the service says by whom", async () => {
		const { good, toBad } = await service("hooked");
		const deployment = await toBad();
		await on.askHook(gate, deployment);
		expect(deployment.answers).toEqual([{ hookStatus: "FAILED" }, { hookStatus: "SUCCEEDED" }]);
		expect((await described("hooked"))?.taskDefinition).toBe(good);
		const decision = await settled(gate, "hooked");
		expect([decision.verdict, decision.violations[0]?.policy]).toEqual(["denied", "workload/privileged"]);
		expect(statesOf(decision)).toEqual(["Notify done", "TagResource done"]);
		const value = expect.stringMatching(/^\d{4}-\d\d-\d\d .*workload\/privileged/) as string;
		expect((await described("hooked"))?.tags).toContainEqual({ key: "taskgate:refused", value });
	});

	it("through the PAUSE hook, at whatever stage", async () => {
		for (const stage of ["PRE_SCALE_UP", "POST_SCALE_UP"]) {
			const name = `paused-${stage.toLowerCase().replaceAll("_", "-")}`;
			const { good, toBad } = await service(name);
			const deployment = await toBad();
			await on.pause(gate, deployment, stage);
			await until(deployment, "ROLLBACK_SUCCESSFUL");
			expect((await described(name))?.taskDefinition).toBe(good);
			expect(statesOf(await settled(gate, name))).toEqual(["ContinueDeployment done", "Notify done", "TagResource done"]);
		}
		expect(stub.calls.filter(({ operation }) => operation === "ContinueServiceDeployment").map(({ body }) => body.action)).toEqual([
			"ROLLBACK",
			"ROLLBACK",
		]);
	});

	it("by revert, where nobody was asked", async () => {
		const { good, bad, toBad } = await service("reverted");
		const deployment = await toBad();
		const { serviceArn, clusterArn } = (await described("reverted")) ?? {};
		const requestParameters = { cluster: ecs.cluster, service: "reverted", taskDefinition: bad };
		const responseElements = { service: { serviceArn, clusterArn, taskDefinition: bad } };
		await gate.post("/v1/events", callEvent({ eventName: "UpdateService", requestParameters, responseElements, region: PLACE.region }));
		await until(deployment, "ROLLBACK_SUCCESSFUL");
		expect(statesOf(await settled(gate, "reverted"))).toEqual(["Notify done", "RollBackDeployment done"]);
		expect((await described("reverted"))?.taskDefinition).toBe(good);
	});
});

describe("a deployment of an admitted revision", () => {
	it("goes on: by the hook, and by the PAUSE hook at Taskgate's stages; elsewhere a person is waited for", async () => {
		const { good, toGood } = await service("admitted");
		const hooked = await toGood();
		await on.askHook(gate, hooked);
		expect([hooked.answers, hooked.status]).toEqual([[{ hookStatus: "SUCCEEDED" }], "SUCCESSFUL"]);
		const ours = await toGood();
		await on.pause(gate, ours);
		await until(ours, "SUCCESSFUL");
		expect(statesOf(await settled(gate, "admitted"))).toContain("ContinueDeployment done");
		const theirs = await toGood();
		await on.pause(gate, theirs, "POST_SCALE_UP");
		await eventually(async () => (await gate.decisions()).filter(({ name }) => name === "admitted").length === 3);
		expect((await settled(gate, "admitted")).actions.map(({ type }) => type)).not.toContain("ContinueDeployment");
		expect([theirs.status, theirs.hook?.status]).toEqual(["IN_PROGRESS", "AWAITING_ACTION"]);
		expect((await described("admitted"))?.taskDefinition).toBe(good);
	});
});

describe("while ECS cannot be asked", () => {
	it("the hook is told to ask again, until ECS answers", async () => {
		const { toBad } = await service("throttled");
		const deployment = await toBad();
		const failing = 2;
		const { revision, service: serviceArn, taskDefinition } = deployment;
		const answering = { serviceRevisions: [{ serviceRevisionArn: revision, serviceArn, taskDefinition }] };
		stub.answer("DescribeServiceRevisions", () => (deployment.answers.length < failing ? { __type: "ServerException" } : answering));
		await on.askHook(gate, deployment, { team: "shop" });
		const [first, second] = deployment.answers;
		expect(first).toMatchObject({
			hookStatus: "IN_PROGRESS",
			callBackDelay: 30,
			hookDetails: { taskgate: { waitingSince: expect.any(String) } },
		});
		expect(second).toEqual(first);
		expect(deployment.answers.slice(2)).toEqual([{ hookStatus: "FAILED" }, { hookStatus: "SUCCEEDED" }]);
		expect((await gate.decisions()).filter(({ name }) => name === "throttled")).toHaveLength(1);
	});

	it("nobody waits longer by saying when the waiting began", async () => {
		const { toGood } = await service("impatient");
		for (const waitingSince of ["2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "yesterday", 7]) {
			const deployment = await toGood();
			stub.answer("DescribeServiceRevisions", () => ({ __type: "ServerException" }));
			await on.askHook(gate, deployment, { taskgate: { waitingSince } });
			expect(deployment.answers[0]).toEqual({ hookStatus: "FAILED" });
		}
	});
});

describe("a profile in hookDetails", () => {
	it("can only be stricter, and one that does not exist is refused", async () => {
		const { toGood, toBad } = await service("profiled");
		const asked = { restricted: toGood, baseline: toBad, "none-such": toGood };
		for (const [profile, begin] of Object.entries(asked)) {
			const deployment = await begin();
			await on.askHook(gate, deployment, { taskgate: { profile } });
			expect(deployment.answers[0], profile).toEqual({ hookStatus: "FAILED" });
		}
		expect((await gate.decisions()).find(({ name }) => name === "profiled")?.verdict).toBe("undecided");
	});
});

describe("what would be rolled back is let through", () => {
	it("while enforcement is off", async () => {
		const { bad, toBad } = await service("unforced");
		const hooked = await toBad();
		await on.askHook(off, hooked);
		expect(hooked.answers).toEqual([{ hookStatus: "SUCCEEDED" }]);
		const paused = await toBad();
		await on.pause(off, paused);
		await until(paused, "SUCCESSFUL");
		const theirs = await toBad();
		await on.pause(off, theirs, "POST_SCALE_UP");
		expect(statesOf(await eventually(async () => (await off.decisions()).length === 3 && settled(off, "unforced")))).toEqual([
			"Notify withheld",
		]);
		expect([(await described("unforced"))?.taskDefinition, theirs.status]).toEqual([bad, "IN_PROGRESS"]);
	});

	it("while Taskgate is halted: the answer to a pause does not wait for the end of the halt", async () => {
		const { toBad, toGood } = await service("halted");
		const halting = openSqliteStore(store.replace("sqlite:", ""));
		await halting.halt({ by: "test", reason: "look first", since: new Date().toISOString() });
		try {
			const hooked = await toBad();
			await on.askHook(gate, hooked);
			expect(hooked.answers).toEqual([{ hookStatus: "SUCCEEDED" }]);
			for (const begin of [toBad, toGood]) {
				const paused = await begin();
				await on.pause(gate, paused);
				await until(paused, "SUCCESSFUL");
			}
			expect(stub.count("TagResource")).toBe(0);
		} finally {
			await halting.resume();
			await halting.close();
		}
	});
});
