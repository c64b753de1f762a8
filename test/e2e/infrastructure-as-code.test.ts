/** `taskgate check` on what CloudFormation, CDK, Terraform and ecspresso would deploy. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, Stack } from "aws-cdk-lib";
import { type IVpc, Vpc } from "aws-cdk-lib/aws-ec2";
import { Cluster, ContainerImage, ContainerInsights, type ICluster } from "aws-cdk-lib/aws-ecs";
import { ApplicationLoadBalancedFargateService } from "aws-cdk-lib/aws-ecs-patterns";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskgate } from "./cli.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-iac-"));
	const gate = (policy: string) =>
		`apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: ${policy.replace("/", "-")}}\nspec: {policy: ${policy}, enforcementAction: deny}\n`;
	await writeFile(join(folder, "gate.yaml"), ["workload/privileged", "image/latest-tag", "network/public-ip"].map(gate).join("---\n"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Told {
	readonly kind: string;
	readonly name: string;
	readonly verdict: string;
	readonly violations: readonly { readonly policy: string; readonly line: number }[];
	readonly unknown: readonly { readonly policy: string; readonly field: string }[];
}
async function check(args: readonly string[], stdin?: string) {
	const options = { cwd: FIXTURES, ...(stdin === undefined ? {} : { stdin }) };
	const ran = await taskgate(["check", "--format", "json", "--constraints", join(folder, "gate.yaml"), ...args], options);
	const { decisions } = JSON.parse(ran.stdout) as { decisions: readonly Told[] };
	return { ...ran, decisions, found: (name: string) => decisions.find((decision) => decision.name === name) };
}
const findings = (told: Told | undefined) => told?.violations.map(({ policy, line }) => `${policy}:${line}`);

describe("CloudFormation", () => {
	test("denied with the line of the property; what a parameter decides is unknown", async () => {
		const { code, found } = await check(["cloudformation/service.yaml"]);
		expect(code).toBe(1);
		expect(findings(found("web"))).toEqual(["workload/privileged:48"]);
		expect(found("web")?.unknown).toEqual([{ policy: "image/latest-tag", field: "/containerDefinitions/0/image" }]);
		expect(findings(found("Service"))).toEqual(["workload/privileged:48", "network/public-ip:86"]);
	});

	test("parameters may be given, and defaults taken for granted", async () => {
		const given = await check(["cloudformation/service.yaml", "--parameter", "Image=nginx:latest"]);
		expect(findings(given.found("web"))).toEqual(["workload/privileged:48", "image/latest-tag:47"]);
		const pinned = await check(["cloudformation/service.yaml", "--parameter", "Image=nginx:1.27", "--parameter-defaults"]);
		expect(findings(pinned.found("web"))).toEqual(["workload/privileged:48"]);
		expect(pinned.found("web")?.unknown).toEqual([]);
		const { code, stderr } = await taskgate(["check", "cloudformation/service.yaml", "--parameter", "Image"], { cwd: FIXTURES });
		expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("must be KEY=VALUE") });
	});

	test("what a template brings in from elsewhere is unknown", async () => {
		const { found, code } = await check(["sam/template.yaml"]);
		expect(found("Shared")).toMatchObject({ kind: "File", unknown: [{ policy: "manifest/schema" }] });
		expect(findings(found("worker-mail"))).toEqual(["workload/privileged:30", "image/latest-tag:29"]);
		expect(code).toBe(1);
	});
});

test("CDK: what an application synthesizes, its tree and its assets left aside", async () => {
	const outdir = join(folder, "cdk.out");
	const stack = new Stack(new App({ outdir }), "Shop");
	const cluster = new Cluster(stack, "Cluster", { vpc: new Vpc(stack, "Vpc") as IVpc, containerInsightsV2: ContainerInsights.ENABLED });
	new ApplicationLoadBalancedFargateService(stack, "Web", {
		cluster: cluster as ICluster,
		taskImageOptions: { image: ContainerImage.fromRegistry("nginx:latest"), family: "web" },
	});
	(stack.node.root as App).synth();
	const { decisions, found, code } = await check([outdir]);
	expect(decisions.map(({ kind }) => kind).sort()).toEqual(["Cluster", "Service", "TaskDefinition"]);
	expect(found("web")?.violations.map(({ policy }) => policy)).toEqual(["image/latest-tag"]);
	const service = decisions.find(({ kind }) => kind === "Service");
	expect(service?.violations).toEqual([expect.objectContaining({ policy: "image/latest-tag", line: found("web")?.violations[0]?.line })]);
	expect(code).toBe(1);
});

describe("Terraform", () => {
	test("a plan, without the values that it marks as sensitive", async () => {
		const { decisions, found, stdout, code } = await check(["terraform/plan.json"]);
		expect(decisions.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual([
			...["Cluster allowed", "TaskDefinition denied", "Service denied", "TaskDefinition denied"],
		]);
		expect(found("batch")?.unknown).toEqual([{ policy: "workload/privileged", field: "/containerDefinitions/0/privileged" }]);
		expect(stdout).toContain("container (sensitive) is privileged");
		expect(stdout).not.toMatch(/nginx|hunter2|container app|tag latest/);
		expect(code).toBe(1);
	});

	test("its own language is answered with what to do", async () => {
		await writeFile(join(folder, "main.tf"), 'resource "aws_ecs_cluster" "a" {}\n');
		const { code, stderr } = await check([join(folder, "main.tf")]);
		expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("terraform show -json") });
	});
});

test("ecspresso: template actions are unknown, and break no other file", async () => {
	const { code, found } = await check(["ecspresso"]);
	expect(findings(found("web"))).toEqual(["workload/privileged:1", "network/public-ip:7"]);
	expect(found("web-{{ must_env `STAGE` }}")).toMatchObject({ verdict: "denied", unknown: [{ policy: "image/latest-tag" }] });
	expect(found("broken-by-actions.json")?.verdict).toBe("undecided");
	expect(code).toBe(2);
});
