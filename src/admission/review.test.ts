import { describe, expect, test } from "vitest";
import { decision } from "../../test/requests.ts";
import type { Decision, Enforcement } from "./decide.ts";
import { admissionReview, isLetThrough, refusalMessage } from "./review.ts";

function enforcement(over: Partial<Enforcement> = {}): Enforcement {
	return {
		policy: "workload/privileged",
		constraint: "c",
		severity: "critical",
		action: "deny",
		message: "container app is privileged",
		remediation: "Remove privileged.",
		...over,
	};
}

const PRIVILEGED = enforcement();
const DIGEST = enforcement({ policy: "image/digest", message: "container app has no digest" });
const ALLOWED: Partial<Decision> = { verdict: "allowed", enforcements: [] };
const UNDECIDED: Partial<Decision> = {
	verdict: "undecided",
	enforcements: [],
	failures: [{ policy: "image/signed", reason: "no answer within 1 s" }, { reason: "DescribeTaskDefinition: throttled" }],
};

describe("refusalMessage", () => {
	test("begins with the policies that refuse, each once, then says why", () => {
		const enforcements = [PRIVILEGED, enforcement({ message: "container log is privileged" }), DIGEST, DIGEST];
		expect(refusalMessage(decision({ enforcements }))).toBe(
			"workload/privileged, image/digest: container app is privileged; container log is privileged; container app has no digest",
		);
	});

	test("counts nothing but denials", () => {
		const enforcements = [enforcement({ action: "warn" }), enforcement({ action: "dryrun" }), enforcement({ action: "exempted" }), DIGEST];
		expect(refusalMessage(decision({ enforcements }))).toBe("image/digest: container app has no digest");
	});

	test("names what failed when it is undecided", () => {
		expect(refusalMessage(decision(UNDECIDED))).toBe("undecided: image/signed: no answer within 1 s; DescribeTaskDefinition: throttled");
		expect(refusalMessage(decision({ ...UNDECIDED, failures: [] }))).toBe("undecided: the request could not be judged");
	});

	test("is empty when nothing refuses", () => {
		expect(refusalMessage(decision(ALLOWED))).toBe("");
	});

	test.for([
		[20, "workload/privileged…"],
		[29, "workload/privileged…"],
		[31, "workload/privileged: container…"],
		[43, "workload/privileged: container app is…"],
		[48, "workload/privileged: container app is privileged"],
		[10, "workload/…"],
		[1, "…"],
		[0, ""],
	] as const)("is cut to %i between words", ([maxLength, expected]) => {
		const message = refusalMessage(decision({ enforcements: [PRIVILEGED] }), maxLength);
		expect(message).toBe(expected);
		expect(message.length).toBeLessThanOrEqual(maxLength);
	});

	test("is not cut within a character", () => {
		const enforcements = [enforcement({ policy: `${"x".repeat(8)}😀`, message: "m" })];
		expect(refusalMessage(decision({ enforcements }), 10)).toBe("xxxxxxxx…");
	});
});

test.for([
	["allowed", "Fail", true],
	["denied", "Ignore", false],
	["undecided", "Fail", false],
	["undecided", "Ignore", true],
] as const)("%s under failurePolicy %s: let through %s", ([verdict, failurePolicy, expected]) => {
	expect(isLetThrough(decision({ verdict, failurePolicy }))).toBe(expected);
});

describe("admissionReview", () => {
	test("refuses with a status", () => {
		expect(admissionReview("u1", decision({ enforcements: [PRIVILEGED] }))).toEqual({
			apiVersion: "admission.taskgate.dev/v1",
			kind: "AdmissionReview",
			response: {
				uid: "u1",
				allowed: false,
				status: { code: 403, reason: "Forbidden", message: "workload/privileged: container app is privileged" },
				warnings: [],
				auditAnnotations: { "workload/privileged": "container app is privileged" },
			},
		});
	});

	test("allows without one", () => {
		const { response } = admissionReview("u1", decision(ALLOWED));
		expect(response).toEqual({ uid: "u1", allowed: true, warnings: [], auditAnnotations: {} });
	});

	test("lets an undecided request through with a warning where failures are to be ignored", () => {
		const { response } = admissionReview("u1", decision({ ...UNDECIDED, failurePolicy: "Ignore" }));
		expect(response.allowed).toBe(true);
		expect(response).not.toHaveProperty("status");
		expect(response.warnings).toEqual([refusalMessage(decision(UNDECIDED))]);
	});

	test("refuses an undecided request otherwise, without repeating it as a warning", () => {
		const { response } = admissionReview("u1", decision(UNDECIDED));
		expect(response.status?.message).toMatch(/^undecided: image\/signed: /);
		expect(response.warnings).toEqual([]);
	});

	test("warns of what only warns and of what is not known yet, and annotates everything", () => {
		const enforcements = [
			enforcement({ action: "warn" }),
			enforcement({ action: "warn", message: "container log is privileged" }),
			enforcement({ policy: "image/digest", action: "dryrun", message: "no digest" }),
			enforcement({ policy: "network/host", action: "exempted", message: "host network", exemption: "legacy" }),
			enforcement({ policy: "network/public-ip", action: "exempted", message: "public IP" }),
		];
		const unknowns = [{ policy: "image/registry", field: "/containerDefinitions/0/image", message: "registry not allowed" }];
		const { response } = admissionReview("u1", decision({ ...ALLOWED, enforcements, unknowns }));
		expect(response.warnings).toEqual([
			"workload/privileged: container app is privileged",
			"workload/privileged: container log is privileged",
			"image/registry: registry not allowed (/containerDefinitions/0/image is not known yet)",
		]);
		expect(response.auditAnnotations).toEqual({
			"workload/privileged": "container app is privileged; container log is privileged",
			"image/digest": "no digest",
			"network/host": "exempted by legacy: host network",
			"network/public-ip": "exempted by an exemption: public IP",
		});
	});
});
