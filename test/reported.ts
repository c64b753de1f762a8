/** Reports for the tests of the formats: one object of every kind, and names that would be markup if they were let. */
import { type Policy, SCHEMA_POLICY } from "../src/admission/policy.ts";
import type { Report, ReportedDecision, ReportedViolation, Style } from "../src/report/report.ts";

export const STYLE: Style = { color: false, width: 80, explain: false };

export const PRIVILEGED: Policy = {
	id: "workload/privileged",
	title: "Containers are not privileged",
	description: "A privileged container owns its host.",
	severity: "critical",
	kinds: ["TaskDefinition"],
	remediation: "Remove `privileged` & ask <security@example.com>.",
	references: ["securityhub/ECS.4", "checkov/CKV_AWS_334"],
	aliases: ["container/privileged"],
	deprecated: false,
	parameters: {},
};

export const violation = (given: Partial<ReportedViolation> = {}): ReportedViolation => ({
	policy: PRIVILEGED.id,
	constraint: "no-privileged",
	severity: "critical",
	action: "deny",
	message: "container app is privileged",
	field: "/containerDefinitions/0/privileged",
	remediation: PRIVILEGED.remediation,
	line: 12,
	...given,
});

export const decision = (given: Partial<ReportedDecision> = {}): ReportedDecision => ({
	source: "deploy/web.json",
	line: 1,
	kind: "TaskDefinition",
	name: "web",
	verdict: "allowed",
	violations: [],
	failures: [],
	unknown: [],
	notApplicable: [],
	explanation: { skipped: [], lookedUp: [] },
	...given,
});

export const reportOf = (decisions: readonly ReportedDecision[], given: Partial<Report> = {}): Report => ({
	decisions,
	skipped: 3,
	exemptions: [],
	policies: [SCHEMA_POLICY, PRIVILEGED],
	at: "2026-11-29T02:30:00.000Z",
	revision: "r1",
	...given,
});

/** Terminal escapes, markup of every format, a formula, a mention, a placeholder, and what XML has no place for. */
export const EVIL =
	"\u001b[31m\u0007\u009b2J\u202e =cmd|'/C calc'!A0 </script><script>alert(1)</script> `x` | @octocat [a](javascript:1) {0} ]]> &amp; \ufffe \ud800 \r\n::error::x";

const { line: _, ...withoutLine } = decision();

/** Every verdict, action and kind of answer. */
export const EVERYTHING: Report = reportOf(
	[
		decision({
			verdict: "denied",
			violations: [
				violation(),
				violation({ message: "container sidecar is privileged", field: "/containerDefinitions/1/privileged", line: 30 }),
				violation({ policy: "image/latest-tag", severity: "medium", action: "warn", message: "moving tag", remediation: "" }),
				violation({ policy: "image/digest", severity: "low", action: "dryrun", message: "no digest" }),
				violation({ policy: "image/registry", severity: "high", action: "exempted", message: "elsewhere", exemption: "legacy" }),
				violation({ policy: "image/other", severity: "low", action: "exempted", message: "elsewhere", exemption: "expired-list" }),
			],
			failures: [{ policy: "a/b", constraint: "c", reason: "it ran too long" }],
		}),
		decision({ name: "web", violations: [] }),
		decision({ source: "arn:aws:ecs:eu-central-1:111122223333:service/main/web", kind: "Service", name: "web" }),
		decision({
			kind: "Service",
			source: "deploy/service.json",
			unknown: ["a/a", "a/b"].map((policy) => ({
				policy,
				field: "/image",
				message: "image cannot be judged",
				reason: "Ref Image",
				line: 7,
			})),
			notApplicable: [{ policy: "a/c", reason: "Windows containers" }],
		}),
		{ ...withoutLine, source: "bad.json", kind: "File", name: "bad.json", verdict: "undecided", failures: [{ reason: "empty" }] },
		decision({
			source: `${EVIL}/x.json`,
			name: EVIL,
			verdict: "denied",
			violations: [violation({ message: EVIL, field: `/${EVIL}` })],
			failures: [{ reason: EVIL }],
			unknown: [{ policy: "a/a", field: `/${EVIL}`, message: EVIL, reason: EVIL }],
			notApplicable: [{ policy: "a/c", reason: EVIL }],
		}),
		decision({ source: "deploy/nameless.json", name: "", verdict: "denied", violations: [withoutPlace(violation())] }),
	],
	{
		exemptions: [
			{
				...{ name: "legacy", policy: "image/registry", match: {}, reason: "OPS-1", approvedBy: "sec@example.com" },
				expiresAt: "2027-01-31T00:00:00Z",
			},
		],
	},
);

function withoutPlace({ field: _field, line: _line, ...rest }: ReportedViolation): ReportedViolation {
	return rest;
}
