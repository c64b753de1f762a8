/** CloudFormation's question to a real gate process and to the built function, ECS (moto, over HTTP) behind them. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { HookAnswer } from "../../src/enforcement-points/wire/hook-answer.ts";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { privileged, registered, started, unprivileged } from "../ecs-workload.ts";
import { fixture } from "../fixtures.ts";
import { freshGate, freshStore, type GateProcess } from "../gate-process.ts";
import { builtFunctions, type LambdaFunction, startFunction } from "../lambda-function.ts";

let aws: AwsCli;
let gate: GateProcess;
let off: GateProcess;

const gateOn = (env: Record<string, string>) => freshGate({ ...AWS_ENV, AWS_ENDPOINT_URL: inject("motoUrl"), ...env });

beforeAll(async () => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
	await started(aws, "hook-test");
	[gate, off] = await Promise.all([gateOn({ TASKGATE_ENFORCE: "on" }), gateOn({})]);
});

afterAll(async () => {
	await gate?.stop();
	await off?.stop();
});

interface Hook {
	readonly requestData: object;
}

function hook(name: string, data: object = {}, over: object = {}) {
	const event = fixture("cloudformation-hook", name) as Hook;
	return { ...event, ...over, requestData: { ...event.requestData, ...data } };
}

const ask = async (of: GateProcess, event: object) => {
	const response = await of.post("/v1/cloudformation-hook", event);
	expect(response.status, of.output()).toBe(200);
	return (await response.json()) as HookAnswer;
};

const service = (TaskDefinition: string, ServiceName: string, over: object = {}) =>
	hook(
		"resource-create-task-definition",
		{
			...{ targetName: "AWS::ECS::Service", targetType: "AWS::ECS::Service" },
			targetModel: { resourceProperties: { ServiceName, Cluster: "hook-test", TaskDefinition, LaunchType: "FARGATE" } },
		},
		over,
	);
const SIGNED = "https://169.254.169.254/latest/meta-data?X-Amz-Signature=s3cr3t";

describe("POST /v1/cloudformation-hook", () => {
	it("refuses what the policies refuse, in CloudFormation's words, and has it on record", async () => {
		const said = await ask(gate, hook("resource-create-task-definition"));
		expect(said).toMatchObject({
			hookStatus: "FAILED",
			errorCode: "NonCompliant",
			message: expect.stringMatching(/^workload\/privileged: /),
		});
		expect(said.annotations?.[0]).toMatchObject({ annotationName: "workload/privileged", severityLevel: "CRITICAL" });
		const recorded = (await gate.decisions()).find(({ name }) => name === "orders");
		expect(recorded).toMatchObject({ verdict: "denied", kind: "TaskDefinition", actions: [] });
	});

	it("judges a service by the definition that ECS has", async () => {
		const [bad, good] = [await registered(aws, privileged("hook-bad")), await registered(aws, unprivileged("hook-good"))];
		expect(await ask(gate, service(bad.arn, "bad"))).toMatchObject({ hookStatus: "FAILED", errorCode: "NonCompliant" });
		expect(await ask(gate, service(good.arn, "good"))).toMatchObject({ hookStatus: "SUCCESS" });
	});

	it("is undecided where ECS does not know the definition: refused, and no pass", async () => {
		const said = await ask(gate, service(`${(await registered(aws, unprivileged("hook-gone"))).arn}9`, "gone"));
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "InternalFailure" });
		expect(said.annotations?.map(({ status }) => status)).not.toContain("PASSED");
	});

	it("lets through while enforcement is off, and says what would be refused", async () => {
		const said = await ask(off, hook("resource-create-task-definition"));
		expect(said).toMatchObject({
			hookStatus: "SUCCESS",
			annotations: expect.arrayContaining([expect.objectContaining({ status: "FAILED" })]),
		});
		expect(said.message).toMatch(
			/^let through, because enforcement is off \(TASKGATE_ENFORCE=off\); it would be refused: workload\/privileged: /,
		);
	});

	it("follows no address but S3's, and repeats none", async () => {
		const said = await ask(gate, hook("stack-create-json", { payload: SIGNED }));
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "InternalFailure" });
		expect(said.message).toContain("its address is none of Amazon S3's over https");
		const told = `${JSON.stringify(said)}${JSON.stringify(await gate.decisions())}${gate.output()}`;
		expect(told).not.toMatch(/s3cr3t|169\.254/);
	});

	it("answers what is no invocation of a hook as any bad input", async () => {
		const response = await gate.post("/v1/cloudformation-hook", { hello: "world" });
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ field: "hookTypeName" });
	});
});

describe("the function that CloudFormation invokes", () => {
	let lambda: LambdaFunction;
	beforeAll(async () => {
		lambda = await startFunction(`${await builtFunctions()}/cloudformation-hook`, {
			...{ ...AWS_ENV, AWS_ENDPOINT_URL: inject("motoUrl"), TASKGATE_ENFORCE: "on", TASKGATE_STORE: await freshStore() },
		});
	});
	afterAll(() => lambda?.kill());

	it("answers", async () => {
		const said = await lambda.invoke<HookAnswer>(hook("resource-create-task-definition"));
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "NonCompliant" });
	});

	it.each([
		["half an event", { hookTypeName: "A::B::C", clientRequestToken: "token" }, "undecided: awsAccountId: "],
		["nothing", {}, "undecided: hookTypeName: "],
	])("answers %s in the form that CloudFormation reads", async (_, event, start) => {
		const said = await lambda.invoke<HookAnswer>(event);
		expect(said).toMatchObject({ hookStatus: "FAILED", errorCode: "InternalFailure", message: expect.stringContaining(start) });
	});
});
