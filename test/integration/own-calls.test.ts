/**
 * Every action that Taskgate takes is told back to it, as CloudTrail would: nothing comes of it. The same call without a record of ours
 * is judged, alarmed and not acted on. And what a refusal does for each kind, as ECS has it afterwards.
 */
import { CreateTaskSetCommand, DescribeTaskSetsCommand, UpdateServiceCommand, UpdateTaskSetCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ARN } from "./ecs-ground.ts";
import { BAD, CLUSTER, type ToldBack, toldBack } from "./told-back.ts";

let on: ToldBack;
beforeAll(async () => {
	on = await toldBack();
});
beforeEach(() => on.fresh());
afterAll(() => on.close());

const serviceAnswer = (service: string, taskDefinition: string) => ({
	service: { serviceArn: service, clusterArn: `${ARN}:cluster/${CLUSTER}`, taskDefinition },
});

describe("what a refusal does, told back", () => {
	test("a task definition is deregistered", async () => {
		const arn = await on.ecs.register("registered", BAD);
		const answer = { taskDefinition: { taskDefinitionArn: arn } };
		expect(await on.outcomesOf("RegisterTaskDefinition", BAD, answer)).toEqual(["DeregisterTaskDefinition done", "Notify done"]);
		expect(await on.tellBack()).toBe(1);
	});

	test("a task is stopped", async () => {
		const taskDefinitionArn = await on.ecs.register("run", BAD);
		const taskArn = await on.ecs.run(taskDefinitionArn);
		const answer = { tasks: [{ taskArn, taskDefinitionArn, clusterArn: `${ARN}:cluster/${CLUSTER}` }] };
		expect(await on.outcomesOf("RunTask", { taskDefinition: "run", cluster: CLUSTER }, answer)).toEqual(["StopTask done", "Notify done"]);
		expect(await on.tellBack()).toBe(1);
	});

	test("a service is restored; one that nothing was admitted of is scaled to zero", async () => {
		const good = await on.ecs.register("restored");
		const bad = await on.ecs.register("restored", BAD);
		const service = await on.ecs.service("restored", good);
		expect(await on.outcomesOf("CreateService", { serviceName: "restored", cluster: CLUSTER }, serviceAnswer(service, good))).toEqual([]);
		await on.ecs.client.send(new UpdateServiceCommand({ cluster: CLUSTER, service: "restored", taskDefinition: bad }));
		const update = { service: "restored", cluster: CLUSTER, taskDefinition: bad };
		expect(await on.outcomesOf("UpdateService", update, serviceAnswer(service, bad))).toContain("RestoreService done");
		const fresh = await on.ecs.service("fresh", bad);
		const created = await on.outcomesOf("CreateService", { serviceName: "fresh", cluster: CLUSTER }, serviceAnswer(fresh, bad));
		expect(created).toContain("ScaleToZero done");
		expect(await on.tellBack()).toBe(2);
	});

	test("a deployment in progress is rolled back", async () => {
		const bad = await on.ecs.register("rolled", BAD);
		const service = await on.ecs.service("rolled", bad);
		const revision = `${ARN}:service-revision/${CLUSTER}/rolled/2`;
		const deployment = {
			serviceDeploymentArn: `${ARN}:service-deployment/${CLUSTER}/rolled/2`,
			serviceArn: service,
			status: "IN_PROGRESS",
		};
		on.stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [{ ...deployment, targetServiceRevisionArn: revision }] }));
		on.stub.answer("DescribeServiceRevisions", () => ({ serviceRevisions: [{ serviceRevisionArn: revision, taskDefinition: bad }] }));
		on.stub.answer("StopServiceDeployment", ({ serviceDeploymentArn }) => ({ serviceDeploymentArn }));
		const created = { serviceName: "rolled", cluster: CLUSTER };
		expect(await on.outcomesOf("CreateService", created, serviceAnswer(service, bad))).toEqual(["RollBackDeployment done", "Notify done"]);
		expect(await on.tellBack()).toBe(1);
	});

	test("a task set is scaled to zero, and scaled up again it is scaled down again; a primary one is left to its owner", async () => {
		const taskDefinition = await on.ecs.register("set", BAD);
		const service = await on.ecs.service("set", taskDefinition, { deploymentController: { type: "EXTERNAL" } });
		const { taskSet } = await on.ecs.client.send(new CreateTaskSetCommand({ cluster: CLUSTER, service: "set", taskDefinition }));
		const answer = { taskSet: { ...taskSet, serviceArn: service, clusterArn: `${ARN}:cluster/${CLUSTER}` } };
		const body = { cluster: CLUSTER, service: "set", taskDefinition };
		expect(await on.outcomesOf("CreateTaskSet", body, answer)).toEqual(["ScaleTaskSetToZero done", "Notify done"]);
		const scale = async () => {
			const { taskSets } = await on.ecs.client.send(new DescribeTaskSetsCommand({ cluster: CLUSTER, service }));
			return taskSets?.[0]?.scale?.value;
		};
		expect(await scale()).toBe(0);
		const up = { cluster: CLUSTER, service: "set", taskSet: taskSet?.taskSetArn, scale: { value: 100, unit: "PERCENT" as const } };
		await on.ecs.client.send(new UpdateTaskSetCommand(up));
		expect(await on.outcomesOf("UpdateTaskSet", up, answer)).toContain("ScaleTaskSetToZero done");
		expect(await scale()).toBe(0);
		expect(await on.tellBack()).toBe(2);
		on.stub.answer("DescribeTaskSets", () => ({
			taskSets: [{ ...taskSet, createdAt: 1, updatedAt: 1, stabilityStatusAt: 1, status: "PRIMARY" }],
		}));
		expect(await on.outcomesOf("UpdateTaskSet", up, answer)).toEqual(["ScaleTaskSetToZero failed", "Notify done"]);
		expect(await on.outcomesOf("UpdateServicePrimaryTaskSet", { ...up, primaryTaskSet: up.taskSet }, answer)).toEqual(["Notify done"]);
	});
});
