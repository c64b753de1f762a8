/** Which events reach the gate: EventBridge patterns, as data. Noise is left where it is free to be left. */
import type { EventPattern } from "aws-cdk-lib/aws-events";
import { GUARDED_CALLS } from "../src/enforcement-points/wire/calls.ts";

const ECS = ["aws.ecs"];
const GUARDDUTY = ["aws.guardduty"];

/** By rule; each stays under EventBridge's 2,048 characters. */
export const PATTERNS = {
	/** Best effort, and only where a CloudTrail trail logs management events. A call that failed brought nothing in. */
	Calls: {
		source: ECS,
		detailType: ["AWS API Call via CloudTrail"],
		detail: { eventSource: ["ecs.amazonaws.com"], eventName: [...GUARDED_CALLS.keys()], errorCode: [{ exists: false }] },
	},
	/** What a service control policy refused is explained to whoever was refused; other failures are their caller's business. */
	Denials: {
		source: ECS,
		detailType: ["AWS API Call via CloudTrail"],
		detail: {
			eventSource: ["ecs.amazonaws.com"],
			eventName: [...GUARDED_CALLS.keys()],
			errorCode: ["AccessDenied", "AccessDeniedException"],
			errorMessage: [{ wildcard: "*explicit deny in a service control policy*" }],
		},
	},
	/** Durable: what CloudTrail lost is judged here, at the latest when its task is on its way. */
	Tasks: {
		source: ECS,
		detailType: ["ECS Task State Change"],
		detail: { desiredStatus: ["RUNNING"], lastStatus: ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING"] },
	},
	/** Durable: a deployment has begun, or ECS has given it up. */
	Deployments: {
		source: ECS,
		detailType: ["ECS Deployment State Change"],
		detail: { eventName: ["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_FAILED"] },
	},
	/** Durable: a service that is about to run something else, or more of it. */
	Services: {
		source: ECS,
		detailType: ["ECS Service Action"],
		detail: { eventName: ["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DESIRED_COUNT_UPDATED"] },
	},
	/** Durable: a deployment stands still at a PAUSE hook, and waits for an answer. */
	Pauses: {
		source: ECS,
		detailType: ["ECS Hook State Change"],
		detail: { eventName: ["HOOK_AWAITING_ACTION"], hookType: ["PAUSE"] },
	},
	/** Durable: GuardDuty's Runtime Monitoring, where it watches ECS and not EKS or a bare instance. */
	Findings: {
		source: GUARDDUTY,
		detailType: ["GuardDuty Finding"],
		detail: { type: [{ wildcard: "*:Runtime/*" }], resource: { ecsClusterDetails: { arn: [{ exists: true }] } } },
	},
	/** Durable: what GuardDuty finds of ECS by other means, such as malware or a compromised cluster. */
	Threats: { source: GUARDDUTY, detailType: ["GuardDuty Finding"], detail: { type: [{ wildcard: "*:ECS/*" }] } },
	/** Durable: GuardDuty's agent is missing from some of a cluster's tasks, or back in them. */
	Coverage: {
		source: GUARDDUTY,
		detailType: ["GuardDuty Runtime Protection Unhealthy", "GuardDuty Runtime Protection Healthy"],
		detail: { resourceDetails: { resourceType: ["ECS"] } },
	},
	/** Falco's alerts, by whoever may call PutEvents in the account: falcosidekick has no such output, a forwarder has. */
	Alerts: { source: ["custom.falco"], detailType: ["Falco Alert"] },
} satisfies Readonly<Record<string, EventPattern>>;
