/** Requests, constraints and policies for tests; each takes what the test is about and fills in the rest. */
import type { Constraint } from "../src/admission/constraint.ts";
import type { Decision } from "../src/admission/decide.ts";
import type { Exemption } from "../src/admission/exemption.ts";
import type { Policy } from "../src/admission/policy.ts";
import type { AdmissionRequest, UnresolvedRequest } from "../src/admission/request.ts";

export const NOW = "2026-11-20T12:00:00.000Z";
export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";
export const ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}`;

const FACTS = {
	enforcementPoint: "cloudtrail-event",
	kind: "TaskDefinition",
	operation: "CREATE",
	action: "RegisterTaskDefinition",
	partition: "aws",
	account: ACCOUNT,
	region: REGION,
	name: "web",
	launchTypes: ["FARGATE"],
	tags: { team: "shop" },
	userInfo: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci/run-1`, issuerArn: `arn:aws:iam::${ACCOUNT}:role/ci` },
	object: { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1", privileged: true }] },
	dryRun: false,
	time: NOW,
} as const;

export function unresolvedRequest(over: Partial<UnresolvedRequest> = {}): UnresolvedRequest {
	return { ...FACTS, references: { taskDefinition: `${ARN}:task-definition/web:3` }, duplicateKey: "event-1", ...over };
}

export function admissionRequest(over: Partial<AdmissionRequest> = {}): AdmissionRequest {
	const targets = { taskDefinition: `${ARN}:task-definition/web:3` };
	return { ...FACTS, uid: "uid-1", context: { source: "ecs" }, targets, ...over };
}

export function policy(over: Partial<Policy> = {}): Policy {
	return {
		id: "workload/privileged",
		title: "Containers are not privileged",
		description: "",
		severity: "critical",
		kinds: ["TaskDefinition", "Task", "Service"],
		remediation: "Remove privileged.",
		references: [],
		aliases: [],
		deprecated: false,
		parameters: {},
		...over,
	};
}

export function constraint(over: Partial<Constraint> = {}): Constraint {
	return {
		name: "no-privileged",
		policy: "workload/privileged",
		enforcementAction: "deny",
		scopedActions: {},
		failurePolicy: "Fail",
		match: {},
		parameters: {},
		...over,
	};
}

export function exemption(over: Partial<Exemption> = {}): Exemption {
	return {
		name: "legacy",
		policy: "workload/privileged",
		match: { accounts: [ACCOUNT] },
		reason: "ticket OPS-12",
		approvedBy: "security@example.com",
		expiresAt: "2027-01-31T00:00:00Z",
		...over,
	};
}

export function decision(over: Partial<Decision> = {}): Decision {
	return {
		verdict: "denied",
		failurePolicy: "Fail",
		enforcements: [
			{
				policy: "workload/privileged",
				constraint: "no-privileged",
				severity: "critical",
				action: "deny",
				message: "container app is privileged",
				field: "/containerDefinitions/0/privileged",
				remediation: "Remove privileged.",
			},
		],
		failures: [],
		unknowns: [],
		notApplicable: [],
		skipped: [],
		asked: ["workload/privileged"],
		request: admissionRequest(),
		uid: "uid-1",
		revision: "r1",
		constraintsDigest: "d1",
		decidedAt: NOW,
		durationMs: 1,
		...over,
	};
}
