/** A container turns bad: from falcosidekick's post to what ECS has afterwards, and to what the proxy lets through from then on. */

import { DescribeServicesCommand, DescribeTasksCommand, ECSClient, RunTaskCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { callEvent } from "../cloudtrail.ts";
import { eventually, freshStore, type GateProcess, type RecordedDecision } from "../gate-process.ts";
import { ownRegion } from "../own-region.ts";
import { startProxyProcess } from "../proxy-process.ts";
import { constraintsFile, containerId, falcoAlert, ofService } from "../runtime-alerts.ts";
import { type Ground, ground } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const REGION = ownRegion(import.meta);
const DIGESTS = { good: `sha256:${"b".repeat(64)}`, bad: `sha256:${"a".repeat(64)}`, flooded: `sha256:${"c".repeat(64)}` };

let stub: EcsStub;
let ecs: Ground;
let gate: GateProcess;
let throughProxy: ECSClient;

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [] }));
	ecs = await ground(inject("motoUrl"), "alerted", REGION);
	const store = await freshStore();
	const env = {
		AWS_REGION: REGION,
		TASKGATE_STORE: store,
		TASKGATE_CONSTRAINTS: await constraintsFile(store),
		TASKGATE_RUNTIME_RESPONSE: "quarantine",
	};
	const proxied = await startProxyProcess(stub.url, env);
	gate = proxied.gate;
	const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
	throughProxy = new ECSClient({ endpoint: proxied.url, region: REGION, credentials, maxAttempts: 1 });
});

afterAll(async () => {
	await gate?.stop();
	await stub?.close();
});

const register = (family: string, digest: string) =>
	ecs.register(family, { containerDefinitions: [{ name: "app", image: `registry.example.com/${family}@${digest}`, memory: 128 }] });

const asOfService = (service: string, digest: string) => stub.amend("DescribeTasks", (answered) => ofService(answered, service, digest));

async function described(name: string) {
	const { services } = await ecs.client.send(new DescribeServicesCommand({ cluster: ecs.cluster, services: [name] }));
	return services?.[0];
}

/** Tells the gate of the service as it is, as CloudTrail would, and waits for its decision. */
async function admit(name: string, eventName: string, requestParameters: object, count: number): Promise<void> {
	const { serviceArn, clusterArn, taskDefinition } = (await described(name)) ?? {};
	const responseElements = { service: { serviceArn, clusterArn, taskDefinition } };
	const event = callEvent({ eventName, requestParameters, responseElements, region: REGION });
	expect((await gate.post("/v1/events", event)).status).toBe(202);
	await eventually(async () => {
		const decisions = (await gate.decisions()).filter((decision) => decision.name === name && decision.kind === "Service");
		return decisions.length === count && decisions.every(({ verdict }) => verdict === "allowed");
	});
}

const alerts = async () => (await gate.decisions()).filter(({ kind }) => kind === "RuntimeAlert");
const settled = (count: number): Promise<RecordedDecision> =>
	eventually(async () => {
		const decisions = await alerts();
		return decisions.length === count && decisions[0]?.actions.every(({ state }) => state !== "planned") && decisions[0];
	});
const taskOf = async (arn: string) => (await ecs.client.send(new DescribeTasksCommand({ cluster: ecs.cluster, tasks: [arn] }))).tasks?.[0];
const run = (taskDefinition: string) => throughProxy.send(new RunTaskCommand({ cluster: ecs.cluster, taskDefinition, launchType: "EC2" }));

