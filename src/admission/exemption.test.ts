import { describe, expect, it } from "vitest";
import { ACCOUNT, admissionRequest, exemption, NOW } from "../../test/requests.ts";
import { type Exemption, exemptionFor, exemptionsInForce, wholeExemption } from "./exemption.ts";
import { unknown } from "./unknown.ts";

const violation = { msg: "privileged", field: "/containerDefinitions/0/privileged" };
const narrowed = (match: Partial<Exemption["match"]>) => exemption({ match: { accounts: [ACCOUNT], ...match } });

describe("exemptionsInForce", () => {
	it.each([
		["applies before it expires", exemption(), 1],
		["applies nowhere from the instant of its expiry", exemption({ expiresAt: NOW }), 0],
		["applies nowhere when its expiry cannot be read", exemption({ expiresAt: "someday" }), 0],
		["does not cover another account", narrowed({ accounts: ["999988887777"] }), 0],
	])("%s", (_, candidate, count) => {
		expect(exemptionsInForce([candidate], admissionRequest(), NOW)).toHaveLength(count);
	});

	it("covers a service's tasks, whose own name is the family, by the service's name and tags too", () => {
		const service = { serviceName: "shop", tags: [{ key: "tier", value: "legacy" }, { key: "flag" }] };
		const targets = { service: "arn:aws:ecs:eu-central-1:111122223333:service/main/shop" };
		const task = admissionRequest({ kind: "Task", name: "web", context: { source: "ecs", service }, targets });
		const count = (match: Partial<Exemption["match"]>, of = task) => exemptionsInForce([narrowed(match)], of, NOW).length;
		expect([count({ names: ["shop"] }), count({ tags: ["tier=legacy"] }), count({ tags: ["flag"] }), count({ names: ["web"] })]).toEqual([
			1, 1, 1, 1,
		]);
		expect([count({ names: ["other"] }), count({ names: ["shop"], tags: ["tier=new"] })]).toEqual([0, 0]);
		// Whoever only says that it is of the service is not.
		expect(count({ names: ["shop"] }, { ...task, targets: {} })).toBe(0);
		expect(count({ names: ["shop"] }, { ...task, context: { source: "ecs", service: {} } })).toBe(0);
		expect(count({ names: ["shop"] }, { ...task, kind: "TaskDefinition" })).toBe(0);
		const untagged = { ...task, context: { source: "ecs" as const, service: { serviceName: "shop" } } };
		expect(count({ names: ["shop"] }, untagged)).toBe(1);
	});

	it("does not excuse by what cannot be told", () => {
		const request = admissionRequest({ tags: { team: unknown("Ref Team") } });
		expect(exemptionsInForce([narrowed({ tags: ["team=shop"] })], request, NOW)).toEqual([]);
	});
});

describe("exemptionFor", () => {
	it.each([
		["no narrowing", narrowed({}), true],
		["the container by name", narrowed({ containers: ["app"] }), true],
		["another container", narrowed({ containers: ["agent"] }), false],
		["the image", narrowed({ images: ["nginx:*"] }), true],
		["another image", narrowed({ images: ["redis*"] }), false],
		["the field", narrowed({ fields: ["/containerDefinitions/*/privileged"] }), true],
		["another field", narrowed({ fields: ["/volumes/*"] }), false],
		["another policy", exemption({ policy: "image/digest" }), false],
	])("%s", (_, candidate, excused) => {
		expect(exemptionFor([candidate], "workload/privileged", violation, admissionRequest()) === candidate).toBe(excused);
	});

	it("a violation without a container is not excused by a container's name", () => {
		const byName = narrowed({ containers: ["*"] });
		expect(
			exemptionFor([byName], "workload/privileged", { msg: "host network", field: "/networkMode" }, admissionRequest()),
		).toBeUndefined();
		expect(exemptionFor([byName], "workload/privileged", { msg: "no field" }, admissionRequest())).toBeUndefined();
	});

	it("finds the container in the definition that a request refers to", () => {
		const taskDefinition = { containerDefinitions: [{ name: "agent" }] };
		const request = admissionRequest({ kind: "Task", object: {}, context: { source: "ecs", taskDefinition } });
		const inContext = { msg: "", field: "/context/taskDefinition/containerDefinitions/0/user" };
		expect(exemptionFor([narrowed({ containers: ["agent"] })], "workload/privileged", inContext, request)).toBeDefined();
	});

	it.each([
		["not a list", { containerDefinitions: "x" }],
		["too short", { containerDefinitions: [] }],
		["of texts", { containerDefinitions: ["x"] }],
	])("does not stumble over containerDefinitions that are %s", (_, object) => {
		const request = admissionRequest({ object });
		expect(exemptionFor([narrowed({ containers: ["app"] })], "workload/privileged", violation, request)).toBeUndefined();
	});

	it("does not stumble over a definition that is absent", () => {
		const inContext = { msg: "", field: "/context/taskDefinition/containerDefinitions/0" };
		expect(exemptionFor([narrowed({ containers: ["app"] })], "workload/privileged", inContext, admissionRequest())).toBeUndefined();
	});
});

describe("wholeExemption", () => {
	it.each([
		["covers the policy", narrowed({}), true],
		["is narrowed by containers", narrowed({ containers: ["app"] }), false],
		["is narrowed by images", narrowed({ images: ["x"] }), false],
		["is narrowed by fields", narrowed({ fields: ["x"] }), false],
		["is about another policy", exemption({ policy: "image/digest" }), false],
	])("%s", (_, candidate, whole) => {
		expect(wholeExemption([candidate], "workload/privileged") !== undefined).toBe(whole);
	});
});
