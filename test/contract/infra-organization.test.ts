/** The hub and its members: who may send, who may enter, what may be done there, and that an event goes one way once. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PLAIN } from "../../infra/app.ts";
import { readConfig } from "../../src/config.ts";
import { matching, patternsOf } from "../event-rules.ts";
import { fixture } from "../fixtures.ts";
import { ON_ALL } from "../permissions-on-all.ts";
import { ofType, plain, statements, type Template } from "../template.ts";

const hub = plain("taskgate-hub.template.json");
const member = plain("taskgate-member.template.json");
const gate = plain();

const allowedIn = (template: Template) => statements(template).filter(({ effect }) => effect === "Allow");
const actionsOf = (template: Template, condition?: string) =>
	new Set(
		allowedIn(template)
			.filter((statement) => condition === undefined || statement.condition === condition)
			.flatMap(({ actions }) => actions),
	);
/** And of what ECS runs: the images. */
const ofEcs = (actions: ReadonlySet<string>) => [...actions].filter((action) => /^(ecs|iam|ecr):/.test(action)).sort();

test.each(Object.keys(PLAIN) as (keyof typeof PLAIN)[])(
	"the committed %s is what infra/ makes now (else: npm run generate:template)",
	(name) => {
		const committed = readFileSync(new URL(`../../infra/template/${name}`, import.meta.url), "utf8");
		expect(JSON.parse(committed)).toEqual(plain(name));
	},
);

