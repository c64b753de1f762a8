/** Which events reach the gate: EventBridge patterns, as data: infra/ deploys them, doctor looks for them. Noise is left where it is free to be left. */
import { GUARDED_CALLS } from "./calls.ts";

type Detail = Readonly<Record<string, unknown>>;

/** As EventBridge takes it. */
export interface Pattern {
	readonly source: readonly string[];
	readonly "detail-type": readonly string[];
	readonly detail?: Detail;
}

const ofType = (type: string, detail: Detail): Pattern => ({ source: ["aws.ecs"], "detail-type": [type], detail });

const ofGuardDuty = (types: readonly string[], detail: Detail): Pattern => ({ source: ["aws.guardduty"], "detail-type": types, detail });

const ofCalls = (more: Detail): Pattern =>
	ofType("AWS API Call via CloudTrail", { eventSource: ["ecs.amazonaws.com"], eventName: [...GUARDED_CALLS.keys()], ...more });

/** By rule, with what is not heard without it; each pattern stays under EventBridge's 2,048 characters. */
export const EVENT_PATTERNS: Readonly<Record<string, { readonly pattern: Pattern; readonly unheard: string }>> = {
	/** Best effort, and only where a CloudTrail trail logs management events. A call that failed brought nothing in. */
	Calls: {
		pattern: ofCalls({ errorCode: [{ exists: false }] }),
		unheard: "no call of the ECS API is heard: what is denied is neither judged nor undone, unless it runs as a task",
	},
	/** What a service control policy refused is explained to whoever was refused; other failures are their caller's business. */
	Denials: {
		pattern: ofCalls({
			errorCode: ["AccessDenied", "AccessDeniedException"],
			errorMessage: [{ wildcard: "*explicit deny in a service control policy*" }],
		}),
		unheard: "nobody is told why a service control policy has refused a call",
	},
	/** Durable: what CloudTrail lost is judged here, at the latest when its task is on its way. */
	Tasks: {
		pattern: ofType("ECS Task State Change", {
			desiredStatus: ["RUNNING"],
			lastStatus: ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING"],
		}),
		unheard: "no task is heard of: what CloudTrail loses is never judged",
	},
	/** Durable: a deployment has begun, or ECS has given it up. */
	Deployments: {
		pattern: ofType("ECS Deployment State Change", { eventName: ["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_FAILED"] }),
		unheard: "no deployment is heard of",
	},
	/** Durable: a service that is about to run something else, or more of it. */
	Services: {
		pattern: ofType("ECS Service Action", { eventName: ["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DESIRED_COUNT_UPDATED"] }),
		unheard: "no change of a service is heard of",
	},
	/** Durable: a deployment stands still at a PAUSE hook, and waits for an answer. */
	Pauses: {
		pattern: ofType("ECS Hook State Change", { eventName: ["HOOK_AWAITING_ACTION"], hookType: ["PAUSE"] }),
		unheard: "a deployment that stands at a pause gets no answer, and ends as its time-out says",
	},
	/** Durable: GuardDuty's Runtime Monitoring, where it watches ECS and not EKS or a bare instance. */
	Findings: {
		pattern: ofGuardDuty(["GuardDuty Finding"], {
			type: [{ wildcard: "*:Runtime/*" }],
			resource: { ecsClusterDetails: { arn: [{ exists: true }] } },
		}),
		unheard: "no finding of GuardDuty's about a running task is heard of",
	},
	/** Durable: what GuardDuty finds of ECS by other means, such as malware or a compromised cluster. */
	Threats: {
		pattern: ofGuardDuty(["GuardDuty Finding"], { type: [{ wildcard: "*:ECS/*" }] }),
		unheard: "no finding of GuardDuty's about a cluster, such as malware, is heard of",
	},
	/** Durable: GuardDuty's agent is missing from some of a cluster's tasks, or back in them. */
	Coverage: {
		pattern: ofGuardDuty(["GuardDuty Runtime Protection Unhealthy", "GuardDuty Runtime Protection Healthy"], {
			resourceDetails: { resourceType: ["ECS"] },
		}),
		unheard: "nobody is told when GuardDuty's agent is missing from tasks",
	},
	/** A scan of ECR's is done: what runs the image already is judged again. */
	Scans: {
		pattern: { source: ["aws.ecr"], "detail-type": ["ECR Image Scan"], detail: { "scan-status": ["COMPLETE"] } },
		unheard: "no scan of ECR's is heard of: what runs an image is judged again by the audit alone",
	},
	/** Inspector has scanned an image of ECR's for the first time, or has found something in it, or no longer does. */
	Vulnerabilities: {
		pattern: {
			source: ["aws.inspector2"],
			"detail-type": ["Inspector2 Finding"],
			detail: { type: ["PACKAGE_VULNERABILITY"], resources: { type: ["AWS_ECR_CONTAINER_IMAGE"] } },
		},
		unheard: "no finding of Inspector's is heard of: what runs an image is judged again by the audit alone",
	},
	/** Falco's alerts, by whoever may call PutEvents in the account: falcosidekick has no such output, a forwarder has. */
	Alerts: {
		pattern: { source: ["custom.falco"], "detail-type": ["Falco Alert"] },
		unheard: "no alert of Falco's that comes by EventBridge is heard of",
	},
};
