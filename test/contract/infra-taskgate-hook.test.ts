/** TaskgateHook in somebody's app: what CloudFormation is told, and that the policy which demands the hook is content with it. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Duration, Stack } from "aws-cdk-lib";
import { type IVpc, Vpc } from "aws-cdk-lib/aws-ec2";
import {
	CfnService,
	Cluster,
	ContainerImage,
	DeploymentControllerType,
	DeploymentLifecycleLambdaTarget,
	DeploymentLifecycleStage,
	FargateService,
	type FargateServiceProps,
	FargateTaskDefinition,
	type ICluster,
} from "aws-cdk-lib/aws-ecs";
import { Function as LambdaFn } from "aws-cdk-lib/aws-lambda";
import { describe, expect, test } from "vitest";
import { TaskgateHook } from "../../infra/taskgate-hook.ts";
import { taskgate } from "../e2e/cli.ts";
import { ofType, type Template } from "../template.ts";

const FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:Taskgate-DeploymentHookFunction1-abc";
const ROLE = "arn:aws:iam::111122223333:role/Taskgate-DeploymentHookCaller1-abc";
const OURS = { LifecycleStages: ["PRE_SCALE_UP"], TimeoutConfiguration: { TimeoutInMinutes: 30, Action: "ROLLBACK" } };

function app(given: Partial<FargateServiceProps> = {}) {
	const root = new App({ outdir: mkdtempSync(join(tmpdir(), "taskgate-hook-")), analyticsReporting: false });
	const stack = new Stack(root, "Shop", { env: { account: "111122223333", region: "eu-central-1" } });
	const taskDefinition = new FargateTaskDefinition(stack, "Web");
	taskDefinition.addContainer("web", { image: ContainerImage.fromRegistry("web") });
	const cluster = new Cluster(stack, "Cluster", { vpc: new Vpc(stack, "Vpc", { maxAzs: 2 }) as IVpc }) as ICluster;
	const service = new FargateService(stack, "Service", { cluster, taskDefinition, minHealthyPercent: 100, ...given });
	const template = () => root.synth().getStackArtifact(stack.artifactId).template as Template;
	return { stack, service, template };
}

const hooksOf = (template: Template) =>
	ofType(template, "AWS::ECS::Service").map(
		({ Properties }) => (Properties.DeploymentConfiguration as { LifecycleHooks?: unknown } | undefined)?.LifecycleHooks,
	);

describe("a service", () => {
	test("asks the function of the stack, and is rolled back when no answer comes", () => {
		const { service, template } = app();
		TaskgateHook.ofStack().attachTo(service);
		expect(hooksOf(template())).toEqual([
			[
				{
					...{ TargetType: "AWS_LAMBDA", ...OURS },
					HookTargetArn: { "Fn::ImportValue": "Taskgate-DeploymentHookArn" },
					RoleArn: { "Fn::ImportValue": "Taskgate-DeploymentHookRoleArn" },
				},
			],
		]);
	});
	test("keeps its other hooks, those that come later too, and the rest of its deployment configuration", () => {
		const { stack, service, template } = app();
		const handler = LambdaFn.fromFunctionArn(stack, "Smoke", "arn:aws:lambda:eu-central-1:111122223333:function:smoke");
		const target = (stage: DeploymentLifecycleStage) => new DeploymentLifecycleLambdaTarget(handler, stage, { lifecycleStages: [stage] });
		service.addLifecycleHook(target(DeploymentLifecycleStage.POST_SCALE_UP));
		TaskgateHook.ofFunction(FUNCTION, ROLE).attachTo(service, { profile: "restricted", timeout: Duration.minutes(10) });
		service.addLifecycleHook(target(DeploymentLifecycleStage.RECONCILE_SERVICE));
		const made = template();
		expect(hooksOf(made)).toMatchObject([
			[
				{ LifecycleStages: ["POST_SCALE_UP"], HookTargetArn: "arn:aws:lambda:eu-central-1:111122223333:function:smoke" },
				{ LifecycleStages: ["RECONCILE_SERVICE"] },
				{
					...{ LifecycleStages: ["PRE_SCALE_UP"], HookTargetArn: FUNCTION, RoleArn: ROLE },
					HookDetails: { taskgate: { profile: "restricted" } },
					TimeoutConfiguration: { TimeoutInMinutes: 10, Action: "ROLLBACK" },
				},
			],
		]);
		expect(ofType(made, "AWS::ECS::Service")[0]!.Properties.DeploymentConfiguration).toMatchObject({ MinimumHealthyPercent: 100 });
	});
	test("may pause instead, and be one of the lower level", () => {
		const { stack, template } = app();
		const lifecycleHooks = [{ hookTargetArn: "smoke", lifecycleStages: ["POST_SCALE_UP"] }];
		const plain = new CfnService(stack, "Plain", { taskDefinition: "web", deploymentConfiguration: { lifecycleHooks } });
		TaskgateHook.pause().attachTo(plain);
		const given = { HookTargetArn: "smoke", LifecycleStages: ["POST_SCALE_UP"] };
		expect(hooksOf(template())).toContainEqual([given, { TargetType: "PAUSE", ...OURS }]);
	});
	test.each([
		[
			"is deployed by CodeDeploy",
			/Service is deployed by CODE_DEPLOY/,
			{ deploymentController: { type: DeploymentControllerType.CODE_DEPLOY } },
			1,
		],
		["asks already", /Service asks Taskgate already/, {}, 2],
	])("that %s is refused", (_, message, given, times) => {
		const { service } = app(given);
		const hook = TaskgateHook.ofStack();
		for (let n = 1; n < times; n += 1) hook.attachTo(service);
		expect(() => hook.attachTo(service)).toThrow(message);
	});
	test("that pauses cannot ask for a profile", () => {
		const { service } = app();
		expect(() => TaskgateHook.pause().attachTo(service, { profile: "restricted" })).toThrow(/a pause carries no profile/);
	});
});

test.each([
	["without the hook", "denied", undefined],
	["with the function", "allowed", TaskgateHook.ofFunction(FUNCTION, ROLE)],
	["with the pause", "allowed", TaskgateHook.pause()],
] as const)("%s, deployment/admission-hook says: %s", async (_, verdict, hook) => {
	const { service, template } = app();
	hook?.attachTo(service);
	const folder = mkdtempSync(join(tmpdir(), "taskgate-hook-"));
	writeFileSync(join(folder, "shop.json"), JSON.stringify(template()));
	const constraint = "apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: hook}\n";
	// By default the function is looked for in the request's own account, which a file does not tell.
	const parameters = '{hookTargets: ["arn:aws:lambda:*:*:function:Taskgate-*"]}';
	writeFileSync(
		join(folder, "c.yaml"),
		`${constraint}spec: {policy: deployment/admission-hook, enforcementAction: deny, parameters: ${parameters}}\n`,
	);
	const { stdout } = await taskgate(["check", "shop.json", "--constraints", "c.yaml", "--format", "json"], { cwd: folder });
	const decisions: { kind: string; verdict: string }[] = JSON.parse(stdout).decisions;
	expect(decisions.filter(({ kind }) => kind === "Service").map((decision) => decision.verdict)).toEqual([verdict]);
});
