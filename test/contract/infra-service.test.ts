/** The webhook service's stack: who comes by which way, what its roles may, and that nothing secret stands in it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { VARIABLES } from "../../src/variables.ts";
import { ON_ALL_OF_SERVICE } from "../permissions-on-all.ts";
import { SERVICE_PARAMETERS } from "../service-parameters.ts";
import { containerEnvironment, containerOf, template } from "../service-task.ts";
import { byCdk, ofType, plain, statements } from "../template.ts";

const allowed = statements(template).filter(({ effect }) => effect === "Allow");
const only = (type: string) => {
	const found = ofType(template, type);
	expect(found).toHaveLength(1);
	return found[0]!.Properties;
};
const ofRole = (role: string) => allowed.filter(({ id }) => id.startsWith(role)).flatMap(({ actions }) => actions);

test("with CDK and without, the stack is the same", async () => {
	const { Parameters, Conditions, Rules, Resources, Outputs } = template;
	const { template: cdk } = await byCdk("TaskgateWebhookService");
	const { BootstrapVersion: _, ...parameters } = cdk.Parameters;
	const { CheckBootstrapVersion: __, ...rules } = cdk.Rules ?? {};
	const properties = (resources: typeof Resources) =>
		Object.entries(resources).map(([id, { Type, Condition, Properties }]) => [id, Type, Condition, Properties]);
	expect([parameters, cdk.Conditions, rules, properties(cdk.Resources), cdk.Outputs]).toEqual([
		Parameters,
		Conditions,
		Rules,
		properties(Resources),
		Outputs,
	]);
});

describe("the load balancer", () => {
	test("speaks TLS 1.3 and nothing else, drops what is no header, and can be kept from being deleted", () => {
		expect(only("AWS::ElasticLoadBalancingV2::Listener")).toMatchObject({
			Port: 443,
			Protocol: "HTTPS",
			SslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
		});
		const attributes = only("AWS::ElasticLoadBalancingV2::LoadBalancer").LoadBalancerAttributes;
		expect(attributes).toContainEqual({ Key: "routing.http.drop_invalid_header_fields.enabled", Value: "true" });
		expect(attributes).toContainEqual({ Key: "deletion_protection.enabled", Value: { "Fn::If": ["DeletionProtected", "true", "false"] } });
	});
	test("asks who somebody is before anything but machines' paths is forwarded", () => {
		const [first, second, ...others] = only("AWS::ElasticLoadBalancingV2::Listener").DefaultActions as Record<string, unknown>[];
		expect(first).toMatchObject({
			Type: "authenticate-oidc",
			Order: 1,
			AuthenticateOidcConfig: { OnUnauthenticatedRequest: "authenticate" },
		});
		expect(second).toMatchObject({ Type: "forward", Order: 2 });
		expect(others).toEqual([]);
	});
	test("forwards machines that show a key, and answers those that do not itself", () => {
		const rules = ofType(template, "AWS::ElasticLoadBalancingV2::ListenerRule").map(({ Properties }) => Properties);
		const machines = { Field: "path-pattern", PathPatternConfig: { Values: ["/v1/*"] } };
		const withKey = { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "x-taskgate-key", Values: ["*"] } };
		expect(rules.map(({ Priority, Conditions }) => [Priority, Conditions])).toEqual([
			[1, [machines, withKey]],
			[2, [machines]],
		]);
		expect(rules[0]!.Actions).toMatchObject([{ Type: "forward" }]);
		expect(rules[1]!.Actions).toMatchObject([{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "401" } }]);
	});
	test("is all that connects to the tasks", () => {
		const [tasks, front] = ["TasksGroup", "BalancerGroup"].map((id) => template.Resources[id]!.Properties);
		expect(tasks!.SecurityGroupIngress).toBeUndefined();
		expect(only("AWS::EC2::SecurityGroupIngress")).toMatchObject({
			...{
				GroupId: { "Fn::GetAtt": ["TasksGroup", "GroupId"] },
				SourceSecurityGroupId: { "Fn::GetAtt": ["BalancerGroup", "GroupId"] },
				FromPort: 8080,
				ToPort: 8080,
			},
		});
		expect(front!.SecurityGroupIngress).toMatchObject([{ CidrIp: { Ref: "ClientCidr" }, FromPort: 443, ToPort: 443 }]);
	});
});

describe("the service", () => {
	test("runs twice or more, rolls back what does not come up, and waits for the gate where it is named", () => {
		expect(template.Parameters.Tasks).toMatchObject({ Default: "2", MinValue: 2 });
		const { DeploymentConfiguration: deployment, ...service } = only("AWS::ECS::Service") as unknown as { DeploymentConfiguration: object };
		expect(service).toMatchObject({ DesiredCount: { Ref: "Tasks" }, EnableExecuteCommand: false, LaunchType: "FARGATE" });
		expect(deployment).toMatchObject({ DeploymentCircuitBreaker: { Enable: true, Rollback: true }, MinimumHealthyPercent: 100 });
		const [condition, hooks] = (deployment as { LifecycleHooks: { "Fn::If": [string, object[], object] } }).LifecycleHooks["Fn::If"];
		expect(condition).toBe("AsksGate");
		const imported = (name: string) => ({ "Fn::ImportValue": { "Fn::Join": ["-", [{ Ref: "AskGate" }, name]] } });
		expect(hooks).toMatchObject([
			{ HookTargetArn: imported("DeploymentHookArn"), RoleArn: imported("DeploymentHookRoleArn"), LifecycleStages: ["PRE_SCALE_UP"] },
		]);
		const exported = Object.values(plain().Outputs).flatMap(
			(output) => JSON.stringify((output as { Export?: object }).Export ?? "").match(/DeploymentHook\w*Arn/) ?? [],
		);
		expect(exported.sort()).toEqual(["DeploymentHookArn", "DeploymentHookRoleArn"]);
	});
	test("its environment is one that config.ts takes: it leaves the work to the gate", () => {
		const environment = containerEnvironment();
		expect(Object.keys(environment).filter((name) => !(name in VARIABLES) && name !== "AWS_REGION")).toEqual([]);
		const config = readConfig({ ...environment, TASKGATE_KEY: "a-key-for-machines-alone" });
		expect(config).toMatchObject({
			TASKGATE_WORK: "off",
			...{ TASKGATE_ENFORCE: "off", TASKGATE_REGISTRIES: [] },
			TASKGATE_STORE: `dynamodb:${SERVICE_PARAMETERS.TableName}`,
		});
		expect(config.TASKGATE_CONSTRAINTS).toBe("/app/policies/profiles/baseline.yaml");
		expect(() => readConfig(environment)).toThrow("TASKGATE_KEY is missing: TASKGATE_OIDC_ALB is set, and needs it");
		const bundled = containerEnvironment({
			FilesBucket: "taskgate-files",
			BundleObject: "team.tar.gz",
			BundleKey: "-----BEGIN PUBLIC KEY-----",
		});
		expect(bundled).toMatchObject({
			TASKGATE_BUNDLE: "s3://taskgate-files/team.tar.gz",
			TASKGATE_BUNDLE_KEY: "-----BEGIN PUBLIC KEY-----",
		});
	});
	test("nothing secret stands in the template: the key is named to ECS, the client's secret to CloudFormation", () => {
		expect(containerOf().Secrets).toEqual([{ Name: "TASKGATE_KEY", ValueFrom: { Ref: "KeySecretArn" } }]);
		const text = JSON.stringify(template.Resources);
		expect(text.match(/"ClientSecret":(\{.*?\]\]\})/)?.[1]).toBe(
			'{"Fn::Join":["",["{{resolve:secretsmanager:",{"Ref":"OidcSecretArn"},":SecretString:::}}"]]}',
		);
		expect(text.match(/resolve:/g)).toHaveLength(1);
	});
	test("takes an image by its digest alone", () => {
		const pattern = new RegExp(String(template.Parameters.Image?.AllowedPattern));
		const { Image } = SERVICE_PARAMETERS;
		expect(Image).toMatch(pattern);
		for (const wrong of [
			Image.replace(/@.*/, ":1.0.0"),
			Image.replace(/@.*/, ""),
			`${Image}0`,
			Image.slice(0, -1),
			Image.replace(/^.*?\//, "docker.io/"),
		])
			expect(wrong).not.toMatch(pattern);
	});
	test.each(Object.entries(SERVICE_PARAMETERS))("the example of %s is one that its pattern takes", (name, value) => {
		expect(value).toMatch(new RegExp(template.Parameters[name]?.AllowedPattern ?? "."));
	});
});

