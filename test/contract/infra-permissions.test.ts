/** What each role of the stack may do, read from the template that is deployed. */
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { READ_ACTIONS } from "../../src/ecs/inventory/read-actions.ts";
import { ON_ALL } from "../permissions-on-all.ts";
import { ofType, plain, type Statement, statements } from "../template.ts";

const template = plain();

/** STS's, not ECS's. */
const NOT_OF_THE_STACK = ["ecs:GetCallerIdentity", "ecs:GetAccessKeyInfo", "ecs:AssumeRole"];
const ACTING = [
	...["ecs:StopTask", "ecs:DeregisterTaskDefinition", "ecs:UpdateService", "ecs:StopServiceDeployment", "iam:PassRole"],
	...["ecs:UpdateTaskSet", "ecs:UpdateDaemon", "ecs:UpdateExpressGatewayService", "ecs:TagResource", "ecs:UntagResource"],
	"events:PutEvents",
];
/** What ECR's registry asks for behind the distribution API: manifests, referrers and blobs. */
const OF_REGISTRIES = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
/** The answer to who has asked, which is given whether Enforce is on or off. */
const ANSWERING = ["ecs:ContinueServiceDeployment"];

const all = statements(template);
const allowed = all.filter(({ effect }) => effect === "Allow");

test("no action has a wildcard", () => {
	expect(allowed.length).toBeGreaterThan(15);
	expect(allowed.filter(({ actions }) => actions.some((action) => action.includes("*")))).toEqual([]);
});
test("resource * stands only where the API has no resource type", () => {
	const onAll = allowed.filter(({ resources }) => resources.includes("*"));
	expect(new Set(onAll.flatMap(({ actions }) => actions))).toEqual(new Set(Object.keys(ON_ALL)));
});
test("what acts exists only while Enforce is on", () => {
	expect(template.Conditions.EnforceOn).toEqual({ "Fn::Equals": [{ Ref: "Enforce" }, "on"] });
	const found = allowed.filter(({ actions }) => actions.some((action) => ACTING.includes(action)));
	expect(new Set(found.flatMap(({ actions }) => actions.filter((action) => ACTING.includes(action))))).toEqual(new Set(ACTING));
	expect(found.filter(({ condition }) => condition !== "EnforceOn")).toEqual([]);
});
test("task definitions are registered only while RegisterPatched is on besides, by the two functions that act", () => {
	expect(template.Conditions.RegistersPatched).toEqual({
		"Fn::And": [{ Condition: "EnforceOn" }, { "Fn::Equals": [{ Ref: "RegisterPatched" }, "on"] }],
	});
	expect(template.Parameters.RegisterPatched).toMatchObject({ Default: "off", AllowedValues: ["off", "on"] });
	const found = allowed.filter(({ actions }) => actions.includes("ecs:RegisterTaskDefinition"));
	expect(found.map(({ id, condition }) => [/^[A-Z][a-z]+Role/.exec(id)?.[0], condition])).toEqual([
		["EventsRole", "RegistersPatched"],
		["ScheduleRole", "RegistersPatched"],
	]);
});
test("without it, ECS is only read", () => {
	const always = allowed.filter(({ condition }) => condition === undefined).flatMap(({ actions }) => actions);
	const ecs = always.filter((action) => /^(ecs|iam|sts|events):/.test(action));
	const changing = ecs.filter((action) => !/^ecs:(Describe|List)/.test(action));
	expect(new Set(changing)).toEqual(new Set(ANSWERING));
});
test("who is asked and who audits may change nothing in ECS, whatever Enforce says", () => {
	const reads = (role: string) => ecsActionsOf(allowed, role).filter((action) => !/^ecs:(Describe|List)/.test(action));
	for (const role of ["DeploymentHookRole", "TemplateHookRole", "AuditRole"]) {
		expect(ecsActionsOf(allowed, role).length, role).toBeGreaterThan(3);
		expect(reads(role), role).toEqual([]);
	}
	expect(ecsActionsOf(allowed, "EventsRole").length).toBeGreaterThan(10);
	expect(new Set(ecsActionsOf(allowed, "AuditRole"))).toEqual(new Set(READ_ACTIONS));
});
test("ECS and CloudFormation may invoke their own hook and nothing else", () => {
	const callers = ofType(template, "AWS::IAM::Role").filter(({ id }) => /^\w+HookCaller/.test(id));
	const trusted = callers.map(({ Properties }) => JSON.stringify(Properties.AssumeRolePolicyDocument));
	expect(trusted.map((text) => /"Service":"([a-z.]+)"/.exec(text)?.[1])).toEqual([
		"hooks.cloudformation.amazonaws.com",
		"ecs.amazonaws.com",
	]);
	const invoking = allowed.filter(({ actions }) => actions.includes("lambda:InvokeFunction"));
	const invoked = invoking.map(({ id, resources }) => [id, JSON.stringify(resources)]);
	expect(invoked).toEqual([
		[expect.stringMatching(/^TemplateHookCaller/), expect.stringContaining("TemplateHookFunction")],
		[expect.stringMatching(/^DeploymentHookCaller/), expect.stringContaining("DeploymentHookFunction")],
	]);
});
test("every call to ECS that the code makes is permitted, and no other", () => {
	const calls = commandsIn("src/ecs/**/*.ts", "@aws-sdk/client-ecs").map((name) => `ecs:${name}`);
	const permitted = allowed.flatMap(({ actions }) => actions.filter((action) => action.startsWith("ecs:")));
	expect(new Set(permitted)).toEqual(new Set(calls.filter((call) => !NOT_OF_THE_STACK.includes(call))));
});
const judging = ["EventsRole", "ScheduleRole", "DeploymentHookRole", "TemplateHookRole", "AuditRole"];
/** The schedule function judges nothing but what it patches. */
function whenOf(id: string): string {
	return id.startsWith("ScheduleRole") ? "AsksWhilePatching" : "HasRegistries";
}

