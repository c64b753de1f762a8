/** Taskgate judges its own stacks, as it would anybody's: `check --profile restricted`, of the assemblies and of the plain templates. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type GateName, PLAIN } from "../../infra/app.ts";
import { taskgate } from "../e2e/cli.ts";
import { SERVICE_PARAMETERS } from "../service-parameters.ts";
import { byCdk, type PlainName } from "../template.ts";

const folder = mkdtempSync(join(tmpdir(), "taskgate-judged-"));
/** What an operator gives the service: with it only what CloudFormation itself makes is unknown. */
const GIVEN = [
	...Object.entries(SERVICE_PARAMETERS).flatMap(([name, value]) => ["--parameter", `${name}=${value}`]),
	...["--parameter-defaults", "--account", "111122223333", "--region", "eu-central-1"],
];

/** Made once: each takes seconds. */
const assemblies = Object.fromEntries(
	await Promise.all(
		(["Taskgate", "TaskgateHub", "TaskgateWebhookService"] as const).map(async (gate) => [gate, (await byCdk(gate)).assembly]),
	),
) as Record<GateName, string>;
const texts = new Map((Object.keys(PLAIN) as PlainName[]).map((name) => [name, PLAIN[name]()]));

const templateOf = (name: PlainName, changed: (text: string) => string = (text) => text): string => {
	const file = join(mkdtempSync(join(folder, "template-")), name);
	writeFileSync(file, changed(texts.get(name) ?? ""));
	return file;
};

interface Judged {
	readonly kind: string;
	readonly name: string;
	readonly verdict: string;
	readonly violations: readonly { readonly policy: string; readonly action: string }[];
	readonly failures: readonly unknown[];
	readonly unknown: readonly { readonly policy: string; readonly field: string }[];
}

async function judged(path: string, ...options: readonly string[]) {
	const ran = await taskgate(["check", path, "--profile", "restricted", "--format", "json", ...options], { cwd: tmpdir() });
	return { code: ran.code, ...(JSON.parse(ran.stdout) as { decisions: Judged[]; summary: Record<string, number> }) };
}

describe("the gates and the member", () => {
	// The hub's StackSet holds a template of its own, which `check` says it does not follow: it is the member's, judged by itself.
	const notFollowed = [{ name: "Members", violations: [], unknown: [{ policy: "manifest/schema", field: "" }] }];
	test.each<[what: string, path: string, decisions: readonly object[]]>([
		["the gate's template", templateOf("taskgate.template.json"), []],
		["the gate as CDK has it", assemblies.Taskgate, []],
		["the hub's template", templateOf("taskgate-hub.template.json"), notFollowed],
		["the hub as CDK has it", assemblies.TaskgateHub, notFollowed],
		["the member's template", templateOf("taskgate-member.template.json"), []],
	])("%s has nothing of ECS to be refused", async (_, path, decisions) => {
		const found = await judged(path, ...(decisions.length === 0 ? ["--fail-on", "unknown"] : []));
		expect(found.code).toBe(0);
		expect(found.decisions).toMatchObject(decisions);
		expect(found.summary).toMatchObject({ denied: 0, undecided: 0, unknown: decisions.length });
	});
});

