/** The stack before the eyes of others: cdk-nag's AwsSolutions, cfn-lint, and Taskgate itself. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { App, Stack, Validations } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { AwsSolutionsChecks } from "cdk-nag";
import { afterEach, describe, expect, test } from "vitest";
import { cdkApp, plainTemplate } from "../../infra/app.ts";
import { FILTERS } from "../../infra/metrics.ts";
import { taskgate } from "../e2e/cli.ts";
import { ensurePythonEnvironment } from "../python-environment.ts";
import { byCdk } from "../template.ts";

const run = promisify(execFile);
const { assembly } = await byCdk();

describe("cdk-nag", () => {
	afterEach(() => {
		process.exitCode = undefined;
	});
	const nagged = (app: App) => {
		Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { writeSuppressionsToCloudFormation: true }));
		return app.synth();
	};

	test("has no finding that is not explained", () => {
		const outdir = mkdtempSync(join(tmpdir(), "taskgate-nag-"));
		const { app, stack } = cdkApp(outdir, join(dirname(assembly), "lambda"));
		const { template } = nagged(app).getStackArtifact(stack.artifactId) as { template: { Resources: object } };
		const explained = Object.values(template.Resources).flatMap(
			(resource: { Metadata?: { cdk_nag?: { rules_to_suppress: { id: string; reason: string }[] } } }) =>
				resource.Metadata?.cdk_nag?.rules_to_suppress ?? [],
		);
		expect(explained.length).toBeGreaterThan(5);
		expect(explained.filter(({ reason }) => reason.length < 30)).toEqual([]);
		const rules = explained.flatMap(({ id }) => /AwsSolutions-\w+/.exec(id)?.[0] ?? []);
		expect(new Set(rules)).toEqual(new Set(["AwsSolutions-S1", "AwsSolutions-IAM5"]));
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

	test("has no finding in either template", async () => {
		writeFileSync(join(folder, "plain.json"), plainTemplate());
		expect(await lint(join(folder, "plain.json"), join(assembly, "Taskgate.template.json"))).toBe("");
	});
	test("would find something", async () => {
		writeFileSync(join(folder, "wrong.json"), plainTemplate().replace('"nodejs24.x"', '"nodejs12.x"'));
		expect(await lint(join(folder, "wrong.json"))).toContain("nodejs12.x");
	});
});

test("`taskgate check --profile restricted` has nothing against it", async () => {
	const { code, stdout } = await taskgate(["check", assembly, "--profile", "restricted", "--format", "json"], { cwd: tmpdir() });
	expect(code).toBe(0);
	expect(JSON.parse(stdout).summary).toMatchObject({ denied: 0, undecided: 0, unknown: 0 });
});

test("the words that the log is searched for are words that the code says", () => {
	const said = ["outbox.ts", "lambda/tend.ts", "log.ts"].map((file) => readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8"));
	const words = Object.values(FILTERS).flatMap((pattern) => [...pattern.matchAll(/\$\.msg !?= "([^"]+)"/g)].map(([, word]) => word!));
	expect(words.length).toBeGreaterThan(3);
	expect(words.filter((word) => !said.some((text) => text.includes(`"${word.replace(/\*$/, "")}`)))).toEqual([]);
	expect(said.join()).toContain("alarm: true");
});
