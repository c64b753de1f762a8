/** A deployment that stands still at a PAUSE hook, told by EventBridge: the answer is an action, ContinueServiceDeployment. */
import { z } from "zod";
import type { Json, UnresolvedRequest } from "../admission/request.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { placeOf } from "./wire/deployment.ts";
import { ENVELOPE, isEcsEvent, replayed } from "./wire/eventbridge.ts";
import { at } from "./wire/json.ts";
import { parse, TEXT } from "./wire/parse.ts";

const DETAIL_TYPE = "ECS Hook State Change";
const AWAITING = "HOOK_AWAITING_ACTION";
const PAUSE = "PAUSE";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html */
const EVENT = z.looseObject({
	...ENVELOPE,
	detail: z.looseObject({
		hookId: TEXT,
		lifecycleStage: TEXT,
		clusterArn: TEXT,
		serviceArn: TEXT,
		serviceDeploymentArn: TEXT,
	}),
});

/** EventBridge expects no answer. */
export const pauseHook: EnforcementPoint<void> = {
	name: "pause-hook",
	reach: "prevent",
	whenOff: "lets through",
	silent: true,
	about: {
		catches: "each deployment of a service that has a PAUSE hook, without a Lambda function, while the deployment stands still",
		delay: "a second or two after the stage is reached; the deployment waits until it is answered or the hook's time is over",
		bypass:
			"as of deployment-hook; besides, whoever may call ContinueServiceDeployment answers in Taskgate's place, and a hook whose time is over does what its timeoutAction says",
		closedBy: "leave ecs:ContinueServiceDeployment to Taskgate's role, and timeoutAction at ROLLBACK",
	},
	read(event) {
		if (!isEcsEvent(event, DETAIL_TYPE)) return [];
		if (at(event as Json, "detail", "eventName") !== AWAITING || at(event as Json, "detail", "hookType") !== PAUSE) return [];
		const envelope = parse(EVENT, event);
		const { hookId, lifecycleStage: stage, clusterArn, serviceArn: service, serviceDeploymentArn: deployment } = envelope.detail;
		const { place, cluster, name } = placeOf({
			"detail.serviceDeploymentArn": ["service-deployment", deployment],
			"detail.serviceArn": ["service", service],
		});
		const request: UnresolvedRequest = {
			enforcementPoint: pauseHook.name,
			kind: "Service",
			operation: "UPDATE",
			action: stage,
			...place,
			cluster,
			name,
			launchTypes: [],
			tags: {},
			// ECS does not say who deploys.
			userInfo: { arn: "", unknown: true },
			object: { service, cluster: clusterArn },
			dryRun: false,
			time: envelope.time,
			duplicateKey: `${deployment}/${stage}/${hookId}`,
			references: { service, cluster: clusterArn, deployment },
			pause: { hookId, deployment, stage },
			...replayed(envelope),
		};
		return [request];
	},
	answer() {},
};