describe("permissions", () => {
	test.each([
		["hub", hub],
		["member", member],
	])("of the %s: no action has a wildcard, and resource * stands only where the API has nothing narrower", (_, template) => {
		const allowed = allowedIn(template);
		expect(allowed.length).toBeGreaterThan(5);
		expect(allowed.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
		const onAll = allowed.filter(({ resources }) => resources.includes("*")).flatMap(({ actions }) => actions);
		expect(onAll.filter((action) => ON_ALL[action] === undefined)).toEqual([]);
	});
	test("the hub does nothing in ECS itself: it enters members, of its own organization, by their one role", () => {
		expect(ofEcs(actionsOf(hub))).toEqual([]);
		const entering = ofType(hub, "AWS::IAM::Policy").flatMap(({ Properties }) =>
			Properties.PolicyDocument.Statement.filter(({ Action }) => Action === "sts:AssumeRole"),
		);
		expect(entering).toHaveLength(2);
		for (const { Resource, Condition } of entering) {
			expect(JSON.stringify(Resource)).toContain(":iam::*:role/taskgate-member");
			expect(Condition).toEqual({ StringEquals: { "aws:ResourceOrgID": { Ref: "OrganizationId" } } });
		}
	});
	test("a member's role may exactly what the gate may in its own account", () => {
		const ofGate = new Set([...actionsOf(gate)].filter((action) => !/^ecs:List(?!ServiceDeployments|TagsForResource|Tasks$)/.test(action)));
		expect(ofEcs(actionsOf(member))).toEqual(ofEcs(ofGate));
	});
	test("what changes something there exists only while Enforce is on; before that a pause is answered and all else read", () => {
		expect(member.Conditions.ActsHere).toEqual({
			"Fn::And": [{ Condition: "RoleIsHere" }, { "Fn::Equals": [{ Ref: "Enforce" }, "on"] }],
		});
		const always = ofEcs(actionsOf(member, "RoleIsHere"));
		expect(always.filter((action) => !/^ecs:(Describe|List)/.test(action))).toEqual(["ecs:ContinueServiceDeployment"]);
	});
	test("whatever a member's role may, it may in the member's Regions alone", () => {
		const look = ofType(member, "AWS::IAM::Policy").find(({ id }) => id.startsWith("MemberLook"));
		expect(look!.Condition).toBe("RoleIsHere");
		const [refusal] = look!.Properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === "Deny");
		expect(refusal).toMatchObject({
			...{ Action: ["ecs:*", "ecr:*", "inspector2:*"], Resource: "*" },
			Condition: { StringNotEquals: { "aws:RequestedRegion": { Ref: "Regions" } } },
		});
		const ofRole = allowedIn(member).filter(({ id }) => id.startsWith("Member"));
		const services = new Set(ofRole.flatMap(({ actions }) => actions.map((action) => `${action.split(":")[0]}:*`)));
		expect([...services].filter((service) => service !== "iam:*").sort()).toEqual((refusal!.Action as string[]).toSorted());
	});
	test("a member's registry is asked while the hub names one, by that member's role", () => {
		const notNone = { "Fn::Not": [{ "Fn::Equals": [{ Ref: "Registries" }, "none"] }] };
		expect(member.Conditions.AsksHere).toEqual({ "Fn::And": [{ Condition: "RoleIsHere" }, notNone] });
		const asking = allowedIn(member).filter(({ actions }) => actions.some((action) => action.startsWith("ecr:")));
		expect(asking.map(({ condition }) => condition)).toEqual(["AsksHere", "AsksHere"]);
		const inspecting = allowedIn(member).filter(({ actions }) => actions.some((action) => action.startsWith("inspector2:")));
		expect(inspecting.map(({ condition }) => condition)).toEqual(["AsksHere"]);
		for (const { Properties } of ofType(hub, "AWS::Lambda::Function"))
			expect(Properties.Environment.Variables).toMatchObject({
				...{ TASKGATE_REGISTRIES: { Ref: "Registries" }, TASKGATE_RUNTIME_RESPONSE: { Ref: "RuntimeResponse" } },
				TASKGATE_TRUST: { "Fn::If": ["HasTrustPolicy", { "Fn::Join": ["", ["/var/task/", { Ref: "TrustPolicy" }]] }, ""] },
				TASKGATE_REGISTER_PATCHED: { Ref: "RegisterPatched" },
			});
	});
	test("a member's task definitions are patched while the hub says so, and it acts there", () => {
		const on = { "Fn::Equals": [{ Ref: "RegisterPatched" }, "on"] };
		expect(member.Conditions.PatchesHere).toEqual({ "Fn::And": [{ Condition: "ActsHere" }, on] });
		const registering = allowedIn(member).filter(({ actions }) => actions.includes("ecs:RegisterTaskDefinition"));
		expect(registering.map(({ condition }) => condition)).toEqual(["PatchesHere"]);
	});
	test("a member's role trusts the hub's two functions, and nobody outside the organization", () => {
		const roles = ofType(member, "AWS::IAM::Role").filter(({ Properties }) => Properties.RoleName === "taskgate-member");
		expect(roles.map(({ Condition }) => Condition)).toEqual(["RoleIsHere"]);
		const document = roles[0]!.Properties.AssumeRolePolicyDocument as { Statement: { Condition: object; Principal: object }[] };
		expect(document.Statement).toHaveLength(1);
		expect(document.Statement[0]!.Condition).toEqual({
			StringEquals: { "aws:PrincipalOrgID": { Ref: "OrganizationId" } },
			ArnEquals: { "aws:PrincipalArn": { Ref: "GateRoleArns" } },
		});
		expect(JSON.stringify(document.Statement[0]!.Principal)).toContain('{"Fn::Split":[":",{"Ref":"HubBusArn"}]}');
	});
	test("only the organization's own forwarding roles put events on the hub's bus", () => {
		const [policy] = ofType(hub, "AWS::Events::EventBusPolicy");
		expect(policy!.Properties.Statement).toMatchObject({
			...{ Action: "events:PutEvents", Principal: "*" },
			Condition: { StringEquals: { "aws:PrincipalOrgID": { Ref: "OrganizationId" } } },
		});
		expect(JSON.stringify(policy!.Properties.Statement)).toContain(":iam::*:role/taskgate-forward-*");
		const forward = ofType(member, "AWS::IAM::Role").find(({ id }) => id.startsWith("Forward"));
		expect(JSON.stringify(forward!.Properties.RoleName)).toContain("taskgate-forward-");
	});
});

