import { expect, test } from "vitest";
import type { Decision } from "../admission/decide.ts";
import { reportedDecision } from "./reported-decision.ts";

const TOKEN = `ghp_${"a".repeat(36)}`;

test("why something is unknown is told without the secrets in it", () => {
	const unknown = { $unknown: `Fn::ImportValue ${TOKEN}` };
	const request = { object: { cpu: unknown }, kind: "TaskDefinition", name: "web", context: { cluster: unknown } };
	const lists = { failures: [], notApplicable: [], enforcements: [], skipped: [] };
	const decision = { request, ...lists, unknowns: [{ policy: "workload/size", field: "/cpu", message: "" }] };
	const reported = reportedDecision(decision as unknown as Decision, { source: "web.json" });
	expect(reported.unknown[0]?.reason).toBe("Fn::ImportValue (masked)");
	expect(reported.explanation.lookedUp).toEqual(["cluster: Fn::ImportValue (masked)"]);
	expect(JSON.stringify(reported)).not.toContain(TOKEN);
});
