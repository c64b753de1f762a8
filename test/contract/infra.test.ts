/** What the stack promises: permissions, encryption, time-outs and names, read from the template that is deployed. */
import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readConfig, VARIABLES } from "../../src/config.ts";
import { createTable } from "../../src/store/dynamodb/table.ts";
import { byCdk, ofType, plain, statements, type Template } from "../template.ts";

const template = plain();
const { template: cdk } = await byCdk();

/** Actions for which the service authorization reference lists no resource type, and ours are granted on `*`. */
const WITHOUT_RESOURCE_TYPE = ["ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition"];
/** STS's, not ECS's; and of the door and the proxies, which the stack does not have. */
const NOT_OF_THE_STACK = [
	...["ecs:GetCallerIdentity", "ecs:GetAccessKeyInfo", "ecs:AssumeRole"],
	...["ecs:RegisterTaskDefinition", "ecs:ListTaskDefinitions"],
];
const ACTING = [
	...["ecs:StopTask", "ecs:DeregisterTaskDefinition", "ecs:UpdateService", "ecs:StopServiceDeployment", "iam:PassRole"],
	...["ecs:UpdateTaskSet", "ecs:UpdateDaemon", "ecs:UpdateExpressGatewayService", "ecs:TagResource", "ecs:UntagResource"],
	...["ecs:ContinueServiceDeployment", "events:PutEvents"],
];

test("the committed template is what infra/ makes now (else: npm run generate:template)", () => {
	const committed = readFileSync(new URL("../../infra/template/taskgate.template.json", import.meta.url), "utf8");
	expect(JSON.parse(committed)).toEqual(template);
});

test("with CDK and without, the stack is the same but for where the code lies", () => {
	const stack = ({ Parameters, Conditions, Resources, Outputs }: Template) => {
		const { CodeBucket: _, CodePrefix: __, BootstrapVersion: ___, ...parameters } = Parameters;
		const resources = Object.entries(Resources).map(([id, { Type, Condition, Properties }]) => {
			const { Code, ...rest } = Properties;
			return [id, Type, Condition, rest];
		});
		return { parameters, Conditions, resources, Outputs };
	};
	expect(stack(cdk)).toEqual(stack(template));
});

