/** What the stack promises: encryption, time-outs and names, read from the template that is deployed. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RESPONSES } from "../../src/admission/respond.ts";
import { readConfig } from "../../src/config.ts";
import { ALGORITHMS } from "../../src/rego/verifying-key.ts";
import { createTable } from "../../src/store/dynamodb/table.ts";
import { registries } from "../../src/variable-forms.ts";
import { VARIABLES } from "../../src/variables.ts";
import { ON_ALL } from "../permissions-on-all.ts";
import { byCdk, ofType, plain, statements, type Template } from "../template.ts";
import { defaults, resolved } from "../template-values.ts";

const template = plain();
const FILES = ofType(template, "AWS::S3::Bucket")[0]!.id;
const { template: cdk } = await byCdk();

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

	test("five, on Node 24 and ARM", () => {
		expect(functions).toHaveLength(5);
		for (const { Properties } of functions)
			expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], Handler: "index.handler" });
	});
	test("CloudFormation's ends while CloudFormation waits, and warns instead of refusing while Enforce is off", () => {
		const [hook] = ofType(template, "AWS::CloudFormation::LambdaHook");
		expect(hook).toMatchObject({ Condition: "CloudFormationHookOn" });
		expect(hook!.Properties).toMatchObject({
			...{ TargetOperations: ["RESOURCE", "CLOUD_CONTROL"], FailureMode: { "Fn::If": ["EnforceOn", "FAIL", "WARN"] } },
			TargetFilters: { TargetNames: ["AWS::ECS::*"], Actions: ["CREATE", "UPDATE"] },
		});
		expect(functions.find(({ id }) => id.startsWith("TemplateHookFunction"))!.Properties.Timeout).toBe(30);
	});
	test("an audit has as long as Lambda allows, and can be switched off", () => {
		expect(functions.find(({ id }) => id.startsWith("AuditFunction"))!.Properties.Timeout).toBe(900);
		const rule = ofType(template, "AWS::Events::Rule").find(({ id }) => id.startsWith("AuditRule"));
		expect(rule!.Properties.State).toEqual({ "Fn::If": ["AuditOn", "ENABLED", "DISABLED"] });
		const allowed = new RegExp(String(template.Parameters.AuditSchedule?.AllowedPattern));
		for (const text of ["off", "rate(1 day)", "rate(12 hours)", "cron(0 3 * * ? *)", "cron(0 3 ? * MON-FRI *)"])
			expect(text).toMatch(allowed);
		for (const text of ["", "rate(1 minute)", "cron(0 3 * * ? *); x", "daily"]) expect(text).not.toMatch(allowed);
	});
	test.each([
		["baseline", "", "/var/task/policies/profiles/baseline.yaml"],
		["restricted", "ours.yaml", "/var/task/ours.yaml"],
	])("their environment is one that config.ts takes: profile %s, constraints %j", (Profile, Constraints, file) => {
		const environment = environmentWith({ Profile, Constraints });
		expect(Object.keys(environment).filter((name) => !(name in VARIABLES))).toEqual([]);
		expect(readConfig(environment)).toMatchObject({ TASKGATE_ENFORCE: "off", TASKGATE_STORE: "dynamodb:taskgate-Table-1" });
		expect(environment.TASKGATE_CONSTRAINTS).toBe(file);
	});
	test("no registry is asked and an alert is only told of, unless whoever installs says so", () => {
		expect(readConfig(environmentWith({}))).toMatchObject({ TASKGATE_REGISTRIES: [], TASKGATE_RUNTIME_RESPONSE: "flag" });
		expect(readConfig(environmentWith({ Registries: "ecr, ghcr.io", RuntimeResponse: "rollback" }))).toMatchObject({
			...{ TASKGATE_REGISTRIES: ["ecr", "ghcr.io"], TASKGATE_RUNTIME_RESPONSE: "rollback" },
		});
		expect(template.Parameters.RuntimeResponse?.AllowedValues).toEqual(RESPONSES);
	});
	test("no service is moved to a patched revision unless whoever installs says so", () => {
		expect(readConfig(environmentWith({})).TASKGATE_REGISTER_PATCHED).toBe("off");
		expect(readConfig(environmentWith({ RegisterPatched: "on" })).TASKGATE_REGISTER_PATCHED).toBe("on");
	});
	test.each([
		["", undefined],
		["trust.yaml", "/var/task/trust.yaml"],
	])("nobody's signature counts unless a trust policy is named, which lies beside the code: %j", (TrustPolicy, file) => {
		expect(readConfig(environmentWith({ TrustPolicy })).TASKGATE_TRUST).toBe(file);
	});
	test("a trust policy is named as it lies there", () => {
		const allowedPattern = new RegExp(String(template.Parameters.TrustPolicy?.AllowedPattern));
		for (const text of ["", "trust.yaml", "acme-2.yml"]) expect(text).toMatch(allowedPattern);
		for (const text of ["../trust.yaml", "/etc/trust.yaml", "trust.json", "s3://bucket/trust.yaml"])
			expect(text).not.toMatch(allowedPattern);
	});
	test.each([
		...[
			["none", true],
			["ecr", true],
			["ecr,ghcr.io", true],
			["ecr, registry.example.com:5000", true],
		],
		...[
			["111122223333.dkr.ecr.*.amazonaws.com", true],
			["*.example.com", true],
			["localhost:5000", true],
		],
		...[
			["*", false],
			["*.*", false],
			["ecr,*", false],
			["*,ecr", false],
			["ecr,", false],
			["", false],
			[",ecr", false],
		],
		...[
			["https://ghcr.io", false],
			["ghcr.io/acme", false],
			["GHCR.io", false],
			["ecr;ghcr.io", false],
			["-a.example", false],
		],
	] as const)("a stack takes the registries that its functions take: %j, %j", (text, taken) => {
		expect(new RegExp(String(template.Parameters.Registries?.AllowedPattern)).test(text)).toBe(taken);
		expect(registries.safeParse(text).success).toBe(taken);
	});
	test("policies of one's own lie in the stack's bucket and are verified; every function may read that one object", () => {
		expect(readConfig(environmentWith({})).TASKGATE_BUNDLE).toBeUndefined();
		const given = { BundleObject: "policies/team.tar.gz", BundleKey: "-----BEGIN PUBLIC KEY-----", BundleAlgorithm: "ES256" };
		expect(readConfig(environmentWith(given))).toMatchObject({
			TASKGATE_BUNDLE: "s3://taskgate-files/policies/team.tar.gz",
			TASKGATE_BUNDLE_KEY: given.BundleKey,
			TASKGATE_BUNDLE_ALGORITHM: "ES256",
		});
		expect(template.Parameters.BundleAlgorithm?.AllowedValues).toEqual(ALGORITHMS.filter((name) => !name.startsWith("HS")));
		const reading = statements(template).filter(({ actions }) => actions.includes("s3:GetObject"));
		expect(reading.map(({ condition }) => condition)).toEqual(functions.map(() => "HasBundle"));
		const object = { "Fn::Join": ["", [{ "Fn::GetAtt": [FILES, "Arn"] }, "/", { Ref: "BundleObject" }]] };
		for (const { resources } of reading) expect(resources).toEqual([object]);
		expect(template.Rules?.BundlesAreSigned).toMatchObject({
			RuleCondition: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "BundleObject" }, ""] }] },
		});
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

test("the guide explains every parameter, every alarm, and every permission on everything", () => {
	const guide = readFileSync(new URL("../../docs/install.md", import.meta.url), "utf8");
	const alarms = ofType(template, "AWS::CloudWatch::Alarm").map(({ id }) => id.replace(/Alarm[0-9A-F]{8}$/, ""));
	expect(alarms.length).toBeGreaterThan(10);
	const names = [...Object.keys(template.Parameters), ...alarms, ...Object.keys(ON_ALL)];
	expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
});

function environmentWith(parameters: Record<string, string>): Record<string, string> {
	const parts = { Table: "taskgate-Table-1", Decisions28C7D866: "taskgate", [FILES]: "taskgate-files" };
	const values = { ...defaults(template), ...parameters, ...parts };
	const { Variables } = ofType(template, "AWS::Lambda::Function")[0]!.Properties.Environment;
	return Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, resolved(value, values)]));
}
