import { expect, test } from "vitest";
import type { ReportedDecision } from "../report/report.ts";
import { hidingValues } from "./hide-values.ts";

const decision = (message: string) =>
	({
		...{ source: "plan.json", kind: "TaskDefinition", name: "web", verdict: "denied", explanation: { skipped: [], lookedUp: [] } },
		violations: [{ policy: "a/b", constraint: "c", severity: "high", action: "deny", message, remediation: "" }],
		failures: [{ reason: message }],
		unknown: [{ policy: "a/b", field: "/x", message, reason: message }],
		notApplicable: [{ policy: "a/b", reason: message }],
	}) as ReportedDecision;

test.each([
	["container app is privileged", ["app"], "container (sensitive) is privileged"],
	["the app of application", ["app"], "the (sensitive) of application"],
	["comes from docker.io/library/nginx", ["nginx:latest"], "comes from docker.io/library/(sensitive)"],
	["a.b and aXb", ["a.b"], "(sensitive) and aXb"],
	["nothing of it", ["hunter2"], "nothing of it"],
	["a - b", ["", " "], "a - b"],
])("%s, without %j", (message, values, expected) => {
	const hidden = hidingValues(values)(decision(message));
	const told = [hidden.violations[0]?.message, hidden.failures[0]?.reason, hidden.unknown[0]?.message, hidden.unknown[0]?.reason];
	expect([...told, hidden.notApplicable[0]?.reason]).toEqual(Array(5).fill(expected));
});

test("a name too, and nothing where nothing is sensitive", () => {
	expect(hidingValues(["web"])(decision("")).name).toBe("(sensitive)");
	const untouched = decision("x");
	expect(hidingValues([])(untouched)).toBe(untouched);
});

test("the object, at any depth, and the cluster too", () => {
	const object = { image: "shop/web:1", ports: [{ containerPort: 8080 }], labels: { shop: "x" }, none: null, on: true };
	const hidden = hidingValues(["shop", "8080"])({ ...decision(""), object, cluster: "shop" });
	expect(hidden.object).toEqual({
		image: "(sensitive)/web:1",
		ports: [{ containerPort: "(sensitive)" }],
		labels: { "(sensitive)": "x" },
		none: null,
		on: true,
	});
	expect(hidden.cluster).toBe("(sensitive)");
});
