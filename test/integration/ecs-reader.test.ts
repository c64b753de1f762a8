/** Look-ups, over real HTTP against moto. */
import { DeregisterTaskDefinitionCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsEcsReader } from "../../src/ecs/aws-ecs-reader.ts";
import { ARN, type Ground, ground, PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

let stub: EcsStub;
let ecs: Ground;
const reader = () => new AwsEcsReader(new AwsClients());
const failing = (message: RegExp, transient: boolean) =>
	expect.objectContaining({ name: "LookUpFailed", transient, message: expect.stringMatching(message) });

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
	ecs = await ground(inject("motoUrl"), "look-ups");
});
afterEach(() => stub.reset());
afterAll(async () => {
	vi.unstubAllEnvs();
	await stub.close();
});

describe("a task definition", () => {
	test("is described without read-only fields, tags included, and once per revision", async () => {
		const arn = await ecs.register("read", { tags: [{ key: "team", value: "shop" }] });
		const asking = reader();
		const [first, second] = await Promise.all([asking.taskDefinition(PLACE, arn), asking.taskDefinition(PLACE, "read:1")]);
		expect(first).toMatchObject({ arn, status: "ACTIVE", body: { family: "read", tags: [{ key: "team", value: "shop" }] } });
		expect(first?.body).not.toHaveProperty("taskDefinitionArn");
		expect(first?.body).not.toHaveProperty("status");
		expect(second).toBe(first);
		await asking.taskDefinition(PLACE, arn);
		expect(stub.count("DescribeTaskDefinition")).toBe(1);
	});

	test("by family alone is the newest, asked for each time", async () => {
		await ecs.register("newest");
		const asking = reader();
		expect((await asking.taskDefinition(PLACE, "newest"))?.arn).toBe(`${ARN}:task-definition/newest:1`);
		await ecs.register("newest");
		expect((await asking.taskDefinition(PLACE, "newest"))?.arn).toBe(`${ARN}:task-definition/newest:2`);
	});

	test("that is not there is undefined; one that was deregistered is INACTIVE", async () => {
		expect(await reader().taskDefinition(PLACE, "never:1")).toBeUndefined();
		const arn = await ecs.register("gone");
		await ecs.client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn }));
		expect((await reader().taskDefinition(PLACE, arn))?.status).toBe("INACTIVE");
	});

	test("answered with another ARN, or of another place, is none", async () => {
		const arn = await ecs.register("swapped");
		for (const other of [
			`${ARN}:task-definition/swapped:2`,
			arn.replace(PLACE.account, "999988887777"),
			arn.replace("eu-west-1", "us-east-1"),
		]) {
			stub.answer("DescribeTaskDefinition", () => ({ taskDefinition: { taskDefinitionArn: other, family: "swapped" } }));
			await expect(reader().taskDefinition(PLACE, arn)).rejects.toThrow(failing(/answered with another ARN/, false));
		}
		await expect(reader().taskDefinition(PLACE, arn.replace(PLACE.account, "999988887777"))).rejects.toThrow(
			failing(/is not of account/, false),
		);
	});
});

test("tasks are described with overrides and tags, stopped ones too, missing ones left out", async () => {
	const definition = await ecs.register("tasks");
	const overrides = { containerOverrides: [{ name: "app", environment: [{ name: "A", value: "secret" }] }] };
	const running = await ecs.run(definition, { overrides, tags: [{ key: "a", value: "b" }] });
	const stopped = await ecs.run(definition);
	await ecs.client.send(new StopTaskCommand({ cluster: ecs.cluster, task: stopped }));
	const tasks = await reader().tasks(PLACE, ecs.cluster, [running, stopped, `${ARN}:task/look-ups/none`]);
	expect(tasks.map(({ taskArn, desiredStatus }) => [taskArn, desiredStatus])).toEqual([
		[running, "RUNNING"],
		[stopped, "STOPPED"],
	]);
	expect(tasks[0]).toMatchObject({ overrides, tags: [{ key: "a", value: "b" }] });
	expect(await reader().tasks(PLACE, "no-such-cluster", [running.replace("look-ups", "no-such-cluster")])).toEqual([]);
});

test("services and clusters are described, or undefined", async () => {
	const definition = await ecs.register("services");
	const arn = await ecs.service("web", definition, { tags: [{ key: "team", value: "shop" }] });
	const found = await reader().service(PLACE, ecs.cluster, "web");
	expect(found).toMatchObject({ serviceArn: arn, taskDefinition: definition, tags: [{ key: "team", value: "shop" }] });
	expect(await reader().service(PLACE, ecs.cluster, "none")).toBeUndefined();
	expect(await reader().cluster(PLACE, ecs.cluster)).toMatchObject({ clusterName: "look-ups", tags: [{ key: "stage", value: "test" }] });
	expect(await reader().cluster(PLACE, "none")).toBeUndefined();
});

describe("what goes wrong", () => {
	test.each([
		["ThrottlingException", "Rate exceeded", true, /ThrottlingException: Rate exceeded/],
		["AccessDeniedException", "User is not authorized", false, /allow ecs:DescribeTaskDefinition to the gate's role/],
		["InvalidParameterException", "bad", false, /InvalidParameterException: bad/],
	])("%s", async (__type, message, transient, expected) => {
		stub.answer("DescribeTaskDefinition", () => ({ __type, message }));
		await expect(reader().taskDefinition(PLACE, "web:1")).rejects.toThrow(failing(expected, transient));
	});

	test("nobody there is transient, and asked again later", async () => {
		vi.stubEnv("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:1");
		await expect(reader().cluster(PLACE, "prod")).rejects.toThrow(failing(/ecs:DescribeClusters .* ECONNREFUSED/, true));
		vi.stubEnv("AWS_ENDPOINT_URL_ECS", undefined);
	});

	test("without knowing who it is the gate asks nothing, and tries again", async () => {
		stub.answer("GetCallerIdentity", () => ({ __type: "ServiceUnavailable" }));
		const asking = reader();
		await expect(asking.cluster(PLACE, ecs.cluster)).rejects.toThrow(failing(/GetCallerIdentity failed/, true));
		stub.reset();
		expect(await asking.cluster(PLACE, ecs.cluster)).toMatchObject({ clusterName: ecs.cluster });
	});
});

describe("other accounts", () => {
	test("cannot be reached without a role", async () => {
		const elsewhere = { ...PLACE, account: "999988887777" };
		await expect(reader().cluster(elsewhere, "prod")).rejects.toThrow(
			failing(/no role for account 999988887777.*TASKGATE_ROLE_ARN/, false),
		);
	});

	test("are reached by their role, and the gate knows itself there", async () => {
		const aws = new AwsClients({ roleArn: "arn:aws:iam::{account}:role/gates/taskgate" });
		const elsewhere = { ...PLACE, account: "999988887777" };
		expect(await new AwsEcsReader(aws).cluster(elsewhere, ecs.cluster)).toBeUndefined();
		expect(stub.count("AssumeRole")).toBe(1);
		expect(await aws.ownPrincipals("999988887777")).toEqual([
			"arn:aws:iam::999988887777:role/gates/taskgate",
			"arn:aws:sts::999988887777:assumed-role/taskgate/taskgate",
		]);
		expect(await new AwsClients().ownPrincipals(PLACE.account)).toEqual([expect.stringContaining(`:${PLACE.account}:`)]);
	});
});
