/** The door, in a real process over HTTP, in front of moto. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { type AwsGateway, startGateway } from "../aws-gateway.ts";
import { callEvent } from "../cloudtrail.ts";
import { privileged, unprivileged } from "../ecs-workload.ts";
import { eventually, freshGate, type GateProcess } from "../gate-process.ts";

interface Registered {
	readonly taskDefinition: { readonly taskDefinitionArn: string; readonly family: string; readonly status: string };
	readonly tags: readonly { readonly key: string; readonly value: string }[];
}

let aws: AwsCli;
let gateway: AwsGateway;
let gate: GateProcess;

beforeAll(async () => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
	gateway = await startGateway(inject("motoUrl"));
	gate = await freshGate({ ...AWS_ENV, AWS_ENDPOINT_URL: gateway.url, TASKGATE_ADMISSION_TAG: "ecs-admission" });
});
afterAll(async () => {
	await gate?.stop();
	await gateway?.close();
});

async function ask(body: unknown, query = "", of = gate) {
	const response = await of.post(`/v1/register${query}`, body);
	return { status: response.status, headers: response.headers, answer: (await response.json()) as Record<string, unknown> };
}

async function revisionsOf(family: string): Promise<readonly string[]> {
	const { taskDefinitionArns } = await aws<{ taskDefinitionArns: string[] }>("ecs", "list-task-definitions", "--family-prefix", family);
	return taskDefinitionArns;
}

async function decisionOf(name: string) {
	const decision = (await gate.decisions()).find((one) => one.name === name);
	if (decision === undefined) throw new Error(`${name} was not decided`);
	return decision;
}

describe("what is admitted", () => {
	test("is registered, tagged, answered as ECS answers it, and recorded", async () => {
		const { status, answer } = await ask({ ...unprivileged("door"), tags: [{ key: "team", value: "a" }] });
		expect(status).toBe(200);
		const { taskDefinition } = answer as unknown as Registered;
		expect(taskDefinition).toMatchObject({ family: "door", status: "ACTIVE" });
		expect(Object.keys(answer).sort()).toEqual(["tags", "taskDefinition"]);
		const described = await aws<Registered>("ecs", "describe-task-definition", "--task-definition", "door:1", "--include", "TAGS");
		expect(described.taskDefinition.taskDefinitionArn).toBe(taskDefinition.taskDefinitionArn);
		expect(described.tags).toEqual([
			{ key: "team", value: "a" },
			{ key: "ecs-admission", value: "allowed" },
		]);
		expect(await decisionOf("door")).toMatchObject({
			verdict: "allowed",
			enforcementPoint: "register",
			actions: [{ type: "RegisterTaskDefinition", state: "done", outcome: `registered as ${taskDefinition.taskDefinitionArn}` }],
		});
	});

	test("registered twice makes two revisions; with reuse the newest is answered if it is the same", async () => {
		expect((await ask(unprivileged("again"))).status).toBe(200);
		const reused = await ask(unprivileged("again"), "?reuse=true");
		expect(reused.headers.get("x-taskgate-outcome")).toBe("reused");
		expect((reused.answer as unknown as Registered).taskDefinition.taskDefinitionArn).toMatch(/again:1$/);
		const other = await ask({ ...unprivileged("again"), cpu: "512", memory: "1024" }, "?reuse=true");
		expect(other.headers.get("x-taskgate-outcome")).toBe("registered");
		expect((await ask({ ...unprivileged("again"), cpu: "512", memory: "1024" })).status).toBe(200);
		expect(await revisionsOf("again")).toHaveLength(3);
	});

	test("is not judged again when CloudTrail tells of it", async () => {
		const { answer } = await ask(unprivileged("echo"));
		const before = (await gate.decisions()).length;
		const requestID = gateway.requestIds.get("RegisterTaskDefinition") ?? "";
		expect(requestID).not.toBe("");
		const echo = { eventName: "RegisterTaskDefinition", requestParameters: unprivileged("echo"), responseElements: answer };
		await gate.post("/v1/events", callEvent({ ...echo, requestID }));
		await gate.post("/v1/events", callEvent(echo));
		await eventually(async () => (await gate.decisions()).length > before);
		expect(await gate.decisions()).toHaveLength(before + 1);
	});

	test("is registered nowhere when it was only asked about", async () => {
		const { status, answer } = await ask(unprivileged("asked"), "?dryRun=true");
		expect([status, answer.dryRun]).toEqual([200, true]);
		expect(await revisionsOf("asked")).toEqual([]);
		expect((await decisionOf("asked")).actions).toEqual([]);
	});
});

describe("what is refused", () => {
	test("is told by policy, field and remedy, although enforcement is off, and is registered nowhere", async () => {
		const response = await gate.post("/v1/register", privileged("bad"));
		expect([response.status, response.headers.get("content-type")]).toEqual([403, "application/problem+json; charset=utf-8"]);
		const problem = (await response.json()) as Record<string, unknown>;
		expect(problem.detail).toMatch(/^workload\/privileged: /);
		expect(problem.verdict).toBe("denied");
		expect(problem.violations).toContainEqual(
			expect.objectContaining({
				policy: "workload/privileged",
				action: "deny",
				field: "/containerDefinitions/0/privileged",
				remediation: expect.stringMatching(/\w/),
			}),
		);
		expect(await revisionsOf("bad")).toEqual([]);
		expect(await decisionOf("bad")).toMatchObject({ uid: problem.uid, verdict: "denied", actions: [] });
	});

	test.for([
		["a tag that is the gate's", { tags: [{ key: "ECS-Admission", value: "allowed" }] }, "/tags"],
		["a tag of ours", { tags: [{ key: "taskgate:reason", value: "x" }] }, "/tags"],
		[
			"a member that ECS does not have",
			{ containerDefinitions: [{ name: "a", image: "b", priviledged: true }] },
			"/containerDefinitions/0/priviledged",
		],
		["a value that is not known yet", { cpu: { $unknown: "Ref Cpu" } }, "/cpu"],
	] as const)("%s", async ([, members, field]) => {
		const { status, answer } = await ask({ ...unprivileged("odd"), ...members });
		expect([status, answer.field]).toEqual([400, `register.body${field}`]);
		expect(await revisionsOf("odd")).toEqual([]);
	});

	test("a wrong type, by manifest/schema", async () => {
		const { status, answer } = await ask({ ...unprivileged("typed"), cpu: 256 });
		expect([status, answer.detail]).toEqual([403, expect.stringMatching(/^manifest\/schema: /)]);
	});

	test.for([
		["?account=12", "account"],
		["?region=here", "region"],
		["?dryRun=yes", "dryRun"],
		["?principal=arn", "principal"],
	] as const)("a query that is wrong: %s", async ([query, field]) => {
		const { status, answer } = await ask(unprivileged("query"), query);
		expect([status, answer.field]).toEqual([400, field]);
	});
});

describe("what AWS says", () => {
	test("its refusal is passed on with its code and message", async () => {
		const { status, answer } = await ask({ ...unprivileged("over"), pidMode: "none" });
		expect([status, answer.code]).toEqual([400, "ClientException"]);
		expect(answer.detail).toMatch(/^ClientException: /);
		expect((await decisionOf("over")).actions).toMatchObject([{ state: "failed", outcome: answer.detail }]);
	});

	test("its failure is 502 and may be tried again", async () => {
		gateway.refuse("unlucky");
		const { status, headers } = await ask(unprivileged("unlucky")).finally(() => gateway.release());
		expect([status, headers.get("retry-after")]).toEqual([502, "5"]);
		expect(await revisionsOf("unlucky")).toEqual([]);
	});

	test("an account in which the gate has no role is said to be one", async () => {
		const { status, answer } = await ask(unprivileged("elsewhere"), "?account=999999999999&region=us-east-1");
		expect([status, answer.field]).toEqual([400, "account"]);
	});
});

test("without credentials nothing is registered, and the gate says so; it still judges", async () => {
	const blind = await freshGate();
	try {
		expect(await ask(unprivileged("blind"), "", blind)).toMatchObject({
			status: 503,
			answer: { detail: expect.stringMatching(/no AWS credentials/) },
		});
		expect((await ask(privileged("blind"), "?dryRun=true", blind)).status).toBe(403);
	} finally {
		await blind.stop();
	}
});