describe("the webhook service", () => {
	const NAME = "taskgate-webhook-service.template.json";
	/** Made by CloudFormation, so that no template says them: by field, what is there and why it hides nothing. */
	const MADE: Readonly<Record<string, string>> = {
		"/containerDefinitions/0/environment/#/value": "the ARN of the load balancer",
		"/containerDefinitions/0/logConfiguration/options/awslogs-group": "the log group's name",
		"/configuration/executeCommandConfiguration/logConfiguration/cloudWatchLogGroupName": "the same log group, for ECS Exec",
		"/taskRoleArn": "the role of the same template, which has the permissions that test/contract/infra-service.test.ts names",
		"/executionRoleArn": "the other role of the same template",
		"/networkConfiguration/awsvpcConfiguration/securityGroups/#": "the security group of the same template",
		"/taskDefinition": "the revision that the same template registers: a full ARN",
	};
	const general = (field: string) =>
		field.replace(/^\/context\/taskDefinition(?=\/)/, "").replace(/(?<=(environment|securityGroups)\/)\d+/, "#");

	test.each([
		["its template", templateOf(NAME)],
		["as CDK has it", assemblies.TaskgateWebhookService],
	])("%s, without its parameters: nothing is denied, and what is not known is said to be unknown", async (_, path) => {
		const { code, decisions, summary } = await judged(path);
		expect(code).toBe(0);
		expect(decisions.map(({ kind, violations, failures }) => [kind, violations, failures])).toEqual([
			["TaskDefinition", [], []],
			["Cluster", [], []],
			["Service", [], []],
		]);
		expect(summary).toMatchObject({ denied: 0, undecided: 0 });
		expect((await judged(path, "--fail-on", "unknown")).code).toBe(2);
	});
	test("with them only what CloudFormation makes is unknown", async () => {
		const { code, decisions, summary } = await judged(templateOf(NAME), ...GIVEN);
		expect(code).toBe(0);
		expect(summary).toMatchObject({ denied: 0, undecided: 0, allowed: 3 });
		const fields = decisions.flatMap(({ unknown }) => unknown.map(({ field }) => general(field)));
		expect(new Set(fields)).toEqual(new Set(Object.keys(MADE)));
		// Its default: nobody is asked before it deploys.
		expect(decisions.flatMap(({ violations }) => violations)).toMatchObject([{ policy: "deployment/admission-hook", action: "warn" }]);
	});
	test("once it asks the gate itself, whose ARN is imported, nothing is left to warn of", async () => {
		const { code, decisions } = await judged(templateOf(NAME), ...GIVEN, "--parameter", "AskGate=Taskgate");
		expect(code).toBe(0);
		expect(decisions.flatMap(({ violations }) => violations)).toEqual([]);
		const asked = decisions.flatMap(({ unknown }) => unknown).filter(({ policy }) => policy === "deployment/admission-hook");
		expect(asked.map(({ field }) => field)).toEqual(["/deploymentConfiguration/lifecycleHooks/0/hookTargetArn"]);
	});
	test("an image by its tag is refused: what the parameter's pattern keeps out, a policy would too", async () => {
		const byTag = SERVICE_PARAMETERS.Image.replace(/@sha256:.*/, ":1.0.0");
		const { code, decisions } = await judged(templateOf(NAME), ...GIVEN, "--parameter", `Image=${byTag}`);
		expect(code).toBe(1);
		expect(policiesIn(decisions)).toContain("image/digest");
	});
	test.each<[what: string, from: RegExp, to: string, policy: string]>([
		["privileged", /"Privileged": false/, '"Privileged": true', "workload/privileged"],
		["without a user", /,\s*"User": "65532:65532"/, "", "workload/non-root-user"],
		["as root", /"User": "65532:65532"/, '"User": "0"', "workload/non-root-user"],
		["writing its root", /"ReadonlyRootFilesystem": true/, '"ReadonlyRootFilesystem": false', "workload/read-only-root"],
		["keeping capabilities", /"Drop": \[\s*"ALL"\s*\]/, '"Drop": []', "workload/drop-capabilities"],
		["with a public address", /"AssignPublicIp": "DISABLED"/, '"AssignPublicIp": "ENABLED"', "network/public-ip"],
		["with ECS Exec", /"EnableExecuteCommand": false/, '"EnableExecuteCommand": true', "access/ecs-exec"],
		["with the key in plain sight", /"Name": "TASKGATE_PORT"/, '"Name": "TASKGATE_SECRET"', "secrets/environment-names"],
	])("%s it is denied", async (_, from, to, policy) => {
		const path = templateOf(NAME, (text) => {
			const changed = text.replace(from, to);
			expect(changed).not.toBe(text);
			return JSON.stringify(JSON.parse(changed));
		});
		const { code, decisions } = await judged(path, ...GIVEN);
		expect(code).toBe(1);
		expect(policiesIn(decisions)).toContain(policy);
	});
});

function policiesIn(decisions: readonly Judged[]): readonly string[] {
	return decisions.filter(({ verdict }) => verdict === "denied").flatMap(({ violations }) => violations.map(({ policy }) => policy));
}
