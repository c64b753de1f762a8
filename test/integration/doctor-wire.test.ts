/** What moto lacks, over HTTP as AWS answers it: hooks of services, simulation, coverage, metrics, CloudFormation hooks, an organization, and refusals. */
import { afterEach, expect, inject, test } from "vitest";
import { CHECKS } from "../../src/doctor/checks.ts";
import { stackOf, WHERE } from "../doctor-patient.ts";
import { type Answer, type Asked, type Stub, startStub } from "../doctor-stub.ts";
import { ward } from "../doctor-ward.ts";

let stub: Stub | undefined;
afterEach(() => stub?.close());

async function opened(answers: Readonly<Record<string, (asked: Asked) => Answer>>) {
	stub = await startStub(answers);
	return ward({ asks: stub.url, endpoint: stub.url, cli: inject("awsCli"), account: WHERE.account, region: WHERE.region });
}

const arn = (resource: string) => `arn:aws:ecs:${WHERE.region}:${WHERE.account}:${resource}`;

test("services in pages; the command gives one the hook, and keeps its other hooks and its configuration", async () => {
	const other = {
		hookTargetArn: "arn:aws:lambda:eu-central-1:111122223333:function:other",
		roleArn: "arn:r",
		lifecycleStages: ["POST_SCALE_UP"],
	};
	const configurations = new Map<string, object>([["web", { maximumPercent: 150, lifecycleHooks: [other] }]]);
	const named = (name: string) => arn(`service/prod/${name}`);
	const patient = await opened({
		ListClusters: ({ body }) =>
			body.nextToken ? { clusterArns: [arn("cluster/prod")] } : { clusterArns: [arn("cluster/empty")], nextToken: "2" },
		ListServices: ({ body }) => {
			if (body.cluster === arn("cluster/empty")) return { serviceArns: [] };
			return body.nextToken
				? { serviceArns: [named("s11"), named("web")] }
				: { serviceArns: Array.from({ length: 11 }, (_, n) => named(`s${n}`)), nextToken: "2" };
		},
		DescribeServices: ({ body }) => ({
			services: (body.services as string[]).map((service) => {
				const serviceName = service.split("/").at(-1) ?? "";
				const { DeploymentHookArn, DeploymentHookRoleArn } = stackOf().read.outputs;
				const hook = { hookTargetArn: DeploymentHookArn, roleArn: DeploymentHookRoleArn, lifecycleStages: ["PRE_SCALE_UP"] };
				const deploymentConfiguration = configurations.get(serviceName) ?? { lifecycleHooks: [hook] };
				return { serviceName, serviceArn: service, status: "ACTIVE", deploymentConfiguration };
			}),
		}),
		UpdateService: ({ body }) => {
			configurations.set(String(body.service), body.deploymentConfiguration as object);
			return { service: { serviceName: body.service } };
		},
	});
	const [found] = await patient.examined(["hook"], stackOf());
	expect(found).toMatchObject({ status: "problem", seen: "1 of 13 services: prod/web (does not ask)", subjects: ["prod/web"] });
	await patient.shell(found?.mend ?? []);
	expect(configurations.get("web")).toMatchObject({
		maximumPercent: 150,
		lifecycleHooks: [other, { lifecycleStages: ["PRE_SCALE_UP"], timeoutConfiguration: { action: "ROLLBACK" } }],
	});
	expect(await patient.examined(["hook"], stackOf())).toEqual([
		expect.objectContaining({ status: "ok", seen: "all 13 services ask at PRE_SCALE_UP" }),
	]);
});

test("a cluster that may not be read does not hide the others", async () => {
	const patient = await opened({ ListClusters: () => ({ clusterArns: [arn("cluster/prod")] }) });
	expect(await patient.examined(["hook"], stackOf())).toEqual([
		expect.objectContaining({ status: "unknown", denied: "ecs:ListServices", subjects: ["prod"] }),
	]);
});

const result = (action: string, decision: string, more = "") =>
	`<member><EvalActionName>${action}</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>${decision}</EvalDecision>${more}</member>`;