describe("a service's container turns bad, whose revision was admitted", () => {
	let good: string;
	let bad: string;
	let task: string;

	it("its task is stopped once, its service goes back, and its image and revision are quarantined", async () => {
		good = await register("orders", DIGESTS.good);
		bad = await register("orders", DIGESTS.bad);
		await ecs.service("orders", good);
		await admit("orders", "CreateService", { cluster: ecs.cluster, serviceName: "orders", taskDefinition: good }, 1);
		await ecs.client.send(new UpdateServiceCommand({ cluster: ecs.cluster, service: "orders", taskDefinition: bad }));
		await admit("orders", "UpdateService", { cluster: ecs.cluster, service: "orders", taskDefinition: bad }, 2);
		task = await ecs.run(bad);
		asOfService("orders", DIGESTS.bad);

		const answer = await gate.post("/v1/runtime-alerts", falcoAlert(task, containerId(task)));
		expect([answer.status, await answer.json()]).toEqual([202, { requests: 1 }]);
		const denied = await settled(1);
		expect(denied).toMatchObject({ verdict: "denied", name: "orders", violations: [{ policy: "runtime/alert-types", action: "deny" }] });
		const { object } = (await (await fetch(`${gate.url}/v1/decisions/${denied.uid}`)).json()) as { object: { admittedBy: object } };
		expect(object.admittedBy).toMatchObject({ verdict: "allowed", enforcementPoint: "cloudtrail-event", exemptions: [] });
		expect(denied.actions.map(({ type, state }) => `${type} ${state}`).toSorted()).toEqual([
			...["Notify done", "Quarantine done", "RestoreService done", "RollBackDeployment superseded", "StopTask done"],
		]);
		expect(await taskOf(task)).toMatchObject({ desiredStatus: "STOPPED", stoppedReason: expect.stringMatching(/^runtime\/alert-types: /) });
		expect((await described("orders"))?.taskDefinition).toBe(good);
		expect([stub.count("StopTask"), stub.count("UpdateService")]).toEqual([1, 1]);
	});

	it("whoever runs the revision again is refused, and whoever pins its image", async () => {
		const again = await register("orders-again", DIGESTS.bad);
		// The list is read anew after two seconds.
		await eventually(() =>
			run(bad).then(
				() => false,
				(error: Error) => /^runtime\/quarantine: /.test(error.message),
			),
		);
		await expect(run(again)).rejects.toThrow(
			/^runtime\/quarantine: image registry\.example\.com\/orders-again@sha256:a+ is quarantined until /,
		);
		const review = {
			...{ apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview" },
			request: {
				uid: "1",
				kind: "TaskDefinition",
				operation: "CREATE",
				userInfo: { arn: "arn:aws:iam::123456789012:user/a" },
				object: { family: "x", containerDefinitions: [{ name: "a", image: `y@${DIGESTS.bad}` }] },
			},
		};
		const { response } = (await (await gate.post("/v1/admission", review)).json()) as { response: object };
		expect(response).toMatchObject({ allowed: false, status: { message: expect.stringMatching(/^runtime\/quarantine: /) } });
	});
});

it("ten thousand alerts about one task are one decision, one stop and two look-ups", async () => {
	const task = await ecs.run(await register("flooded", DIGESTS.flooded));
	asOfService("flooded", DIGESTS.flooded);
	const before = { described: stub.count("DescribeTasks"), stopped: stub.count("StopTask"), decided: (await alerts()).length };
	const time = new Date().toISOString();
	const started = performance.now();
	let kept = 0;
	for (let n = 0; n < 100; n += 1) {
		const flood = Array.from({ length: 100 }, (_, i) => falcoAlert(task, containerId(task), { uuid: `flood-${n}-${i}`, time }));
		const answers = await Promise.all(flood.map((alert) => gate.post("/v1/runtime-alerts", alert)));
		for (const answer of answers) kept += ((await answer.json()) as { requests: number }).requests;
	}
	console.log(`flood: 10,000 alerts in ${Math.round(performance.now() - started)} ms`);
	expect(kept).toBe(1);
	const denied = await settled(before.decided + 1);
	expect(
		denied.actions
			.filter(({ state }) => state === "done")
			.map(({ type }) => type)
			.toSorted(),
	).toEqual(["Notify", "Quarantine", "StopTask"]);
	expect([stub.count("StopTask") - before.stopped, stub.count("DescribeTasks") - before.described]).toEqual([1, 2]);
}, 300_000);

it("a container is enough where account, Region and cluster are told: the one running task that has it is stopped", async () => {
	const digest = DIGESTS.flooded.replace(/c/g, "d");
	const revision = await register("by-container", digest);
	const [task, bystander] = [await ecs.run(revision), await ecs.run(revision)];
	asOfService("by-container", digest);
	const before = (await alerts()).length;
	const alert = falcoAlert("<NA>", containerId(task)) as { readonly output_fields: object };
	const fields = { "ecs.cluster": ecs.cluster, "aws.account": "123456789012", "aws.region": REGION };
	expect((await gate.post("/v1/runtime-alerts", { ...alert, output_fields: { ...alert.output_fields, ...fields } })).status).toBe(202);
	expect((await settled(before + 1)).actions.find(({ type }) => type === "StopTask")).toMatchObject({ target: task, state: "done" });
	expect([(await taskOf(task))?.desiredStatus, (await taskOf(bystander))?.desiredStatus]).toEqual(["STOPPED", "RUNNING"]);
});

describe("an alert that cannot be acted on", () => {
	it("of a container that is not of the task it names, or of no task, is undecided and stops nothing", async () => {
		const [stopped, before] = [stub.count("StopTask"), (await alerts()).length];
		const other = await ecs.run(await register("other", DIGESTS.good));
		asOfService("other", DIGESTS.good);
		expect((await gate.post("/v1/runtime-alerts", falcoAlert(other, "ffffffffffff"))).status).toBe(202);
		expect((await gate.post("/v1/runtime-alerts", falcoAlert("<NA>", "3f1a9c7be402", { hostname: "nowhere" }))).status).toBe(202);
		const found = await eventually(async () => {
			const decisions = await alerts();
			return decisions.length === before + 2 && decisions.slice(0, 2);
		});
		expect(found.map(({ verdict }) => verdict)).toEqual(["undecided", "undecided"]);
		expect(stub.count("StopTask")).toBe(stopped);
		expect((await taskOf(other))?.desiredStatus).toBe("RUNNING");
	});

	it("that is none is refused by name", async () => {
		const answer = await gate.post("/v1/runtime-alerts", { hello: "world" });
		expect([answer.status, (await answer.json()) as object]).toEqual([400, expect.objectContaining({ field: "(body)" })]);
	});
});
