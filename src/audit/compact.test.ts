import { expect, test } from "vitest";
import type { ReportedDecision } from "../report/report.ts";
import { compacting } from "./compact.ts";

const DECISION: ReportedDecision = {
	...{ source: "arn", kind: "TaskDefinition", name: "web", verdict: "denied", failures: [], unknown: [] },
	violations: [
		{ policy: "a/b", constraint: "c", severity: "high", action: "deny", message: "is privileged", remediation: "Remove it.", field: "/x" },
	],
	notApplicable: [{ policy: "a/c", reason: "Windows" }],
	explanation: { skipped: [], lookedUp: [] },
	...{ account: "111122223333", region: "eu-west-1", object: { family: "web" }, asked: ["a/b", "a/c"] },
};
const again = (): ReportedDecision => JSON.parse(JSON.stringify(DECISION));

test("nothing is told otherwise, and the object only where it is shown", () => {
	expect(compacting({ objects: true })(again())).toEqual(DECISION);
	const { object: _, ...without } = DECISION;
	expect(compacting({ objects: false })(again())).toEqual(without);
});

test("what is the same is kept once", () => {
	const compact = compacting({ objects: false });
	const [one, other] = [compact(again()), compact(again())];
	expect(other.asked).toBe(one.asked);
	expect(other.notApplicable).toBe(one.notApplicable);
	expect(compact({ ...again(), asked: ["a/b"] }).asked).toEqual(["a/b"]);
});
