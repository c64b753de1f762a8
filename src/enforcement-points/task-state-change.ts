/** A task that ECS says is on its way or running. ECS delivers these events durably: they back up what CloudTrail may lose. */
import { z } from "zod";
import type { JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { unknown } from "../admission/unknown.ts";
import { hasOverrides, stripNulls } from "../ecs/api-shape.ts";
import { familyRevision, parseArn, partitionOf } from "../ecs/arn.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { ENVELOPE, isEcsEvent, replayed } from "./wire/eventbridge.ts";
import { clusterFact, launchTypesOf } from "./wire/facts.ts";
import { present } from "./wire/json.ts";
import { parse, TEXT, WORDS } from "./wire/parse.ts";
import { asBoolean, asText, overridesOf } from "./wire/task-state.ts";

const DETAIL_TYPE = "ECS Task State Change";
const ENDING = new Set(["DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED", "DELETED"]);
const NOT_CARRIED = unknown("a task event does not carry it");

const arnOf = (resourceType: string) =>
	z.string().refine((text) => parseArn(text)?.resourceType === resourceType, `must be the ARN of a ${resourceType}`);

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html */
const EVENT = z.looseObject({
	...ENVELOPE,
	detail: z.looseObject({
		taskArn: arnOf("task"),
		clusterArn: arnOf("cluster"),
		taskDefinitionArn: arnOf("task-definition"),
		desiredStatus: TEXT,
		lastStatus: TEXT,
		group: WORDS,
		startedBy: WORDS,
	}),
});
type Detail = z.infer<typeof EVENT>["detail"];

/** EventBridge expects no answer. */
export const taskStateChange: EnforcementPoint<void> = {
	name: "task-state-change",
	reach: "revert",
	whenOff: "withholds",
	about: {
		catches: "every task, however it was started: RunTask, a service, AWS Batch, EventBridge Scheduler",
		delay: "a second or two after the task is PROVISIONING; ECS delivers these events durably",
		bypass: "StopTask races the image pull: a task with a small image may run for seconds before it is stopped",
		closedBy: "deployment-hook for services; api-proxy and `taskgate scp` for RunTask",
	},
	read(event) {
		if (!isEcsEvent(event, DETAIL_TYPE)) return [];
		const envelope = parse(EVENT, event);
		const { detail, account, region, time } = envelope;
		if (detail.desiredStatus !== "RUNNING" || ENDING.has(detail.lastStatus)) return [];
		const { clusterArn: cluster, taskDefinitionArn: taskDefinition, taskArn } = detail;
		const object = runTaskBody(detail as JsonObject);
		const service = hasOverrides(object.overrides) ? undefined : serviceOf(detail);
		const request: UnresolvedRequest = {
			enforcementPoint: taskStateChange.name,
			kind: "Task",
			operation: "CREATE",
			action: DETAIL_TYPE,
			partition: partitionOf(region),
			account,
			region,
			...clusterFact(cluster),
			name: familyRevision(taskDefinition).family,
			launchTypes: launchTypesOf(object),
			tags: {},
			// The event does not say who. `startedBy` is the caller's own text: taken for a principal, it could pose as an excluded one.
			userInfo: { arn: "" },
			object,
			dryRun: false,
			time,
			duplicateKey: service ? `service/${cluster}/${service}/${taskDefinition}` : `task/${taskArn}`,
			references: { taskDefinition, tasks: [taskArn], cluster, ...present({ service }) },
			...replayed(envelope),
		};
		return [request];
	},
	answer() {},
};

/** A service's tasks are started by its deployment, `ecs-svc/…`, without overrides. A task that merely says it is of a service is judged by itself. */
function serviceOf({ group, startedBy }: Detail): string | undefined {
	if (!startedBy?.startsWith("ecs-svc/")) return undefined;
	return /^service:(.+)$/.exec(group ?? "")?.[1];
}

/** The task as the RunTask call that would have started it. */
function runTaskBody(detail: JsonObject): JsonObject {
	const capacityProvider = asText(detail.capacityProviderName);
	return stripNulls({
		...present({
			taskDefinition: detail.taskDefinitionArn,
			cluster: detail.clusterArn,
			launchType: asText(detail.launchType),
			capacityProviderStrategy: capacityProvider === undefined ? undefined : [{ capacityProvider }],
			overrides: overridesOf(detail.overrides, detail.containers),
			enableExecuteCommand: asBoolean(detail.enableExecuteCommand),
			group: asText(detail.group),
			startedBy: asText(detail.startedBy),
			platformVersion: asText(detail.platformVersion),
		}),
		networkConfiguration: NOT_CARRIED,
	});
}
