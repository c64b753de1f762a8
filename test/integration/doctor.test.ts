/** Doctor on a stack that is deployed in moto: one thing is broken, doctor says so, its own commands mend it, and doctor says so too. */
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type { Finding } from "../../src/doctor/run.ts";
import { type Account, openAccount } from "../deployed-stack.ts";
import { type Ward, ward } from "../doctor-ward.ts";
import { type HttpTap, startTap } from "../http-tap.ts";

const PATIENCE_MS = 300_000;
/** Each of dozens of calls is a process of the AWS CLI. */
vi.setConfig({ testTimeout: PATIENCE_MS });
let account: Account;
let tap: HttpTap;
let patient: Ward;
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
	account = await openAccount(inject("awsCli"));
	const endpoint = account.env.AWS_ENDPOINT_URL ?? "";
	tap = await startTap(endpoint);
	patient = ward({ asks: tap.url, endpoint, cli: inject("awsCli") });
	outputs = await account.deploy("Taskgate", { Enforce: "off" });
}, PATIENCE_MS);

afterAll(async () => {
	await tap?.close();
	await account?.close();
});

const problems = (findings: readonly Finding[]) => findings.filter(({ status }) => status === "problem");

/** What doctor says is a problem, it mends; then there is none. Answers what was said. */
async function mended(check: string): Promise<readonly Finding[]> {
	const before = problems(await patient.examined([check]));
	expect(before.length).toBeGreaterThan(0);
	await patient.shell(before.flatMap(({ mend }) => mend));
	expect(problems(await patient.examined([check]))).toEqual([]);
	return before;
}

async function statusOf(check: string): Promise<readonly string[]> {
	return (await patient.examined([check])).map(({ status }) => status);
}

describe("the trail", () => {
	const select = (...selectors: readonly string[]) =>
		account.aws("cloudtrail", "put-event-selectors", "--trail-name", "management-events", ...selectors);

	test("there is none; then it is stopped; then it takes something else", async () => {
		expect((await mended("trail"))[0]?.seen).toBe("no trail reaches this Region");
		await account.aws("cloudtrail", "stop-logging", "--name", "management-events");
		expect((await mended("trail"))[0]?.seen).toBe("trail management-events (all Regions) does not log");
		await select("--event-selectors", '[{"ReadWriteType":"ReadOnly","IncludeManagementEvents":true,"DataResources":[]}]');
		expect((await mended("trail"))[0]?.seen).toContain("leaves out management events that write");
		await select("--advanced-event-selectors", '[{"Name":"d","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]}]}]');
		await mended("trail");
		const { AdvancedEventSelectors } = await account.aws<{ AdvancedEventSelectors: { Name: string }[] }>(
			...["cloudtrail", "get-event-selectors", "--trail-name", "management-events"],
		);
		expect(AdvancedEventSelectors.map(({ Name }) => Name)).toEqual(["d", "Management events that write"]);
	});
});

describe("the rules", () => {
	const rules = async () => {
		const { Rules } = await account.aws<{ Rules: { Name: string }[] }>("events", "list-rules", "--name-prefix", "Taskgate-");
		return (name: string) => Rules.find((rule) => rule.Name.startsWith(`Taskgate-${name}Rule`))?.Name ?? "";
	};

	test("as deployed they are well", async () => {
		expect(await statusOf("rules")).toEqual(["ok"]);
	});
	test("disabled, aimed elsewhere, without dead letters, changed, and gone: told each by itself, and mended", async () => {
		const name = await rules();
		const targetsOf = async (rule: string) =>
			(await account.aws<{ Targets: { Id: string; Arn: string }[] }>("events", "list-targets-by-rule", "--rule", rule)).Targets;
		await account.aws("events", "disable-rule", "--name", name("Calls"));
		const [aimed] = await targetsOf(name("Tasks"));
		await account.aws("events", "remove-targets", "--rule", name("Tasks"), "--ids", aimed?.Id ?? "");
		const [bare] = await targetsOf(name("Pauses"));
		await account.aws("events", "put-targets", "--rule", name("Pauses"), "--targets", JSON.stringify([{ Id: bare?.Id, Arn: bare?.Arn }]));
		await account.aws("events", "put-rule", "--name", name("Services"), "--event-pattern", '{"source":["aws.ecs"]}');
		const [gone] = await targetsOf(name("Denials"));
		await account.aws("events", "remove-targets", "--rule", name("Denials"), "--ids", gone?.Id ?? "");
		await account.aws("events", "delete-rule", "--name", name("Denials"));

		const said = (await mended("rules")).map(({ seen, subjects }) => [subjects[0], seen.replace(subjects[0] ?? "", "…").slice(0, 45)]);
		expect(Object.fromEntries(said)).toEqual({
			[name("Calls")]: "the rule … is disabled",
			[name("Tasks")]: expect.stringContaining("does not deliver to arn:aws:"),
			[name("Pauses")]: "what the rule … cannot deliver is dropped: it",
			[name("Services")]: "the pattern of the rule … is not this version",
			[name("Denials")]: "the rule … is gone",
		});
		expect(await statusOf("rules")).toEqual(["ok"]);
	});
});

