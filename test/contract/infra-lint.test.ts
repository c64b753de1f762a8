/** The stacks before the eyes of others: cdk-nag's AwsSolutions and cfn-lint. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { App, Stack, Validations } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { AwsSolutionsChecks } from "cdk-nag";
import { afterEach, describe, expect, test } from "vitest";
import { cdkApp, type GateName, PLAIN } from "../../infra/app.ts";
import { MemberStack } from "../../infra/member-stack.ts";
import { FILTERS } from "../../infra/metrics.ts";
import { ensurePythonEnvironment } from "../python-environment.ts";
import { byCdk } from "../template.ts";

const run = promisify(execFile);
const assemblies = {
	Taskgate: (await byCdk()).assembly,
	TaskgateHub: (await byCdk("TaskgateHub")).assembly,
	TaskgateWebhookService: (await byCdk("TaskgateWebhookService")).assembly,
} satisfies Record<GateName, string>;
/** The rules that a stack has findings of, each explained; where it is not S1 and IAM5. */
const RULES: Partial<Record<GateName, readonly string[]>> = {
	TaskgateWebhookService: ["AwsSolutions-ELB2", "AwsSolutions-EC23", "AwsSolutions-ECS2", "AwsSolutions-IAM5"],
};
const GATES = Object.keys(assemblies) as GateName[];

describe("cdk-nag", () => {
	afterEach(() => {
		process.exitCode = undefined;
	});
	const nagged = (app: App) => {
		Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { writeSuppressionsToCloudFormation: true }));
		return app.synth();
	};

	const explanations = (template: { Resources: object }) =>
		Object.values(template.Resources).flatMap(
			(resource: { Metadata?: { cdk_nag?: { rules_to_suppress: { id: string; reason: string }[] } } }) =>
				resource.Metadata?.cdk_nag?.rules_to_suppress ?? [],
		);
	const rulesOf = (explained: readonly { id: string }[]) => new Set(explained.flatMap(({ id }) => /AwsSolutions-\w+/.exec(id)?.[0] ?? []));

	test.each(GATES)("has no finding in %s that is not explained", (gate) => {
		const outdir = mkdtempSync(join(tmpdir(), "taskgate-nag-"));
		const { app, stack } = cdkApp(outdir, join(dirname(assemblies[gate]), "lambda"), gate);
		const { template } = nagged(app).getStackArtifact(stack.artifactId) as { template: { Resources: object } };
		const explained = explanations(template);
		expect(explained.length).toBeGreaterThan(2);
		expect(explained.filter(({ reason }) => reason.length < 30)).toEqual([]);
		expect(rulesOf(explained)).toEqual(new Set(RULES[gate] ?? ["AwsSolutions-S1", "AwsSolutions-IAM5"]));
	});
	test("has no finding in a member that is not explained", () => {
		const app = new App({ outdir: mkdtempSync(join(tmpdir(), "taskgate-nag-")), analyticsReporting: false });
		const { artifactId } = new MemberStack(app, "Member");
		const { template } = nagged(app).getStackArtifact(artifactId) as { template: { Resources: object } };
		const explained = explanations(template);
		expect(explained.filter(({ reason }) => reason.length < 30)).toEqual([]);
		expect(rulesOf(explained)).toEqual(new Set(["AwsSolutions-SQS3", "AwsSolutions-IAM5"]));
	});
	test("would find something", () => {
		const app = new App({ outdir: mkdtempSync(join(tmpdir(), "taskgate-nag-")), analyticsReporting: false });
		new Bucket(new Stack(app, "Careless"), "Bucket");
		expect(() => nagged(app)).toThrow(/AwsSolutions-S10/);
	});
});

describe("cfn-lint", () => {
	const lint = async (...files: readonly string[]) => {
		const { command } = await ensurePythonEnvironment();
		return run(command("cfn-lint"), ["--regions", "us-east-1", "eu-central-1", "--", ...files]).then(
			({ stdout }) => stdout,
			({ stdout }: { stdout: string }) => stdout,
		);
	};
	const folder = mkdtempSync(join(tmpdir(), "taskgate-lint-"));

	test.each(Object.keys(PLAIN) as (keyof typeof PLAIN)[])("has no finding in %s", async (name) => {
		writeFileSync(join(folder, name), PLAIN[name]());
		expect(await lint(join(folder, name))).toBe("");
	});
	test.each(GATES)("has no finding in %s as CDK has it", async (gate) => {
		expect(await lint(join(assemblies[gate], `${gate}.template.json`))).toBe("");
	});
	test("would find something", async () => {
		writeFileSync(join(folder, "wrong.json"), PLAIN["taskgate.template.json"]().replace('"nodejs24.x"', '"nodejs12.x"'));
		expect(await lint(join(folder, "wrong.json"))).toContain("nodejs12.x");
	});
});

test("the words that the log is searched for are words that the code says", () => {
	const said = ["outbox.ts", "lambda/tend.ts", "log.ts"].map((file) => readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8"));
	const words = Object.values(FILTERS).flatMap((pattern) => [...pattern.matchAll(/\$\.msg !?= "([^"]+)"/g)].map(([, word]) => word!));
	expect(words.length).toBeGreaterThan(3);
	expect(words.filter((word) => !said.some((text) => text.includes(`"${word.replace(/\*$/, "")}`)))).toEqual([]);
	expect(said.join()).toContain("alarm: true");
});
