/** A gate as people run it moves a service to a patched revision; killed on the way, the restarted one does what is left, and registers nothing twice. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";
import { beforeAll, describe, inject, it } from "vitest";
import { PATCHED_FROM } from "../../src/admission/move-to-patched.ts";
import { AWS_ENV } from "../aws-cli.ts";
import { startGateway } from "../aws-gateway.ts";
import { callEvent } from "../cloudtrail.ts";
import { eventually, freshStore, startGate } from "../gate-process.ts";
import { ownRegion } from "../own-region.ts";
import { type Ground, ground } from "./ecs-ground.ts";

const REGION = ownRegion(import.meta);
const CLUSTER = "patched-kill";
const CONSTRAINTS = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: init}
spec: {policy: workload/init-process, mutate: true}
`;

let ecs: Ground;
let file: string;
beforeAll(async () => {
	ecs = await ground(inject("motoUrl"), CLUSTER, REGION);
	file = join(await mkdtemp(join(tmpdir(), "taskgate-")), "gate.yaml");
	await writeFile(file, CONSTRAINTS);
});

const described = async (name: string) =>
	(await ecs.client.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [name] }))).services?.[0];

describe.concurrent.each([
	["before it is registered", "RegisterTaskDefinition", "before", /was moved to .*:2, patched from .*:1$/],
	["when it is registered, and nobody has heard of it", "RegisterTaskDefinition", "after", /was moved to .*:2, patched from .*:1$/],
	["before the service is moved", "UpdateService", "before", /was moved to .*:2, patched from .*:1$/],
	["when the service is moved, and nobody has heard of it", "UpdateService", "after", /was moved before to .*:2, patched from .*:1$/],
] as const)("killed %s", (_, operation, when, outcome) => {
	it("the restarted gate ends it, with one revision", { timeout: 200_000 }, async ({ expect, onTestFinished }) => {
		const gateway = await startGateway(inject("motoUrl"));
		onTestFinished(() => gateway.close());
		const name = `killed-${when}-${operation}`;
		const original = await ecs.register(name);
		await ecs.service(name, original);
		// moto leaves a service the deployment that it began with; ECS begins another.
		gateway.amend("DescribeServices", ({ services, ...rest }) => ({
			...rest,
			services: (services as { taskDefinition: string }[]).map((service) => {
				const deployment = { id: "ecs-svc/2", status: "PRIMARY", taskDefinition: service.taskDefinition, createdAt: Date.now() / 1000 };
				return service.taskDefinition === original ? service : { ...service, deployments: [deployment] };
			}),
		}));
		const env = {
			...{ ...AWS_ENV, AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION, AWS_ENDPOINT_URL: gateway.url },
			...{ TASKGATE_STORE: await freshStore(), TASKGATE_CONSTRAINTS: file, TASKGATE_ENFORCE: "on", TASKGATE_REGISTER_PATCHED: "on" },
		};
		const { serviceArn, clusterArn } = (await described(name)) ?? {};
		const first = await startGate(env);
		const reached = gateway.hold(operation, when);
		const responseElements = { service: { serviceArn, clusterArn, taskDefinition: original } };
		const requestParameters = { serviceName: name, cluster: CLUSTER };
		await first.post("/v1/events", callEvent({ eventName: "CreateService", requestParameters, responseElements, region: REGION }));
		await reached;
		await first.kill();
		gateway.release();

		const second = await startGate(env);
		try {
			const action = await eventually(async () => {
				const found = (await second.decisions()).flatMap(({ actions }) => actions).find(({ type }) => type === "RegisterPatched");
				return found !== undefined && found.state !== "planned" && found;
			}, 120_000);
			expect(action).toMatchObject({ state: "done", target: serviceArn, outcome: expect.stringMatching(outcome) });
			expect((await described(name))?.taskDefinition).toBe(original.replace(/1$/, "2"));
			const listed = await ecs.client.send(new ListTaskDefinitionsCommand({ familyPrefix: name }));
			expect(listed.taskDefinitionArns).toHaveLength(2);
			expect([gateway.calls.get("RegisterTaskDefinition"), gateway.calls.get("UpdateService")]).toEqual([1, 1]);
			const asked = new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ["TAGS"] });
			const { taskDefinition, tags } = await ecs.client.send(asked);
			expect(taskDefinition?.containerDefinitions?.[0]?.linuxParameters).toEqual({ initProcessEnabled: true });
			expect(tags).toEqual([{ key: PATCHED_FROM, value: original }]);
			// What restores it later knows of the move.
			const services = (await second.decisions()).filter(({ kind }) => kind === "Service");
			expect(services).toMatchObject([
				{ verdict: "allowed", reach: "report", actions: [] },
				{ verdict: "denied", reach: "revert" },
			]);
		} finally {
			await second.stop();
		}
	});
});
