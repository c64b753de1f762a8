/** A service is changed for the worse, and brought back: the whole gate, from the events to what ECS has afterwards. */
import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { AWS_ENV } from "../aws-cli.ts";
import { type CallEvent, callEvent } from "../cloudtrail.ts";
import { eventually, freshGate, type GateProcess, type RecordedDecision } from "../gate-process.ts";
import { ARN, type Ground, ground, PLACE } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

/** As moto's STS has it. */
const GATE = "arn:aws:sts::123456789012:user/moto";
const privileged = { containerDefinitions: [{ name: "app", image: "nginx:1", memory: 128, privileged: true }] };
let stub: EcsStub;
let ecs: Ground;
let gate: GateProcess;

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	ecs = await ground(inject("motoUrl"), "gate-service");
	gate = await freshGate({ ...AWS_ENV, AWS_ENDPOINT_URL: stub.url, TASKGATE_ENFORCE: "on" });
});

beforeEach(() => {
	stub.reset();
	stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [] }));
});

afterAll(async () => {
	await gate.stop();
	await stub.close();
});

async function described(name: string) {
	const { services } = await ecs.client.send(new DescribeServicesCommand({ cluster: ecs.cluster, services: [name] }));
	return services?.[0];
}

/** Tells the gate of a call on the service, as CloudTrail would after it. */
async function tell(name: string, eventName: string, requestParameters: object, more: Partial<CallEvent> = {}): Promise<void> {
	const { serviceArn, clusterArn, taskDefinition } = (await described(name)) ?? {};
	const responseElements = { service: { serviceArn, clusterArn, taskDefinition } };
	const event = callEvent({ eventName, requestParameters, responseElements, region: PLACE.region, ...more });
	expect((await gate.post("/v1/events", event)).status).toBe(202);
}

async function update(name: string, taskDefinition: string, more: Partial<CallEvent> = {}): Promise<void> {
	const change = { cluster: ecs.cluster, service: name, taskDefinition };
	await ecs.client.send(new UpdateServiceCommand(change));
	await tell(name, "UpdateService", change, more);
}

const about = async (name: string) => (await gate.decisions()).filter((decision) => decision.name === name);

/** The newest of so many decisions about the service, once nothing of it is left to do. */
const settled = (name: string, count: number): Promise<RecordedDecision> =>
	eventually(async () => {
		const decisions = await about(name);
		return decisions.length === count && decisions[0]?.actions.every(({ state }) => state !== "planned") && decisions[0];
	});

const statesOf = ({ actions }: RecordedDecision) => actions.map(({ type, state }) => `${type} ${state}`).toSorted();

/** A service whose first revision was admitted, and a second, privileged one. */
async function admittedService(name: string): Promise<{ readonly good: string; readonly bad: string; readonly service: string }> {
	const good = await ecs.register(name);
	const bad = await ecs.register(name, privileged);
	const service = await ecs.service(name, good);
	await tell(name, "CreateService", { cluster: ecs.cluster, serviceName: name, taskDefinition: good, desiredCount: 1 });
	expect((await settled(name, 1)).verdict).toBe("allowed");
	return { good, bad, service };
}

describe("a service that is updated to a privileged revision", () => {
	it("is restored; the echo is skipped; another call by the gate's own role is judged and withheld", async () => {
		const { good, bad, service } = await admittedService("shop");

		await update("shop", bad);
		const denied = await settled("shop", 2);
		expect([denied.verdict, denied.violations[0]?.policy]).toEqual(["denied", "workload/privileged"]);
		expect(statesOf(denied)).toEqual(["Notify done", "RestoreService done", "RollBackDeployment superseded"]);
		expect((await described("shop"))?.taskDefinition).toBe(good);

		const own = stub.calls.filter(({ operation }) => operation === "UpdateService");
		expect(own).toMatchObject([{ body: { service, taskDefinition: good } }]);
		await tell("shop", "UpdateService", own[0]?.body ?? {}, { roleArn: GATE, requestID: own[0]?.requestId ?? "" });

		await update("shop", bad, { roleArn: GATE });
		const foreign = await settled("shop", 3);
		expect(foreign.verdict).toBe("denied");
		expect(statesOf(foreign)).toEqual(["Notify withheld", "RollBackDeployment withheld"]);
		expect(foreign.actions[0]?.outcome).toContain("the gate's own role");
		expect((await described("shop"))?.taskDefinition).toBe(bad);
		expect(await about("shop")).toHaveLength(3);
	});

	it("is restored when only its task tells of it, and told of twice it is restored once", async () => {
		const { good, bad } = await admittedService("orders");
		await ecs.client.send(new UpdateServiceCommand({ cluster: ecs.cluster, service: "orders", taskDefinition: bad }));
		const taskArn = `${ARN}:task/gate-service/0123456789abcdef0123456789abcdef`;
		const task = {
			...{ taskArn, clusterArn: `${ARN}:cluster/gate-service`, taskDefinitionArn: bad, desiredStatus: "RUNNING", lastStatus: "PENDING" },
			...{
				group: "service:orders",
				startedBy: "ecs-svc/1234567890",
				launchType: "EC2",
				overrides: { containerOverrides: [{ name: "app" }] },
			},
		};
		stub.answer("DescribeTasks", () => ({ tasks: [task] }));
		const { account, region } = PLACE;
		const time = new Date().toISOString();
		const event = { source: "aws.ecs", "detail-type": "ECS Task State Change", account, region, time, detail: task };
		for (const lastStatus of ["PROVISIONING", "PENDING"]) {
			expect((await gate.post("/v1/events", { ...event, detail: { ...task, lastStatus } })).status).toBe(202);
		}

		const denied = await settled("orders", 2);
		expect(denied).toMatchObject({ kind: "Task", verdict: "denied" });
		expect(statesOf(denied)).toEqual(["Notify done", "RestoreService done", "RollBackDeployment superseded"]);
		expect((await described("orders"))?.taskDefinition).toBe(good);
		expect([stub.count("UpdateService"), stub.count("StopTask")]).toEqual([1, 0]);
	});

	it("is rolled back by ECS itself while the deployment is in progress", async () => {
		const { bad, service } = await admittedService("billing");
		const revision = `${ARN}:service-revision/gate-service/billing/2`;
		const deployment = `${ARN}:service-deployment/gate-service/billing/2`;
		stub.answer("ListServiceDeployments", () => ({
			serviceDeployments: [
				{ serviceDeploymentArn: deployment, serviceArn: service, targetServiceRevisionArn: revision, status: "IN_PROGRESS" },
			],
		}));
		stub.answer("DescribeServiceRevisions", () => ({ serviceRevisions: [{ serviceRevisionArn: revision, taskDefinition: bad }] }));
		stub.answer("StopServiceDeployment", () => ({ serviceDeploymentArn: deployment }));
		await update("billing", bad);
		expect(statesOf(await settled("billing", 2))).toEqual(["Notify done", "RollBackDeployment done"]);
		expect([stub.count("StopServiceDeployment"), stub.count("UpdateService")]).toEqual([1, 0]);
	});
});
