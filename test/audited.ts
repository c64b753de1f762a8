/** A report of an audit for the tests of the formats: every outcome, followed over time, in two accounts, with what could not be read. */
import type { Report, ReportedDecision, ReportedViolation } from "../src/report/report.ts";
import { decision, EVIL, PRIVILEGED, reportOf, violation } from "./reported.ts";

const ARN = "arn:aws:ecs:eu-central-1:111122223333";
const ASKED = ["workload/privileged", "image/registry", "fargate/size"];
const ALICE = "arn:aws:sts::111122223333:assumed-role/deploy/alice";

const LEGACY = {
	...{ name: "legacy", policy: "image/registry", match: { accounts: ["111122223333"] }, reason: "ticket OPS-12" },
	...{ approvedBy: "security@example.com", expiresAt: "2026-12-05T00:00:00.000Z" },
};

export const history = (given: Partial<NonNullable<ReportedViolation["finding"]>> = {}) => ({
	...{ id: "kq3Z0aP1", firstSeen: "2026-10-02T08:15:00.000Z", lastSeen: "2026-11-29T02:30:00.000Z", reopened: 0, introducedBy: ALICE },
	...given,
});

const { line: _, ...noLine } = decision();
const { line: __, ...foundAt } = violation();

/** Of the ARN's own account, as an audit tells it. */
export const audited = (given: Partial<ReportedDecision>): ReportedDecision => ({
	...{ ...noLine, source: `${ARN}:task-definition/web:3`, name: "web:3", account: "111122223333", region: "eu-central-1", asked: ASKED },
	...given,
});

const OBJECT = {
	family: "web",
	containerDefinitions: [
		{ name: "app", image: "nginx:1.29", privileged: true, environment: [{ name: "TOKEN", value: { $unknown: "masked" } }] },
		{ name: "log", image: "fluent-bit:4", essential: false },
	],
};

const denied = audited({ verdict: "denied", cluster: "main", object: OBJECT, violations: [{ ...foundAt, finding: history() }] });

export const AUDITED: Report = reportOf(
	[
		denied,
		audited({ source: `${ARN}:task-definition/api:7`, name: "api:7", object: OBJECT }),
		audited({
			...{ source: `${ARN}:service/main/shop`, kind: "Service", name: "shop", cluster: "main", verdict: "denied" },
			violations: [
				{ ...foundAt, field: "/context/taskDefinition/containerDefinitions/0/privileged", finding: history({ reopened: 2 }) },
				{ ...foundAt, policy: "image/tag", severity: "medium", action: "warn", message: "the tag can move", remediation: "" },
				{ ...foundAt, policy: "image/digest", severity: "low", action: "dryrun", message: "no digest" },
			],
		}),
		audited({
			...{ source: `${ARN}:task-definition/billing:1`, name: "billing:1", object: OBJECT },
			violations: [
				{
					...{ ...foundAt, policy: "image/registry", severity: "high", action: "exempted", message: "it comes from docker.io" },
					...{ field: "/containerDefinitions/0/image", exemption: "legacy", exemptedUntil: LEGACY.expiresAt, finding: history() },
				},
				{ ...foundAt, policy: "image/other", severity: "low", action: "exempted", message: "elsewhere", exemption: "by its author" },
			],
		}),
		audited({
			...{ source: `${ARN}:service/main/jobs`, kind: "Service", name: "jobs", cluster: "main" },
			unknown: [{ policy: "workload/privileged", field: "/x", message: "it could be privileged", reason: "masked" }],
			notApplicable: [{ policy: "fargate/size", reason: "it runs on EC2" }],
		}),
		audited({
			...{ source: `${ARN}:service/main/slow`, kind: "Service", name: "slow", verdict: "undecided" },
			failures: [{ policy: "workload/privileged", constraint: "no-privileged", reason: "it ran too long" }],
		}),
		audited({
			...{ source: "arn:aws:ecs:us-east-1:444455556666:cluster/edge", kind: "Cluster", name: "edge", cluster: "edge" },
			...{ account: "444455556666", region: "us-east-1", verdict: "undecided", asked: [] },
			failures: [{ reason: "ListServices: AccessDeniedException" }],
		}),
		audited({
			...{ source: `${ARN}:task-definition/evil:1`, name: EVIL, cluster: EVIL, verdict: "denied", object: { family: EVIL, [EVIL]: EVIL } },
			violations: [{ ...foundAt, message: EVIL.repeat(40), field: `/${EVIL}`, finding: history({ introducedBy: EVIL }) }],
			failures: [{ policy: "image/registry", reason: EVIL }],
			unknown: [{ policy: "fargate/size", field: `/${EVIL}`, message: EVIL, reason: EVIL }],
		}),
	],
	{
		exemptions: [LEGACY],
		catalogue: [
			PRIVILEGED,
			{
				...PRIVILEGED,
				id: "image/registry",
				title: "Images come from known registries",
				references: ["config/ECS_ECRIMAGE_CHECK"],
				severity: "high",
			},
			{
				...PRIVILEGED,
				id: "fargate/size",
				title: "CPU and memory are a pair that Fargate has",
				references: [],
				kinds: ["TaskDefinition", "Service"],
			},
			{ ...PRIVILEGED, id: "workload/read-only-root", title: "Root filesystems are read-only", references: ["securityhub/ECS.5"] },
		],
		skipped: 0,
		audit: {
			...{ accounts: ["111122223333", "444455556666"], regions: ["eu-central-1", "us-east-1"] },
			...{ startedAt: "2026-11-29T02:28:00.000Z", finishedAt: "2026-11-29T02:30:00.000Z" },
			...{ evaluated: 5, remembered: 2, missed: 1, unread: 1, expiring: [LEGACY] },
			trend: Array.from({ length: 30 }, (_, i) => ({
				day: `2026-${i === 0 ? "10-31" : `11-${String(i).padStart(2, "0")}`}`,
				open: 12 - (i % 7),
				exempted: i % 3,
			})),
		},
	},
);

/** As many task definitions as an account may hold, every tenth of them denied. */
export const MANY: Report = {
	...AUDITED,
	decisions: Array.from({ length: 5000 }, (_, i) => {
		const at = { source: `${ARN}:task-definition/many-${i}:1`, name: `many-${i}:1` };
		return i % 10 === 0 ? { ...denied, ...at } : audited(at);
	}),
};
