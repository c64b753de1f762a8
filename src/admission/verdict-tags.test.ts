import { describe, expect, it } from "vitest";
import { ARN, admissionRequest, decision, unresolvedRequest } from "../../test/requests.ts";
import type { Decision } from "./decide.ts";
import { type Circumstances, plan } from "./plan.ts";

const service = `${ARN}:service/prod/web`;
const taskDefinition = `${ARN}:task-definition/web:3`;
const SILENT: Circumstances = { reach: "prevent", silent: true, scaleToZero: false };
const REVERT: Circumstances = { reach: "revert", scaleToZero: false, admissionTag: "admission" };
const tagged = (of: Decision, circumstances: Circumstances) => plan(of, circumstances).filter(({ type }) => type === "TagResource");

describe("a refusal that cannot say why", () => {
	const request = admissionRequest({ kind: "Service", targets: { service } });
	const value = (of: Decision) => tagged(of, SILENT)[0]?.parameters?.tags?.["taskgate:refused"];

	it("tags the service with the day and the policies", () => {
		expect(value(decision({ request }))).toBe("2026-11-20 workload/privileged");
		const warned = decision().enforcements.map((one) => ({ ...one, action: "warn" as const, policy: "image/digest" }));
		expect(value(decision({ request, enforcements: [...warned, ...decision().enforcements] }))).toBe("2026-11-20 workload/privileged");
		expect(value(decision({ request, verdict: "undecided", enforcements: [] }))).toBe("2026-11-20 undecided");
		expect(tagged(decision({ request }), SILENT)[0]?.target).toBe(service);
	});

	it("in ECS's characters, and no longer than ECS takes", () => {
		const [one] = decision().enforcements;
		const enforcements = Array.from({ length: 40 }, (_, n) => ({ ...(one as NonNullable<typeof one>), policy: `own/pölicy "${n}"` }));
		const text = value(decision({ request, enforcements })) ?? "";
		expect(text).toMatch(/^2026-11-20 own\/p_licy _0_ own\/[a-zA-Z0-9 +\-=._:/@]+$/);
		expect(text.length).toBeLessThanOrEqual(256);
	});

	it.each<[string, Partial<Decision>]>([
		["what is let through", { letThrough: "off" }],
		["what is admitted", { verdict: "allowed" }],
		["what is not refused", { verdict: "undecided", failurePolicy: "Ignore" }],
		["what could not be looked up", { request: unresolvedRequest({ kind: "Service" }) }],
		["what has no service", { request: admissionRequest({ kind: "Service", targets: {} }) }],
	])("tags nothing for %s", (_, over) => {
		expect(tagged(decision({ request, ...over }), SILENT)).toEqual([]);
	});

	it("and one that can say why tags nothing", () => {
		expect(tagged(decision({ request }), { ...SILENT, reach: "revert", silent: undefined as never })).toEqual([]);
	});
});

describe("the admission tag", () => {
	const admitted = decision({ verdict: "allowed", enforcements: [] });

	it("is for the very revision that was admitted", () => {
		expect(plan(admitted, REVERT)).toMatchObject([
			{ type: "TagResource", target: taskDefinition, precondition: { taskDefinition }, parameters: { tags: { admission: "allowed" } } },
		]);
	});

	it.each<[string, Partial<Decision>, Partial<Circumstances>]>([
		["denied", { verdict: "denied" }, {}],
		["undecided", { verdict: "undecided", failurePolicy: "Ignore" }, {}],
		["withheld for any reason", {}, { withheld: "the event is a replay" }],
		["asked beforehand", {}, { reach: "prevent" }],
		["asked beforehand by a silent point", {}, { reach: "prevent", silent: true }],
		["another kind", { request: admissionRequest({ kind: "Service" }) }, {}],
		["without a revision", { request: admissionRequest({ targets: {} }) }, {}],
		["never looked up", { request: unresolvedRequest() }, {}],
	])("is not given when %s", (_, over, circumstances) => {
		expect(tagged({ ...admitted, ...over }, { ...REVERT, ...circumstances })).toEqual([]);
	});

	it("is not given unless it was chosen", () => {
		expect(plan(admitted, { reach: "revert", scaleToZero: false })).toEqual([]);
	});
});