describe("permissions", () => {
	test("no action has a wildcard, and resource * stands only where there is nothing narrower", () => {
		expect(allowed.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
		const onAll = allowed.filter(({ resources }) => resources.includes("*")).flatMap(({ actions }) => actions);
		expect([...new Set(onAll)].sort()).toEqual(Object.keys(ON_ALL_OF_SERVICE));
	});
	test("the task's role changes nothing in ECS, and of the table only what it records", () => {
		const actions = ofRole("TaskRole");
		expect(actions.filter((action) => /^(ecs|iam|sts|events):/.test(action) && !/^ecs:(Describe|List)/.test(action))).toEqual([]);
		const always = allowed
			.filter(({ id, condition }) => id.startsWith("TaskRole") && condition === undefined)
			.flatMap((one) => one.actions);
		expect(new Set(always.filter((action) => action.startsWith("dynamodb:")))).toEqual(
			new Set(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]),
		);
		expect(actions.filter((action) => /^(secretsmanager|logs):/.test(action))).toEqual([]);
	});
	test("it asks ECR what the gate's functions ask, while a registry is named", () => {
		const ofEcr = (of: ReturnType<typeof statements>, role: string) => {
			const asking = of.filter(({ id, actions }) => id.startsWith(role) && actions.some((action) => action.startsWith("ecr:")));
			return asking.map(({ condition, actions, resources }) => ({ condition, actions, resources }));
		};
		expect(ofEcr(allowed, "TaskRole")).toEqual(ofEcr(statements(plain()), "EventsRole"));
		expect(ofEcr(allowed, "TaskRole").map(({ condition }) => condition)).toEqual(["HasRegistries", "HasRegistries"]);
		expect(template.Parameters.Registries).toEqual(plain().Parameters.Registries);
		const given = { Registries: "ecr", TrustPolicy: "/app/trust.yaml" };
		const named = readConfig({ ...containerEnvironment(given), TASKGATE_KEY: "a-key-for-machines-alone" });
		expect(named).toMatchObject({ TASKGATE_REGISTRIES: ["ecr"], TASKGATE_TRUST: "/app/trust.yaml" });
	});
	test("the execution role starts it and no more", () => {
		expect(new Set(ofRole("ExecutionRole"))).toEqual(
			new Set([
				...["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
				...["logs:CreateLogStream", "logs:PutLogEvents", "secretsmanager:GetSecretValue", "kms:Decrypt"],
			]),
		);
	});
	test("both are for tasks of this account and Region alone", () => {
		for (const { Properties } of ofType(template, "AWS::IAM::Role")) {
			const text = JSON.stringify(Properties.AssumeRolePolicyDocument);
			expect(text).toContain('"Service":"ecs-tasks.amazonaws.com"');
			expect(text).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}');
			expect(text).toContain('"aws:SourceArn"');
		}
	});
});

test("the guide explains every parameter, the alarm, and every permission on everything", () => {
	const guide = readFileSync(new URL("../../docs/webhook-service.md", import.meta.url), "utf8");
	const alarms = ofType(template, "AWS::CloudWatch::Alarm").map(({ id }) => id.replace(/Alarm[0-9A-F]{8}$/, ""));
	const names = [...Object.keys(template.Parameters), ...alarms, ...Object.keys(ON_ALL_OF_SERVICE)];
	expect(alarms).toEqual(["ServiceSilence"]);
	expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});
