import { describe, expect, it } from "vitest";
import { admissionRequest, constraint, exemption, NOW, policy, unresolvedRequest } from "../../test/requests.ts";
import type { Constraint } from "./constraint.ts";
import { decide } from "./decide.ts";
import type { Exemption } from "./exemption.ts";
import type { Evaluation, Violation } from "./policy.ts";
import type { AdmissionRequest } from "./request.ts";
import { undecided } from "./unjudged.ts";
import { unknown } from "./unknown.ts";

const provenance = { uid: "uid-1", revision: "r1", constraintsDigest: "d1", decidedAt: NOW, durationMs: 1 };
const violation: Violation = { msg: "container app is privileged", field: "/containerDefinitions/0/privileged" };

function evaluated(violations: readonly Violation[], notApplicable: readonly string[] = []): Evaluation {
	return { outcome: "evaluated", constraint: "no-privileged", policy: "workload/privileged", violations, notApplicable };
}

const failed: Evaluation = { outcome: "failed", constraint: "no-privileged", policy: "workload/privileged", reason: "conflict" };

interface Given {
	evaluation: Evaluation;
	constraint?: Constraint;
	exemptions?: readonly Exemption[];
	request?: AdmissionRequest;
	shape?: readonly Violation[];
	final?: boolean;
}

function judged({
	evaluation,
	constraint: asked = constraint(),
	exemptions = [],
	request = admissionRequest(),
	shape = [],
	final = false,
}: Given) {
	const policies = new Map([["workload/privileged", policy()]]);
	return decide(
		request,
		{ selection: { selected: [asked], skipped: [] }, evaluations: [evaluation], shape, exemptions, policies, final },
		provenance,
	);
}