describe("the queues", () => {
	const url = async (name: string) => {
		const { QueueUrls } = await account.aws<{ QueueUrls: string[] }>("sqs", "list-queues");
		return QueueUrls.find((candidate) => candidate.includes(`-${name}`)) ?? "";
	};

	test("dead letters are counted, read by the command, and gone when they are gone", async () => {
		expect(await statusOf("dead-letters")).toEqual(["ok"]);
		await account.aws("sqs", "send-message", "--queue-url", await url("DeadLetters"), "--message-body", '{"a":1}');
		const [found] = problems(await patient.examined(["dead-letters"]));
		expect(found?.seen).toMatch(/^1 event lies in Taskgate-DeadLetters/);
		expect(await patient.shell(found?.mend.slice(0, 1) ?? [])).toContain('{\\"a\\":1}');
		await account.aws("sqs", "purge-queue", "--queue-url", await url("DeadLetters"));
		expect(await statusOf("dead-letters")).toEqual(["ok"]);
	});
	test("a queue that has lost its dead letters gets them back", async () => {
		await account.aws("sqs", "set-queue-attributes", "--queue-url", await url("EventQueue"), "--attributes", '{"RedrivePolicy":""}');
		expect((await mended("queue"))[0]?.seen).toMatch(/has no dead-letter queue/);
	});
});

test("the table: what moto leaves out of the template doctor finds, and mends", async () => {
	const table = outputs.Store?.replace("dynamodb:", "") ?? "";
	await account.aws("dynamodb", "update-table", "--table-name", table, "--no-deletion-protection-enabled");
	expect((await mended("table")).map(({ seen }) => seen)).toEqual([
		`the table ${table} can be deleted`,
		`the table ${table} has no point-in-time recovery`,
		`the table ${table} expires nothing`,
	]);
});

test("a halt is told with who, why and since when, and `taskgate resume` ends it", async () => {
	expect(await statusOf("state")).toEqual(["ok"]);
	await patient.shell([`npx taskgate halt --reason INC-204 --store ${outputs.Store}`]);
	expect((await mended("state"))[0]?.seen).toMatch(/^halted by .*: INC-204$/);
});

test("functions of two minds: the command changes the one variable, and keeps the others", async () => {
	const { StackResources } = await account.aws<{ StackResources: { ResourceType: string; PhysicalResourceId: string }[] }>(
		...["cloudformation", "describe-stack-resources", "--stack-name", "Taskgate"],
	);
	const names = StackResources.flatMap(({ ResourceType, PhysicalResourceId: name }) =>
		ResourceType === "AWS::Lambda::Function" ? [name] : [],
	);
	const variables = (enforce: string) => JSON.stringify({ Variables: { TASKGATE_ENFORCE: enforce, OTHER: "kept" } });
	const set = (name: string, enforce: string) =>
		account.aws("lambda", "update-function-configuration", "--function-name", name, "--environment", variables(enforce));
	// moto cannot say a reference in an environment, so that each gets one without.
	for (const name of names) await set(name, "off");
	await set(names[0] ?? "", "on");
	const said = await patient.examined(["functions"]);
	const [found] = said.filter(({ seen }) => seen.includes("TASKGATE_ENFORCE=on"));
	await patient.shell(found?.mend ?? []);
	expect(problems(await patient.examined(["functions"])).filter(({ seen }) => seen.includes("TASKGATE_ENFORCE"))).toEqual([]);
	const { Environment } = await account.aws<{ Environment: unknown }>(
		"lambda",
		"get-function-configuration",
		"--function-name",
		names[0] ?? "",
	);
	expect(Environment).toEqual({ Variables: { TASKGATE_ENFORCE: "off", OTHER: "kept" } });
});

test("GuardDuty: no detector, then one without Runtime Monitoring; its coverage moto does not know, which is no pass", async () => {
	expect((await mended("guardduty"))[0]?.seen).toBe("GuardDuty has no detector in this Region");
	const { DetectorIds } = await account.aws<{ DetectorIds: string[] }>("guardduty", "list-detectors");
	await account.aws(
		"guardduty",
		"update-detector",
		"--detector-id",
		DetectorIds[0] ?? "",
		"--features",
		'[{"Name":"RUNTIME_MONITORING","Status":"DISABLED"}]',
	);
	await mended("guardduty");
	expect(await statusOf("guardduty")).toEqual(["ok", "unknown"]);
});

test("a service without the hook, in whichever page", async () => {
	await account.aws("ecs", "create-cluster", "--cluster-name", "prod");
	const container = '[{"name":"a","image":"b","memory":128}]';
	await account.aws("ecs", "register-task-definition", "--family", "web", "--container-definitions", container);
	for (const name of ["web", "api"])
		await account.aws(
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
	const [found] = problems(await patient.examined(["hook"]));
	expect([found?.subjects.toSorted(), found?.mend[0]]).toEqual([
		["prod/api", "prod/web"],
		expect.stringContaining(outputs.DeploymentHookArn ?? "?"),
	]);
});

test("the clock is this machine's, and what moto cannot simulate is unknown", async () => {
	expect(await statusOf("clock")).toEqual(["ok"]);
	expect(await statusOf("permissions")).toEqual(["unknown"]);
});

/** As the wire has it: an operation by header or body, or, where a service speaks REST, a method and a path. */
test("of all that doctor has called nothing changes anything", () => {
	const called = tap.exchanges.map(({ operation, sent, line }) => operation || /(?:^|&)Action=(\w+)/.exec(sent.toString())?.[1] || line);
	expect(called.length).toBeGreaterThan(100);
	const others = called.filter((name) => !/^(?:BatchDescribe|Describe|Get|List|Query|Simulate)|^GET \//.test(name));
	// GuardDuty's ListCoverage, whose filter is too much for a query.
	expect(others.filter((line) => !/^POST \/detector\/\w+\/coverage$/.test(line))).toEqual([]);
});
