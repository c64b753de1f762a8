/** The events that this version of the gate reads, as its rules in EventBridge select them. A test holds it against infra/patterns.ts. */
import { GUARDED_CALLS } from "../enforcement-points/wire/calls.ts";

export type Pattern = Readonly<Record<string, unknown>>;

const ECS = { source: ["aws.ecs"] };

const ofType = (type: string, detail: Pattern): Pattern => ({ ...ECS, "detail-type": [type], detail });

const ofCalls = (more: Pattern): Pattern =>
	ofType("AWS API Call via CloudTrail", { eventSource: ["ecs.amazonaws.com"], eventName: [...GUARDED_CALLS.keys()], ...more });

/** By rule, with what is not heard without it. */
export const EVENT_PATTERNS: Readonly<Record<string, { readonly pattern: Pattern; readonly unheard: string }>> = {
	Calls: {
		pattern: ofCalls({ errorCode: [{ exists: false }] }),
		unheard: "no call of the ECS API is heard: what is denied is neither judged nor undone, unless it runs as a task",
	},
	Denials: {
		pattern: ofCalls({
			errorCode: ["AccessDenied", "AccessDeniedException"],
			errorMessage: [{ wildcard: "*explicit deny in a service control policy*" }],
		}),
		unheard: "nobody is told why a service control policy has refused a call",
	},
	Tasks: {
		pattern: ofType("ECS Task State Change", {
			desiredStatus: ["RUNNING"],
			lastStatus: ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING"],
		}),
		unheard: "no task is heard of: what CloudTrail loses is never judged",
	},
	Deployments: {
		pattern: ofType("ECS Deployment State Change", { eventName: ["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_FAILED"] }),
		unheard: "no deployment is heard of",
	},
	Services: {
		pattern: ofType("ECS Service Action", { eventName: ["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DESIRED_COUNT_UPDATED"] }),
		unheard: "no change of a service is heard of",
	},
	Pauses: {
		pattern: ofType("ECS Hook State Change", { eventName: ["HOOK_AWAITING_ACTION"], hookType: ["PAUSE"] }),
		unheard: "a deployment that stands at a pause gets no answer, and ends as its time-out says",
	},
};