describe("decide", () => {
	it.each([
		["nothing found", evaluated([]), "deny", "allowed"],
		["deny", evaluated([violation]), "deny", "denied"],
		["warn", evaluated([violation]), "warn", "allowed"],
		["dryrun", evaluated([violation]), "dryrun", "allowed"],
		["a failure of what could deny", failed, "deny", "undecided"],
		["a failure of what could only warn", failed, "warn", "allowed"],
	] as const)("%s", (_, evaluation, enforcementAction, verdict) => {
		expect(judged({ evaluation, constraint: constraint({ enforcementAction }) }).verdict).toBe(verdict);
	});

	it("says what follows from each violation, and how to mend it", () => {
		expect(judged({ evaluation: evaluated([violation, { msg: "no field" }]) }).enforcements).toEqual([
			{
				policy: "workload/privileged",
				constraint: "no-privileged",
				severity: "critical",
				action: "deny",
				message: violation.msg,
				field: violation.field,
				remediation: "Remove privileged.",
			},
			expect.not.objectContaining({ field: expect.anything() }),
		]);
	});

	it("counts what the policy's own author excused as exempted, by the author's name for it", () => {
		const decision = judged({ evaluation: evaluated([{ ...violation, exemption: "exception of main" }]) });
		expect(decision.verdict).toBe("allowed");
		expect(decision.enforcements).toMatchObject([{ action: "exempted", exemption: "exception of main" }]);
	});

	it("repeats no key that a policy puts into its message", () => {
		const told = judged({ evaluation: evaluated([{ msg: "the command has AKIAIOSFODNN7EXAMPLE" }]) });
		expect(JSON.stringify(told.enforcements)).not.toContain("AKIA");
	});

	it("an exemption excuses and is named; an expired one does not", () => {
		const excused = judged({ evaluation: evaluated([violation]), exemptions: [exemption()] });
		expect(excused.verdict).toBe("allowed");
		expect(excused.enforcements[0]).toMatchObject({ action: "exempted", exemption: "legacy", exemptedUntil: exemption().expiresAt });
		expect(judged({ evaluation: evaluated([violation]), exemptions: [exemption({ expiresAt: NOW })] }).verdict).toBe("denied");
	});

	it("a failure of a policy that the request is wholly exempt from decides nothing, and is still told", () => {
		const excused = judged({ evaluation: failed, exemptions: [exemption()] });
		expect(excused).toMatchObject({ verdict: "allowed", failures: [{ reason: "conflict" }] });
	});

	it("a violation at or under an unknown value is unknown, neither a denial nor a pass", () => {
		const object = { containerDefinitions: [{ name: "app", privileged: unknown("Ref Privileged") }] };
		const { verdict, enforcements, unknowns } = judged({ evaluation: evaluated([violation]), request: admissionRequest({ object }) });
		expect({ verdict, enforcements, unknowns }).toEqual({
			verdict: "allowed",
			enforcements: [],
			unknowns: [{ policy: "workload/privileged", field: violation.field, message: violation.msg }],
		});
	});

	it("where the answer is final, an unknown that could be denied is undecided, told once, and excused only as a whole", () => {
		const object = { containerDefinitions: [{ name: "app", privileged: unknown("Ref Privileged") }] };
		const given = { evaluation: evaluated([violation, violation]), request: admissionRequest({ object }), final: true };
		expect(judged(given)).toMatchObject({
			verdict: "undecided",
			failurePolicy: "Fail",
			failures: [{ policy: "workload/privileged", constraint: "no-privileged", reason: violation.msg }],
		});
		expect(judged(given).failures).toHaveLength(1);
		expect(judged({ ...given, constraint: constraint({ enforcementAction: "warn" }) }).verdict).toBe("allowed");
		expect(judged({ ...given, exemptions: [exemption()] }).verdict).toBe("allowed");
	});

	it("says which policies were asked, each once, whatever came of it", () => {
		const selected = [constraint(), constraint({ name: "again" }), constraint({ name: "other", policy: "image/digest" })];
		const selection = { selected, skipped: [{ constraint: "skipped", policy: "workload/user", reason: "another cluster" }] };
		const asked = ["workload/privileged", "image/digest"];
		expect(undecided(unresolvedRequest(), { reason: "ECS is away" }, selection, provenance).asked).toEqual(asked);
		const findings = { selection, evaluations: [], shape: [], exemptions: [], policies: new Map([["workload/privileged", policy()]]) };
		expect(decide(admissionRequest(), findings, provenance).asked).toEqual(asked);
	});

	it("a constraint that nobody answered for is no pass", () => {
		const other = { ...evaluated([]), constraint: "another" };
		const selected = [constraint(), constraint({ name: "another" })];
		const findings = { selection: { selected, skipped: [] }, evaluations: [other], shape: [], exemptions: [] };
		const decision = decide(admissionRequest(), { ...findings, policies: new Map([["workload/privileged", policy()]]) }, provenance);
		expect(decision).toMatchObject({ verdict: "undecided", failures: [{ constraint: "no-privileged", reason: "it was not evaluated" }] });
	});

	it("an unknown definition that a request refers to makes what is under it unknown", () => {
		const field = "/context/taskDefinition/containerDefinitions/0/privileged";
		const request = admissionRequest({ kind: "Task", context: { source: "copy", taskDefinition: unknown("not looked up") } });
		expect(judged({ evaluation: evaluated([{ msg: "", field }]), request }).unknowns).toHaveLength(1);
	});

	it("lists what a policy has nothing to say about", () => {
		expect(judged({ evaluation: evaluated([], ["Windows"]) }).notApplicable).toEqual([
			{ policy: "workload/privileged", reason: "Windows" },
		]);
	});

	it("an object of the wrong shape is denied, and no exemption helps", () => {
		const shape = [{ msg: "containerDefinitions must be an array", field: "/containerDefinitions" }];
		const decision = judged({ evaluation: evaluated([]), shape, exemptions: [exemption({ policy: "manifest/schema" })] });
		expect(decision.verdict).toBe("denied");
		expect(decision.enforcements[0]).toMatchObject({ policy: "manifest/schema", action: "deny" });
	});

	it("the failure policy is the strictest of what failed", () => {
		expect(judged({ evaluation: failed }).failurePolicy).toBe("Fail");
		expect(judged({ evaluation: failed, constraint: constraint({ failurePolicy: "Ignore" }) }).failurePolicy).toBe("Ignore");
	});
});

describe("undecided", () => {
	it("carries the reason and the strictest failure policy of what could have matched", () => {
		const selection = { selected: [constraint()], skipped: [] };
		const decision = undecided(unresolvedRequest(), { reason: "throttled", transient: true }, selection, provenance);
		expect(decision).toMatchObject({ verdict: "undecided", failurePolicy: "Fail", failures: [{ reason: "throttled" }] });
	});
});
