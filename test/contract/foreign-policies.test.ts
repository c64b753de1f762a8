/** Policies written for conftest and Gatekeeper, run unchanged: the examples, and what the examples leave out. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import { readConstraints } from "../../src/constraints/read-constraints.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import { type PolicySources, readPolicySources } from "../../src/rego/policy-sources.ts";
import { fakeEcs } from "../fake-ecs-reader.ts";
import { ARN, admissionRequest } from "../requests.ts";
import { bothAnswers, decisionOf, type ForeignGate, openForeign, told } from "./foreign-policies.ts";

const examples = (name: string) => fileURLToPath(new URL(`../../examples/${name}/`, import.meta.url));
const container = (over: JsonObject = {}): JsonObject => ({
	name: "app",
	image: "docker.io/nginx",
	user: "1000",
	healthCheck: {},
	...over,
});
const definition = (over: JsonObject = {}, family = "web"): JsonObject => ({ family, containerDefinitions: [container(over)] });

const compiler = openCompiler();
afterAll(() => compiler.close());

describe("conftest", () => {
	let files: PolicySources;
	let gate: ForeignGate;
	beforeAll(async () => {
		files = await readPolicySources(examples("conftest"));
		gate = await openForeign(compiler, files);
	});

	it("has one policy per rule, with METADATA where the author wrote some", () => {
		expect(gate.bundle.policies.map(({ id, title, severity, advisory }) => [id, title, severity, advisory === true])).toEqual([
			["main/deny_privileged", "Containers are not privileged", "critical", false],
			["main/deny_public_ip", "Public ip", "medium", false],
			["main/deny_run_as_root", "Run as root", "medium", false],
			["main/warn_health_check", "Health check", "medium", true],
		]);
		const kinds = new Map(gate.bundle.policies.map(({ id, kinds }) => [id, kinds]));
		expect(kinds.get("main/deny_privileged")).toEqual(["DaemonTaskDefinition", "Service", "Task", "TaskDefinition", "TaskSet"]);
		expect(kinds.get("main/deny_public_ip")).toEqual(["ExpressGatewayService", "Service", "Task", "TaskSet"]);
	});

	it("denies, warns at most, and takes a JSON pointer for the field", async () => {
		const decision = await decisionOf(gate, { object: { family: "web", containerDefinitions: [{ name: "app", privileged: true }] } });
		expect(decision.verdict).toBe("denied");
		expect(told(decision)).toEqual([
			"main/deny_privileged deny: container app is privileged @ /containerDefinitions/0/privileged",
			"main/deny_run_as_root deny: container app runs as root",
			"main/warn_health_check warn: container app has no health check",
		]);
		expect((await decisionOf(gate, { object: { family: "web", containerDefinitions: [{ name: "app", user: "1" }] } })).verdict).toBe(
			"allowed",
		);
	});

	it("counts an exception where the rule would have failed, and only there", async () => {
		const excused = await decisionOf(gate, { object: definition({ user: "root" }, "node-agent") });
		expect(excused.verdict).toBe("allowed");
		expect(told(excused)).toEqual(["main/deny_run_as_root exempted: container app runs as root"]);
		expect(excused.enforcements[0]?.exemption).toBe('exception "run_as_root" of package main');
		expect(told(await decisionOf(gate, { object: definition({}, "node-agent") }))).toEqual([]);
	});

	it("judges what runs: the task definition of a service, and the service", async () => {
		const arn = `${ARN}:task-definition/web:3`;
		const object = {
			serviceName: "web",
			taskDefinition: arn,
			networkConfiguration: { awsvpcConfiguration: { assignPublicIp: "ENABLED", subnets: ["s"] } },
		};
		const request = { kind: "Service", references: { taskDefinition: arn } } as const;
		const reader = fakeEcs({ definitions: { [arn]: definition({ privileged: true }) } });
		expect(told(await decisionOf(gate, { object, request, reader }))).toEqual([
			"main/deny_privileged deny: container app is privileged @ /context/taskDefinition/containerDefinitions/0/privileged",
			"main/deny_public_ip deny: the task gets a public IP address",
		]);
		const offline = await decisionOf(gate, { object, request });
		expect(offline.unknowns.map(({ policy, field }) => `${policy} ${field}`)).toContain("main/deny_privileged /context/taskDefinition");
	});

	it("passes its own tests, v0 beside v1", async () => {
		const old = "package main\n\ntest_public_ip { count(deny_public_ip) == 0 with input as {} }\n";
		const results = await compiler.test({ files: { ...files, "public_ip_test.rego": old } });
		expect(results.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
			"test_privileged_is_refused pass",
			"test_a_user_is_enough pass",
			"test_public_ip pass",
		]);
	});
});

describe("Gatekeeper", () => {
	let gate: ForeignGate;
	beforeAll(async () => {
		gate = await openForeign(compiler, await readPolicySources(examples("gatekeeper")));
	});

	it("has one policy per package, and the parameters that it reads", () => {
		expect(gate.bundle.policies.map(({ id, parameters }) => [id, Object.keys(parameters).sort()])).toEqual([
			["ecs_allowed_repos", ["exemptImages", "repos"]],
		]);
	});

	it("takes its parameters from the constraint", async () => {
		const yaml = await readFile(`${examples("gatekeeper")}constraints.yaml`, "utf8");
		const { constraints } = readConstraints(yaml, "constraints.yaml", gate.bundle.policies);
		const images = ["docker.io/nginx", "public.ecr.aws/nginx"];
		const object = { family: "web", containerDefinitions: images.map((image, i) => container({ name: `c${i}`, image })) };
		const decision = await decisionOf(gate, { object, constraints });
		expect(decision.enforcements.map(({ constraint, action, message }) => `${constraint} ${action}: ${message}`)).toEqual([
			'allowed-repos deny: container <c0> has the image <docker.io/nginx>, which is from none of ["public.ecr.aws/", "111122223333.dkr.ecr.eu-central-1.amazonaws.com/"]',
		]);
		const misspelt = yaml.replace("repos:", "repo:");
		expect(() => readConstraints(misspelt, "c.yaml", gate.bundle.policies)).toThrow("has no parameter `repo`; did you mean repos?");
	});

	it("sees the review of Kubernetes: kind, operation, user, old object", async () => {
		const text = `package seen

violation[{"msg": msg}] {
	r := input.review
	msg := sprintf("%v %v %v %v %v %v", [r.kind.kind, r.operation, r.userInfo.username, r.name, r.oldObject, r.object.family])
}
`;
		const seen = await openForeign(compiler, { "seen.rego": text });
		const decision = await decisionOf(seen, { object: { family: "web", containerDefinitions: [] } });
		expect(decision.enforcements.map(({ message }) => message)).toEqual([
			"TaskDefinition CREATE arn:aws:sts::111122223333:assumed-role/ci/run-1 web null web",
		]);
	});
});

describe("both", () => {
	it("answer in WASM as in OPA's own evaluator", async () => {
		const objects: readonly JsonObject[] = [
			definition({ privileged: true, user: "root" }),
			definition({ user: "root" }, "node-agent"),
			definition({ image: { $unknown: "Ref Image" }, "a/b~c": { $unknown: "Ref Key" } }),
			{ family: null, containerDefinitions: "none" },
			{ $unknown: "all of it" },
			{},
		];
		for (const name of ["conftest", "gatekeeper"]) {
			const gate = await openForeign(compiler, await readPolicySources(examples(name)));
			for (const object of objects) {
				for (const kind of ["TaskDefinition", "Service"] as const) {
					const context = { source: "copy", ...(kind === "Service" && { taskDefinition: object }) } as const;
					const [wasm, opa] = await bothAnswers(gate, admissionRequest({ kind, object, context }), { repos: ["public.ecr.aws/"] });
					expect(wasm, `${name} ${kind} ${JSON.stringify(object)}`).toEqual(opa);
				}
			}
		}
	});

	it("never pass over what they look at and is unknown", async () => {
		const gate = await openForeign(compiler, await readPolicySources(examples("conftest")));
		const object = definition({ user: { $unknown: "Ref User" }, image: { $unknown: "Ref Image" } });
		const decision = await decisionOf(gate, { object });
		expect(decision.verdict).toBe("allowed");
		expect(told(decision)).toEqual(["main/deny_run_as_root unknown @ /containerDefinitions/0/user"]);
		expect((await decisionOf(gate, { object, final: true })).verdict).toBe("undecided");
	});
});