describe("permissions", () => {
	const all = statements(template);
	const allowed = all.filter(({ effect }) => effect === "Allow");

	test("no action has a wildcard", () => {
		expect(allowed.length).toBeGreaterThan(15);
		expect(allowed.filter(({ actions }) => actions.some((action) => action.includes("*")))).toEqual([]);
	});
	test("resource * stands only where the API has no resource type", () => {
		const onAll = allowed.filter(({ resources }) => resources.includes("*"));
		expect(new Set(onAll.flatMap(({ actions }) => actions))).toEqual(new Set(WITHOUT_RESOURCE_TYPE));
	});
	test("what acts exists only while Enforce is on", () => {
		expect(template.Conditions.EnforceOn).toEqual({ "Fn::Equals": [{ Ref: "Enforce" }, "on"] });
		const found = allowed.filter(({ actions }) => actions.some((action) => ACTING.includes(action)));
		expect(new Set(found.flatMap(({ actions }) => actions.filter((action) => ACTING.includes(action))))).toEqual(new Set(ACTING));
		expect(found.filter(({ condition }) => condition !== "EnforceOn")).toEqual([]);
	});
	test("without it, ECS is only read", () => {
		const always = allowed.filter(({ condition }) => condition === undefined).flatMap(({ actions }) => actions);
		const ecs = always.filter((action) => /^(ecs|iam|sts|events):/.test(action));
		expect(ecs.filter((action) => !/^ecs:(Describe|ListTagsForResource$)/.test(action))).toEqual([]);
	});
	test("every call to ECS that the code makes is permitted, and no other", () => {
		// An audit is run by whoever may read everything; nothing of the stack walks an account.
		const isOurs = (file: string) => !file.endsWith(".test.ts") && !file.startsWith("src/ecs/inventory/");
		const files = globSync("src/ecs/**/*.ts", { cwd: `${import.meta.dirname}/../..` }).filter(isOurs);
		const sources = files.map((file) => readFileSync(`${import.meta.dirname}/../../${file}`, "utf8"));
		const calls = sources
			.filter((text) => text.includes('"@aws-sdk/client-ecs"'))
			.flatMap((text) => [...text.matchAll(/new (\w+)Command\(/g)].map(([, name]) => `ecs:${name}`));
		const permitted = allowed.flatMap(({ actions }) => actions.filter((action) => action.startsWith("ecs:")));
		expect(new Set(permitted)).toEqual(new Set(calls.filter((call) => !NOT_OF_THE_STACK.includes(call))));
	});
	test("roles are passed to ECS alone", () => {
		const passing = ofType(template, "AWS::IAM::Policy").flatMap(({ Properties }) =>
			Properties.PolicyDocument.Statement.filter(({ Action }) => Action === "iam:PassRole"),
		);
		expect(passing).toHaveLength(2);
		for (const { Condition } of passing)
			expect(Condition).toEqual({ StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"] } });
	});
});

describe("queues", () => {
	const [dead, events] = ofType(template, "AWS::SQS::Queue");
	const functions = ofType(template, "AWS::Lambda::Function");

	test("are encrypted, with the customer's key where there is one", () => {
		for (const { Properties } of [dead!, events!])
			expect(Properties).toMatchObject({
				SqsManagedSseEnabled: { "Fn::If": ["HasKey", false, true] },
				KmsMasterKeyId: { "Fn::If": ["HasKey", { Ref: "KmsKeyArn" }, { Ref: "AWS::NoValue" }] },
			});
	});
	test("what fails again and again goes to the dead letters, after the function has given up", () => {
		expect(events!.Properties.RedrivePolicy).toEqual({ deadLetterTargetArn: { "Fn::GetAtt": [dead!.id, "Arn"] }, maxReceiveCount: 6 });
	});
	test("a message stays hidden for six times as long as the function may take", () => {
		const [source] = ofType(template, "AWS::Lambda::EventSourceMapping");
		const reader = functions.find(({ id }) => id === source!.Properties.FunctionName.Ref);
		expect(events!.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * reader!.Properties.Timeout);
		expect(source!.Properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
	});
});

describe("functions", () => {
	const functions = ofType(template, "AWS::Lambda::Function");

	test("two, on Node 24 and ARM", () => {
		expect(functions).toHaveLength(2);
		for (const { Properties } of functions)
			expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], Handler: "index.handler" });
	});
	test.each([
		["baseline", "", "/var/task/policies/profiles/baseline.yaml"],
		["restricted", "ours.yaml", "/var/task/ours.yaml"],
	])("their environment is one that config.ts takes: profile %s, constraints %j", (Profile, Constraints, file) => {
		const { Properties } = functions[0]!;
		const values = { ...defaults(template), Profile, Constraints, Table: "taskgate-Table-1", Decisions28C7D866: "taskgate" };
		const environment = Object.fromEntries(
			Object.entries(Properties.Environment.Variables).map(([name, value]) => [name, resolved(value, values)]),
		);
		expect(Object.keys(environment).filter((name) => !(name in VARIABLES))).toEqual([]);
		expect(readConfig(environment)).toMatchObject({ TASKGATE_ENFORCE: "off", TASKGATE_STORE: "dynamodb:taskgate-Table-1" });
		expect(environment.TASKGATE_CONSTRAINTS).toBe(file);
	});
});

test("the table is the store's, on demand, recoverable, encrypted, and safe from being deleted by accident", () => {
	const [table] = ofType(template, "AWS::DynamoDB::Table");
	expect(table!.Properties).toMatchObject({ ...createTable, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } });
	expect(table!.Properties.DeletionProtectionEnabled).toEqual({ "Fn::If": ["DeletionProtected", true, false] });
	expect(table!.Properties.TimeToLiveSpecification).toEqual({ AttributeName: "expiresAt", Enabled: true });
});

test("nothing is kept back when the stack is deleted", () => {
	const kept = Object.entries(template.Resources).filter(
		([, resource]) => "DeletionPolicy" in resource && resource.DeletionPolicy !== "Delete",
	);
	expect(kept).toEqual([]);
});

test("the guide explains every parameter and every alarm", () => {
	const guide = readFileSync(new URL("../../docs/install.md", import.meta.url), "utf8");
	const alarms = ofType(template, "AWS::CloudWatch::Alarm").map(({ id }) => id.replace(/Alarm[0-9A-F]{8}$/, ""));
	expect(alarms.length).toBeGreaterThan(10);
	const names = [...Object.keys(template.Parameters), ...alarms];
	expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
});

function defaults({ Parameters }: Template): Record<string, string> {
	return Object.fromEntries(Object.entries(Parameters).map(([name, { Default = "" }]) => [name, Default]));
}

/** As much of CloudFormation as an environment variable needs. */
function resolved(value: unknown, values: Record<string, string>): string {
	if (typeof value === "string") return value;
	const node = value as { Ref?: string; "Fn::Join"?: [string, unknown[]]; "Fn::If"?: [string, unknown, unknown] };
	if (node.Ref !== undefined) return values[node.Ref] ?? `no value for ${node.Ref}`;
	if (node["Fn::Join"]) return node["Fn::Join"][1].map((part) => resolved(part, values)).join(node["Fn::Join"][0]);
	const [condition, yes, no] = node["Fn::If"]!;
	return resolved(condition === "HasConstraints" && values.Constraints !== "" ? yes : no, values);
}
