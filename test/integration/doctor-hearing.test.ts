/** Doctor on a stack that is deployed in moto, how it hears: one thing is broken, doctor says so, its own commands mend it, and doctor says so too. */
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { type DeployedWard, openDeployedWard } from "../doctor-ward.ts";

const PATIENCE_MS = 300_000;
/** Each of dozens of calls is a process of the AWS CLI. */
vi.setConfig({ testTimeout: PATIENCE_MS });
let deployed: DeployedWard;

beforeAll(async () => {
	deployed = await openDeployedWard(inject("awsCli"));
}, PATIENCE_MS);

afterAll(() => deployed?.close());

describe("the trail", () => {
	const select = (...selectors: readonly string[]) =>
		deployed.account.aws("cloudtrail", "put-event-selectors", "--trail-name", "management-events", ...selectors);

	test("there is none; then it is stopped; then it takes something else", async () => {
		expect((await deployed.mended("trail"))[0]?.seen).toBe("no trail reaches this Region");
		await deployed.account.aws("cloudtrail", "stop-logging", "--name", "management-events");
		expect((await deployed.mended("trail"))[0]?.seen).toBe("trail management-events (all Regions) does not log");
		await select("--event-selectors", '[{"ReadWriteType":"ReadOnly","IncludeManagementEvents":true,"DataResources":[]}]');
		expect((await deployed.mended("trail"))[0]?.seen).toContain("leaves out management events that write");
		await select("--advanced-event-selectors", '[{"Name":"d","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]}]}]');
		await deployed.mended("trail");
		const { AdvancedEventSelectors } = await deployed.account.aws<{ AdvancedEventSelectors: { Name: string }[] }>(
			...["cloudtrail", "get-event-selectors", "--trail-name", "management-events"],
		);
		expect(AdvancedEventSelectors.map(({ Name }) => Name)).toEqual(["d", "Management events that write"]);
	});
});

describe("the rules", () => {
	const rules = async () => {
		const { Rules } = await deployed.account.aws<{ Rules: { Name: string }[] }>("events", "list-rules", "--name-prefix", "Taskgate-");
		return (name: string) => Rules.find((rule) => rule.Name.startsWith(`Taskgate-${name}Rule`))?.Name ?? "";
	};

	test("as deployed they are well", async () => {
		expect(await deployed.statusOf("rules")).toEqual(["ok"]);
	});
	test("disabled, aimed elsewhere, without dead letters, changed, and gone: told each by itself, and mended", async () => {
		const name = await rules();
		const targetsOf = async (rule: string) =>
			(await deployed.account.aws<{ Targets: { Id: string; Arn: string }[] }>("events", "list-targets-by-rule", "--rule", rule)).Targets;
		await deployed.account.aws("events", "disable-rule", "--name", name("Calls"));
		const [aimed] = await targetsOf(name("Tasks"));
		await deployed.account.aws("events", "remove-targets", "--rule", name("Tasks"), "--ids", aimed?.Id ?? "");
		const [bare] = await targetsOf(name("Pauses"));
		await deployed.account.aws(
			"events",
			"put-targets",
			"--rule",
			name("Pauses"),
			"--targets",
			JSON.stringify([{ Id: bare?.Id, Arn: bare?.Arn }]),
		);
		await deployed.account.aws("events", "put-rule", "--name", name("Services"), "--event-pattern", '{"source":["aws.ecs"]}');
		const [gone] = await targetsOf(name("Denials"));
		await deployed.account.aws("events", "remove-targets", "--rule", name("Denials"), "--ids", gone?.Id ?? "");
		await deployed.account.aws("events", "delete-rule", "--name", name("Denials"));

		const said = (await deployed.mended("rules")).map(({ seen, subjects }) => [
			subjects[0],
			seen.replace(subjects[0] ?? "", "…").slice(0, 45),
		]);
		expect(Object.fromEntries(said)).toEqual({
			[name("Calls")]: "the rule … is disabled",
			[name("Tasks")]: expect.stringContaining("does not deliver to arn:aws:"),
			[name("Pauses")]: "what the rule … cannot deliver is dropped: it",
			[name("Services")]: "the pattern of the rule … is not this version",
			[name("Denials")]: "the rule … is gone",
		});
		expect(await deployed.statusOf("rules")).toEqual(["ok"]);
	});
});

test("of all that doctor has called nothing changes anything", () => {
	const { calls, changing } = deployed.called();
	expect(calls).toBeGreaterThan(30);
	expect(changing).toEqual([]);
});