test("whoever judges may ask ECR exactly what the code asks, in its own account alone, while a registry is named", () => {
	const ecr = allowed.filter(({ actions }) => actions.some((action) => action.startsWith("ecr:")));
	expect(template.Conditions.HasRegistries).toEqual({ "Fn::Not": [{ "Fn::Equals": [{ Ref: "Registries" }, "none"] }] });
	expect(template.Conditions.AsksWhilePatching).toEqual({ "Fn::And": [{ Condition: "HasRegistries" }, { Condition: "RegistersPatched" }] });
	expect(ecr.filter(({ id, condition }) => condition !== whenOf(id))).toEqual([]);
	const calls = commandsIn("src/evidence/**/*.ts", "@aws-sdk/client-ecr").map((name) => `ecr:${name}`);
	expect(calls).toContain("ecr:DescribeImageScanFindings");
	for (const role of judging) {
		const actions = ecr.filter(({ id }) => id.startsWith(role)).flatMap((one) => one.actions);
		expect(actions.sort(), role).toEqual([...calls, ...OF_REGISTRIES].sort());
	}
	expect(ecr.filter(({ id }) => !judging.some((role) => id.startsWith(role)))).toEqual([]);
	const resources = ecr.flatMap((one) => one.resources).filter((resource) => resource !== "*");
	const repositories = { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":ecr:*:", { Ref: "AWS::AccountId" }, ":repository/*"]] };
	expect(resources).toEqual(judging.map(() => repositories));
});
test("they may read what Inspector found behind ECR's answer, while a registry is named, and nothing else of it", () => {
	const inspector = allowed.filter(({ actions }) => actions.some((action) => action.startsWith("inspector2:")));
	expect(inspector.map(({ id }) => judging.find((role) => id.startsWith(role))).sort()).toEqual([...judging].sort());
	for (const { id, actions, condition } of inspector)
		expect({ actions, condition }).toEqual({ actions: ["inspector2:ListCoverage", "inspector2:ListFindings"], condition: whenOf(id) });
});
test("roles are passed to ECS alone", () => {
	const passing = ofType(template, "AWS::IAM::Policy").flatMap(({ Properties }) =>
		Properties.PolicyDocument.Statement.filter(({ Action }) => Action === "iam:PassRole"),
	);
	expect(passing).toHaveLength(2);
	for (const { Condition } of passing)
		expect(Condition).toEqual({ StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"] } });
});

/** Commands of a client that the sources make. */
function commandsIn(pattern: string, client: string): readonly string[] {
	const root = `${import.meta.dirname}/../..`;
	const files = globSync(pattern, { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
	const sources = files.map((file) => readFileSync(`${root}/${file}`, "utf8")).filter((text) => text.includes(`"${client}"`));
	return sources.flatMap((text) => [...text.matchAll(/new (\w+)Command\(/g)].map(([, name = ""]) => name));
}

/** Of the policies of one role, which begin with its name. */
function ecsActionsOf(allowed: readonly Statement[], role: string): readonly string[] {
	return allowed.filter(({ id }) => id.startsWith(role)).flatMap(({ actions }) => actions.filter((action) => action.startsWith("ecs:")));
}
