/** What watches containers at run time raises an alarm: GuardDuty, Falco by falcosidekick, or anybody's CloudEvent. The workload runs already. */
import { z } from "zod";
import { bounded } from "../admission/bounded.ts";
import type { Json, JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { isObject } from "../ecs/api-shape.ts";
import { clusterName, partitionOf } from "../ecs/arn.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { type Alert, objectOf } from "./wire/alert.ts";
import { isCloudEventAlert, readCloudEventAlert } from "./wire/cloudevent-alert.ts";
import { replayed } from "./wire/eventbridge.ts";
import { isFalcoAlert, readFalcoAlert } from "./wire/falco-alert.ts";
import { isGuardDutyAlert, readGuardDutyAlert } from "./wire/guardduty-alert.ts";
import { present } from "./wire/json.ts";
import { ACCOUNT, OBJECT, parse } from "./wire/parse.ts";

/** Falco's alert on a bus: whoever puts it there, with `events:PutEvents` in the account. */
const FALCO_EVENT = "Falco Alert";
const FALCO_ENVELOPE = z.looseObject({ account: ACCOUNT, detail: OBJECT, "replay-name": z.string().optional() });

/** Nobody is answered. */
export const runtimeAlert: EnforcementPoint<void> = {
	name: "runtime-alert",
	reach: "revert",
	whenOff: "withholds",
	about: {
		catches: "what a running container does: GuardDuty's ECS findings, Falco's alerts by falcosidekick, CloudEvents of other tools",
		delay: "seconds by Falco; minutes by GuardDuty, which tells of a finding after about five and then of repeats by the hour",
		bypass:
			"what the detector does not see is not heard of; on Fargate there is no maintained Falco, and GuardDuty's agent fails open; an alert that names no task is recorded and undecided",
		closedBy: "the policies of the pack runtime ask that an agent is there and stays armed; the other points keep out what needs watching",
	},
	read(event) {
		const alert = isObject(event as Json) ? readAlert(bounded(event as JsonObject)) : undefined;
		return alert === undefined ? [] : [requestOf(alert)];
	},
	answer() {},
	condense: bounded,
};

function readAlert(event: JsonObject): Alert | undefined {
	if (isGuardDutyAlert(event)) return readGuardDutyAlert(event);
	if (isCloudEventAlert(event)) return readCloudEventAlert(event);
	if (isFalcoEvent(event)) {
		const { account, detail, ...envelope } = parse(FALCO_ENVELOPE, event);
		return { ...readFalcoAlert(detail, { account, field: "detail." }), ...replayed(envelope) };
	}
	return isFalcoAlert(event) ? readFalcoAlert(event) : undefined;
}

/** Nobody but AWS can put an event whose source begins with `aws.`, and AWS puts no such one. */
function isFalcoEvent({ source, "detail-type": detailType }: JsonObject): boolean {
	return detailType === FALCO_EVENT && typeof source === "string" && !source.startsWith("aws.");
}

function requestOf(alert: Alert): UnresolvedRequest {
	const { action, account, region, cluster, task, time, key, unresolved } = alert;
	const named = cluster === undefined ? undefined : clusterName(cluster);
	return {
		enforcementPoint: runtimeAlert.name,
		kind: "RuntimeAlert",
		operation: "CREATE",
		action,
		partition: partitionOf(region ?? ""),
		...present({ account, region, cluster: named }),
		// The task's family is not known yet; the rule is what the record can be found by.
		name: alert.type,
		launchTypes: [],
		tags: {},
		// An alert is nobody's call.
		userInfo: { arn: "" },
		object: objectOf(alert),
		dryRun: false,
		time,
		duplicateKey: [alert.source, ...key].join("/"),
		references: present({ tasks: task === undefined ? undefined : [task], cluster }),
		...(unresolved === undefined ? {} : { opaque: unresolved }),
		...(alert.replayed === undefined ? {} : { replayed: true as const }),
	};
}