describe("events", () => {
	const own = { account: "123456789012" };
	const events = [
		{ ...(fixture("cloudtrail-event", "create-service") as object), ...own },
		{ ...(fixture("task-state-change", "provisioning-by-itself") as object), ...own },
		{ ...(fixture("pause-hook", "awaiting-at-pre-scale-up") as object), ...own },
		{ ...(fixture("noise", "task-stopped") as object), ...own },
	];
	const expected = [["Calls"], ["Tasks"], ["Pauses"], []];

	test("of its own a member forwards, each by one rule; what another account has sent it, it does not", async () => {
		const patterns = patternsOf(member);
		expect(Object.keys(patterns)).toEqual(Object.keys(patternsOf(gate)));
		expect(await matching(patterns, events)).toEqual(expected);
		const foreign = events.map((event) => ({ ...event, account: "999999999999" }));
		expect(await matching(patterns, foreign)).toEqual([[], [], [], []]);
		for (const pattern of Object.values(patterns)) expect(JSON.stringify(pattern).length).toBeLessThan(2048);
	});
	test("of any account the hub takes, each by one rule, from its own bus alone", async () => {
		const foreign = events.map((event) => ({ ...event, account: "999999999999" }));
		expect(await matching(patternsOf(hub), foreign)).toEqual(expected);
		const rules = ofType(hub, "AWS::Events::Rule").filter(({ Properties }) => Properties.EventPattern !== undefined);
		const buses = rules.map(({ Properties }) => (Properties.EventBusName as { Ref: string }).Ref);
		expect(buses).toHaveLength(12);
		for (const bus of buses)
			expect(hub.Resources[bus]).toMatchObject({ Type: "AWS::Events::EventBus", Properties: { Name: "taskgate-hub" } });
	});
	test("the hub forwards nothing: there is no third hop", () => {
		const targets = ofType(hub, "AWS::Events::Rule").flatMap(({ Properties }) => Properties.Targets as { Arn: object }[]);
		expect(targets.length).toBeGreaterThan(6);
		expect(targets.filter(({ Arn }) => !/"(EventQueue|ScheduleFunction)[0-9A-F]{8}"/.test(JSON.stringify(Arn)))).toEqual([]);
	});
	test("what a member cannot deliver waits in its own queue", () => {
		const [queue] = ofType(member, "AWS::SQS::Queue");
		const targets = ofType(member, "AWS::Events::Rule").flatMap(({ Properties }) => Properties.Targets as Record<string, unknown>[]);
		expect(targets).toHaveLength(12);
		for (const target of targets) expect(target.DeadLetterConfig).toEqual({ Arn: { "Fn::GetAtt": [queue!.id, "Arn"] } });
	});
});

describe("members", () => {
	const [set] = ofType(hub, "AWS::CloudFormation::StackSet");
	const given = set!.Properties.Parameters as readonly { ParameterKey: string; ParameterValue: unknown }[];

	test("join and leave by themselves", () => {
		expect(set!.Properties).toMatchObject({
			...{ PermissionModel: "SERVICE_MANAGED", AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false } },
			StackInstancesGroup: [{ Regions: { Ref: "Regions" }, DeploymentTargets: { OrganizationalUnitIds: { Ref: "OrganizationalUnits" } } }],
		});
	});
	test("get the very template that is committed, within what CloudFormation takes, and a value for each of its parameters", () => {
		const body = String(set!.Properties.TemplateBody);
		expect(JSON.parse(body)).toEqual(member);
		expect(Buffer.byteLength(body)).toBeLessThan(51_200);
		expect(given.map(({ ParameterKey }) => ParameterKey).sort()).toEqual(Object.keys(member.Parameters).sort());
	});
	test.each(["Enforce", "Registries", "RegisterPatched"])("follow the hub's %s", (name) => {
		expect(given).toContainEqual({ ParameterKey: name, ParameterValue: { Ref: name } });
	});
	test("are reached by a role that config.ts takes", () => {
		for (const { Properties } of ofType(hub, "AWS::Lambda::Function")) {
			const { "Fn::Join": joined } = Properties.Environment.Variables.TASKGATE_ROLE_ARN as { "Fn::Join": [string, unknown[]] };
			const arn = joined[1].map((part) => (typeof part === "string" ? part : "aws")).join(joined[0]);
			expect(readConfig({ TASKGATE_ROLE_ARN: arn }).TASKGATE_ROLE_ARN).toBe("arn:aws:iam::{account}:role/taskgate-member");
		}
	});
});

test("the guide explains every parameter of both", () => {
	const guide = readFileSync(new URL("../../docs/organization.md", import.meta.url), "utf8");
	const shared = new Set(Object.keys(gate.Parameters));
	const names = [...new Set([...Object.keys(hub.Parameters), ...Object.keys(member.Parameters)])].filter((name) => !shared.has(name));
	expect(names.length).toBeGreaterThan(4);
	expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});
