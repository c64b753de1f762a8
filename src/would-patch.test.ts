import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeEcs } from "../test/fake-ecs-reader.ts";
import { ARN, constraint, exemption, unresolvedRequest } from "../test/requests.ts";
import { testWorld } from "../test/worlds.ts";
import type { Constraint } from "./admission/constraint.ts";
import { PATCHED_FROM } from "./admission/move-to-patched.ts";
import type { JsonObject } from "./admission/request.ts";
import { judge } from "./judge.ts";
import { openBuiltIn } from "./rego/built-in-bundle.ts";
import { openEngine } from "./rego/engine.ts";
import type { PolicyEngine } from "./rego/policy-engine.ts";

let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await openBuiltIn());
});
afterAll(() => engine.close());

const revision = `${ARN}:task-definition/web:3`;
const DEFINITION = {
	family: "web",
	requiresCompatibilities: ["EC2"],
	containerDefinitions: [{ name: "app", image: "nginx:1", memory: 128 }],
};
const SERVICE = { serviceArn: `${ARN}:service/prod/web`, status: "ACTIVE", taskDefinition: revision };
const init = (over: Partial<Constraint> = {}) => constraint({ name: "init", policy: "workload/init-process", mutate: true, ...over });
const privileged = constraint({ name: "privileged", policy: "workload/privileged" });

interface Given {
	readonly constraints?: readonly Constraint[];
	readonly definition?: JsonObject;
	readonly service?: JsonObject;
	readonly source?: "ecs" | "copy";
	readonly exempt?: boolean;
	readonly kind?: "Service" | "TaskSet";
	readonly moving?: boolean;
}

async function judged(given: Given = {}) {
	const { constraints = [init()], definition = DEFINITION, service = SERVICE, source = "ecs", kind = "Service", moving = true } = given;
	const reader = fakeEcs({ definitions: { [revision]: definition }, service, cluster: {} }, source);
	const exemptions = given.exempt ? [exemption({ policy: "workload/init-process", match: { accounts: ["*"] } })] : [];
	const request = unresolvedRequest({
		...{ kind, operation: "UPDATE", action: kind === "Service" ? "UpdateService" : "CreateTaskSet", name: "web", cluster: "prod" },
		object: { service: "web", cluster: "prod", taskDefinition: "web:3" },
		references: { service: "web", cluster: "prod", taskDefinition: "web:3" },
	});
	return judge({ ...testWorld(), engine, reader, constraints, exemptions }, request, { moving });
}
const told = async (given: Given = {}) => {
	const { verdict, wouldPatch } = await judged(given);
	return [verdict, wouldPatch];
};
const PATCHES = ["workload/init-process"];

describe("of a service that has its revision already", () => {
	it("it is told which patches would let it through, and its decision is on it as it is", async () => {
		const decision = await judged();
		expect([decision.verdict, decision.wouldPatch, decision.patches]).toEqual(["denied", PATCHES, undefined]);
		expect(decision.enforcements).toMatchObject([
			{ policy: "workload/init-process", field: expect.stringContaining("/context/taskDefinition/") },
		]);
	});

	it("of one that is admitted too", async () => {
		expect(await told({ constraints: [init({ enforcementAction: "warn" }), privileged] })).toEqual(["allowed", PATCHES]);
	});

	it("but not where something is denied that no patch mends", async () => {
		const definition = { ...DEFINITION, containerDefinitions: [{ name: "app", image: "nginx:1", memory: 128, privileged: true }] };
		expect(await told({ constraints: [init(), privileged], definition })).toEqual(["denied", []]);
		const misshapen = { ...SERVICE, deploymentConfiguration: "none" };
		expect(await told({ service: misshapen })).toEqual(["denied", []]);
	});

	it("nor where it has what a patch would write, nobody asks for it, only a rehearsal does, or an exemption covers it", async () => {
		const mended = { name: "app", image: "nginx:1", memory: 128, linuxParameters: { initProcessEnabled: true } };
		expect(await told({ definition: { ...DEFINITION, containerDefinitions: [mended] } })).toEqual(["allowed", []]);
		expect(await told({ constraints: [init({ mutate: false })] })).toEqual(["denied", []]);
		expect(await told({ constraints: [init({ scopedActions: { "cloudtrail-event": "dryrun" } })] })).toEqual(["allowed", []]);
		expect(await told({ exempt: true })).toEqual(["allowed", []]);
	});

	it("nor by a constraint that a registration would not meet", async () => {
		expect(await told({ constraints: [init({ match: { clusters: ["prod"] } })] })).toEqual(["denied", []]);
		expect(
			await told({ constraints: [init({ match: { principals: { exclude: ["arn:aws:iam::111122223333:role/break-glass"] } } })] }),
		).toEqual(["denied", PATCHES]);
	});

	it("nor of a revision that was patched before", async () => {
		const definition = { ...DEFINITION, tags: [{ key: PATCHED_FROM, value: `${ARN}:task-definition/web:2` }] };
		expect(await told({ definition })).toEqual(["denied", []]);
	});

	it("nor where ECS does not deploy it, it is no service, or ECS is not asked", async () => {
		for (const type of ["CODE_DEPLOY", "EXTERNAL"])
			expect(await told({ service: { ...SERVICE, deploymentController: { type } } }), type).toEqual(["denied", []]);
		expect(await told({ service: { ...SERVICE, deploymentController: { type: "ECS" } } })).toEqual(["denied", PATCHES]);
		expect(await told({ kind: "TaskSet" })).toEqual(["denied", []]);
		expect(await told({ source: "copy" })).toEqual(["allowed", []]);
	});

	it("nor where something is in doubt", async () => {
		const unread = constraint({ name: "unread", policy: "no/such-policy" });
		expect(await told({ constraints: [init({ enforcementAction: "warn" }), unread] })).toEqual(["undecided", []]);
		expect(await told({ constraints: [init(), unread] })).toEqual(["denied", []]);
	});

	it("and nothing at all where nobody has opted in", async () => {
		expect(await told({ moving: false })).toEqual(["denied", undefined]);
	});
});