test("simulation: a role that a service control policy keeps from acting", async () => {
	const patient = await opened({
		SimulatePrincipalPolicy: ({ form }) => {
			const actions = [...form].flatMap(([name, value]) => (name.startsWith("ActionNames.member.") ? [value] : []));
			const refused = "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>";
			const results = actions.map((action) =>
				action === "ecs:StopTask" ? result(action, "explicitDeny", refused) : result(action, "allowed"),
			);
			return `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>${results.join("")}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;
		},
	});
	const found = await patient.examined(["permissions"], stackOf("taskgate", { Enforce: "on" }, ["EnforceOn"]));
	expect(found.map(({ status }) => status)).toEqual(["problem", "problem"]);
	expect(found[0]?.seen).toMatch(/^Taskgate-EventsRole\S+ may not ecs:StopTask: a service control policy of the organization refuses it$/);
	const passing = stub?.asked.find(({ form }) => [...form.values()].includes("iam:PassRole"))?.form;
	expect(passing?.get("PolicySourceArn")).toMatch(/^arn:aws:iam::111122223333:role\/Taskgate-/);
	expect(passing?.get("ResourceArns.member.1")).toBe("arn:aws:iam::111122223333:role/*");
	expect(passing?.get("ContextEntries.member.1.ContextKeyName")).toBe("iam:PassedToService");
});

test("GuardDuty's coverage, by cluster", async () => {
	const covered = (clusterName: string, coverageStatus: string, issue?: string) => ({
		...{ resourceId: clusterName, coverageStatus, issue, resourceDetails: { resourceType: "ECS", ecsClusterDetails: { clusterName } } },
	});
	const patient = await opened({
		"GET /detector": () => ({ detectorIds: ["d1"] }),
		"GET /detector/d1": () => ({
			...{ status: "ENABLED", serviceRole: "r" },
			features: [
				{
					name: "RUNTIME_MONITORING",
					status: "ENABLED",
					additionalConfiguration: [{ name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" }],
				},
			],
		}),
		"POST /detector/d1/coverage": ({ body }) =>
			body.nextToken
				? { resources: [covered("test", "HEALTHY")] }
				: { resources: [covered("prod", "UNHEALTHY", "no execution role")], nextToken: "2" },
	});
	const [found] = await patient.examined(["guardduty"]);
	expect(found).toMatchObject({ status: "problem", seen: "1 of 2 clusters is not covered: prod (no execution role)", subjects: ["prod"] });
});

test("metrics: what was measured within the time that was asked for", async () => {
	const minutesAgo = (minutes: number) => (Date.now() - minutes * 60_000) / 1000;
	const patient = await opened({
		GetQueueAttributes: ({ body }) => {
			const isDead = String(body.QueueUrl).includes("DeadLetters");
			const deadLetterTargetArn = stackOf().arnOf(stackOf().part("AWS::SQS::Queue", "DeadLetters"));
			return {
				Attributes: { ApproximateNumberOfMessages: "5", ...(isDead ? {} : { RedrivePolicy: JSON.stringify({ deadLetterTargetArn }) }) },
			};
		},
		GetMetricData: ({ body }) => {
			const [{ Id } = { Id: "" }] = body.MetricDataQueries as { Id: string }[];
			return { MetricDataResults: [{ Id, Timestamps: [minutesAgo(2), minutesAgo(40)], Values: [1_000, 9_000] }] };
		},
	});
	expect((await patient.examined(["queue"], stackOf()))[0]).toMatchObject({
		status: "problem",
		seen: expect.stringContaining("the oldest was 1000 s old"),
	});
});

test("a CloudFormation hook that somebody has disabled", async () => {
	const configuration = JSON.stringify({
		CloudFormationConfiguration: { HookConfiguration: { HookInvocationStatus: "DISABLED", FailureMode: "WARN" } },
	});
	const inResult = (name: string, content: string) => `<${name}Response><${name}Result>${content}</${name}Result></${name}Response>`;
	const patient = await opened({
		DescribeType: () => inResult("DescribeType", "<Type>HOOK</Type><IsActivated>true</IsActivated>"),
		BatchDescribeTypeConfigurations: () =>
			inResult(
				"BatchDescribeTypeConfigurations",
				`<TypeConfigurations><member><Configuration>${configuration.replaceAll('"', "&quot;")}</Configuration></member></TypeConfigurations>`,
			),
	});
	const [found] = await patient.examined(["cloudformation-hook"], stackOf("taskgate", { CloudFormationHook: "on" }));
	expect(found).toMatchObject({ status: "problem", seen: expect.stringContaining("is DISABLED") });
});

test("the policies of an account, of the units above it and of the root", async () => {
	const parents: Readonly<Record<string, string>> = { [WHERE.account]: "ou-a", "ou-a": "r-1" };
	const patient = await opened({
		DescribeOrganization: () => ({ Organization: { MasterAccountId: "999900001111" } }),
		ListParents: ({ body }) => ({ Parents: [{ Id: parents[String(body.ChildId)] }] }),
		ListPoliciesForTarget: ({ body }) => ({ Policies: [{ Id: `p-${body.TargetId}`, Name: `of ${body.TargetId}` }] }),
		DescribePolicy: ({ body }) => {
			const Statement =
				body.PolicyId === "p-r-1"
					? [{ Sid: "TaskgateProtectTheTrail", Effect: "Deny", Action: ["cloudtrail:DeleteTrail"], Resource: "*" }]
					: [];
			return { Policy: { Content: JSON.stringify({ Statement }) } };
		},
	});
	const [found] = await patient.examined(["scp"], stackOf());
	expect(found).toMatchObject({ status: "problem", seen: expect.stringContaining(`(looked at: of ${WHERE.account}, of ou-a, of r-1)`) });
	// It refuses less than what is printed.
	expect(found?.subjects).toContain("TaskgateProtectTheTrail");
});

test("where everything is refused nothing is a pass, and each check names the action", async () => {
	const patient = await opened({});
	const found = await patient.examined(
		CHECKS.map(({ name }) => name),
		stackOf("taskgate", { CloudFormationHook: "on" }),
	);
	expect(found.filter(({ status }) => status !== "unknown")).toEqual([]);
	expect(new Set(found.flatMap(({ check, denied }) => (denied === undefined ? [] : [check])))).toEqual(
		new Set(CHECKS.map(({ name }) => name)),
	);
});
