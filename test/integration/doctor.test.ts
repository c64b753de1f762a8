/** Doctor on a stack that is deployed in moto, how it works: one thing is broken, doctor says so, its own commands mend it, and doctor says so too. */
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { type DeployedWard, openDeployedWard, problems } from "../doctor-ward.ts";

const PATIENCE_MS = 300_000;
/** Each of dozens of calls is a process of the AWS CLI. */
vi.setConfig({ testTimeout: PATIENCE_MS });
let deployed: DeployedWard;

beforeAll(async () => {
	deployed = await openDeployedWard(inject("awsCli"));
}, PATIENCE_MS);

afterAll(() => deployed?.close());

describe("the queues", () => {
	const url = async (name: string) => {
		const { QueueUrls } = await deployed.account.aws<{ QueueUrls: string[] }>("sqs", "list-queues");
		return QueueUrls.find((candidate) => candidate.includes(`-${name}`)) ?? "";
	};

	test("dead letters are counted, read by the command, and gone when they are gone", async () => {
		expect(await deployed.statusOf("dead-letters")).toEqual(["ok"]);
		await deployed.account.aws("sqs", "send-message", "--queue-url", await url("DeadLetters"), "--message-body", '{"a":1}');
		const [found] = problems(await deployed.examined(["dead-letters"]));
		expect(found?.seen).toMatch(/^1 event lies in Taskgate-DeadLetters/);
		expect(await deployed.shell(found?.mend.slice(0, 1) ?? [])).toContain('{\\"a\\":1}');
		await deployed.account.aws("sqs", "purge-queue", "--queue-url", await url("DeadLetters"));
		expect(await deployed.statusOf("dead-letters")).toEqual(["ok"]);
	});
	test("a queue that has lost its dead letters gets them back", async () => {
		await deployed.account.aws(
			"sqs",
			"set-queue-attributes",
			"--queue-url",
			await url("EventQueue"),
			"--attributes",
			'{"RedrivePolicy":""}',
		);
		expect((await deployed.mended("queue"))[0]?.seen).toMatch(/has no dead-letter queue/);
	});
});

test("the table: what moto leaves out of the template doctor finds, and mends", async () => {
	const table = deployed.outputs.Store?.replace("dynamodb:", "") ?? "";
	await deployed.account.aws("dynamodb", "update-table", "--table-name", table, "--no-deletion-protection-enabled");
	expect((await deployed.mended("table")).map(({ seen }) => seen)).toEqual([
		`the table ${table} can be deleted`,
		`the table ${table} has no point-in-time recovery`,
		`the table ${table} expires nothing`,
	]);
});

test("a halt is told with who, why and since when, and `taskgate resume` ends it", async () => {
	expect(await deployed.statusOf("state")).toEqual(["ok"]);
	await deployed.shell([`npx taskgate halt --reason INC-204 --store ${deployed.outputs.Store}`]);
	expect((await deployed.mended("state"))[0]?.seen).toMatch(/^halted by .*: INC-204$/);
});

test("functions of two minds: the command changes the one variable, and keeps the others", async () => {
	const { StackResources } = await deployed.account.aws<{ StackResources: { ResourceType: string; PhysicalResourceId: string }[] }>(
		...["cloudformation", "describe-stack-resources", "--stack-name", "Taskgate"],
	);
	const names = StackResources.flatMap(({ ResourceType, PhysicalResourceId: name }) =>
		ResourceType === "AWS::Lambda::Function" ? [name] : [],
	);
	const variables = (enforce: string) => JSON.stringify({ Variables: { TASKGATE_ENFORCE: enforce, OTHER: "kept" } });
	const set = (name: string, enforce: string) =>
		deployed.account.aws("lambda", "update-function-configuration", "--function-name", name, "--environment", variables(enforce));
	// moto cannot say a reference in an environment, so that each gets one without.
	for (const name of names) await set(name, "off");
	await set(names[0] ?? "", "on");
	const said = await deployed.examined(["functions"]);
	const [found] = said.filter(({ seen }) => seen.includes("TASKGATE_ENFORCE=on"));
	await deployed.shell(found?.mend ?? []);
	expect(problems(await deployed.examined(["functions"])).filter(({ seen }) => seen.includes("TASKGATE_ENFORCE"))).toEqual([]);
	const { Environment } = await deployed.account.aws<{ Environment: unknown }>(
		"lambda",
		"get-function-configuration",
		"--function-name",
		names[0] ?? "",
	);
	expect(Environment).toEqual({ Variables: { TASKGATE_ENFORCE: "off", OTHER: "kept" } });
});

test("GuardDuty: no detector, then one without Runtime Monitoring; its coverage moto does not know, which is no pass", async () => {
	expect((await deployed.mended("guardduty"))[0]?.seen).toBe("GuardDuty has no detector in this Region");
	const { DetectorIds } = await deployed.account.aws<{ DetectorIds: string[] }>("guardduty", "list-detectors");
	await deployed.account.aws(
		"guardduty",
		"update-detector",
		"--detector-id",
		DetectorIds[0] ?? "",
		"--features",
		'[{"Name":"RUNTIME_MONITORING","Status":"DISABLED"}]',
	);
	await deployed.mended("guardduty");
	expect(await deployed.statusOf("guardduty")).toEqual(["ok", "unknown"]);
});

test("services without the hook are named, with the command for each", async () => {
	await deployed.account.aws("ecs", "create-cluster", "--cluster-name", "prod");
	const container = '[{"name":"a","image":"b","memory":128}]';
	await deployed.account.aws("ecs", "register-task-definition", "--family", "web", "--container-definitions", container);
	for (const name of ["web", "api"])
		await deployed.account.aws(
			"ecs",
			"create-service",
			"--cluster",
			"prod",
			"--service-name",
			name,
			"--task-definition",
			"web",
			"--desired-count",
			"0",
		);
	const [found] = problems(await deployed.examined(["hook"]));
	expect([found?.subjects.toSorted(), found?.mend[0]]).toEqual([
		["prod/api", "prod/web"],
		expect.stringContaining(deployed.outputs.DeploymentHookArn ?? "?"),
	]);
});

test("the clock is this machine's, and what moto cannot simulate is unknown", async () => {
	expect(await deployed.statusOf("clock")).toEqual(["ok"]);
	expect(await deployed.statusOf("permissions")).toEqual(["unknown"]);
});

test("of all that doctor has called nothing changes anything", () => {
	const { calls, changing } = deployed.called();
	expect(calls).toBeGreaterThan(100);
	expect(changing).toEqual([]);
});
