/** A decision as it is kept: masked, complete, readable by itself. Pure. */
import { OTHER_KIND } from "./admission/constraint.ts";
import type { Decision } from "./admission/decide.ts";
import { mask } from "./admission/mask.ts";
import { maskEvent } from "./admission/mask-event.ts";
import type { JsonObject, Reach } from "./admission/request.ts";
import { runningIn } from "./admission/running.ts";
import type { DecisionRecord } from "./store/store.ts";

/** `event`: what asked, where it says more than the object. */
export function recordOf(decision: Decision, key: string, reach: Reach, event?: JsonObject): DecisionRecord {
	const { request } = decision;
	const skipped = decision.skipped.filter(({ reason }) => !reason.startsWith(OTHER_KIND));
	return {
		uid: decision.uid,
		key,
		time: request.time,
		decidedAt: decision.decidedAt,
		enforcementPoint: request.enforcementPoint,
		reach,
		action: request.action,
		kind: request.kind,
		operation: request.operation,
		name: request.name,
		account: request.account,
		region: request.region,
		cluster: request.cluster,
		principal: request.userInfo.arn,
		// What did not happen says nothing of any resource, and no finding of one.
		resource: decision.refusedBy === undefined ? resourceOf(request) : `refused/${decision.uid}`,
		verdict: decision.verdict,
		violations: decision.enforcements,
		failures: decision.failures,
		unknown: decision.unknowns,
		notApplicable: decision.notApplicable,
		...(decision.letThrough === undefined ? {} : { letThrough: decision.letThrough }),
		...(decision.refusedBy === undefined ? {} : { refusedBy: decision.refusedBy }),
		source: sourceOf(decision),
		object: mask(withAdmission(request)),
		...mendedIn(decision),
		...runningBy(decision),
		...(event === undefined ? {} : { event: maskEvent(event) }),
		...(skipped.length === 0 ? {} : { skipped }),
		revision: decision.revision,
		constraintsDigest: decision.constraintsDigest,
		durationMs: decision.durationMs,
	};
}

/** Decisions themselves hold the values that were written; a record does not. */
function mendedIn({ patches, before, patchesWithheld }: Decision): Pick<DecisionRecord, "patches" | "before" | "patchesWithheld"> {
	if (patches === undefined || before === undefined) return {};
	return { patches, before: mask(before), ...(patchesWithheld === undefined ? {} : { patchesWithheld }) };
}

/** What ECS was not asked about, or somebody else has refused, runs nowhere. */
function runningBy(decision: Decision): Pick<DecisionRecord, "running"> {
	const { request, refusedBy } = decision;
	if (refusedBy !== undefined || !("context" in request) || sourceOf(decision) !== "ecs") return {};
	const running = runningIn(request);
	return running === undefined ? {} : { running };
}

/** Where the object was read: back from ECS, or the event's own copy. */
export function sourceOf({ request }: Decision): DecisionRecord["source"] {
	return "context" in request ? request.context.source : "copy";
}

/** What a finding is about: the full ARN where there is one. */
function resourceOf(request: Decision["request"]): string {
	const named = `${request.kind}/${request.name}`;
	if (!("targets" in request)) return named;
	const { taskDefinition, tasks, service, ...others } = request.targets;
	switch (request.kind) {
		case "TaskDefinition":
			return taskDefinition ?? named;
		case "Task":
			return service ?? tasks?.[0] ?? named;
		case "Service":
		case "ExpressGatewayService":
			return service ?? named;
		case "TaskSet":
			return others.taskSet ?? service ?? named;
		case "DaemonTaskDefinition":
			return others.daemonTaskDefinition ?? named;
		case "Daemon":
			return others.daemon ?? named;
		case "RuntimeAlert":
			return alertedIn(request.object) ?? tasks?.[0] ?? others.cluster ?? named;
		case "TaskExec":
			return tasks?.[0] ?? named;
		case "Cluster":
			return others.cluster ?? named;
		case "CapacityProvider":
			return others.capacityProvider ?? named;
		case "Tags":
			return others.tagged ?? named;
		default:
			return named;
	}
}

/** Of an alert besides: by which decision its task came in, and what excused it there. */
function withAdmission(request: Decision["request"]): JsonObject {
	const admittedBy = "context" in request ? request.context.admittedBy : undefined;
	return admittedBy === undefined ? request.object : { ...request.object, admittedBy };
}

/** The task that an alert is about, as ECS has it or as the alert names it: it may be gone by now. */
function alertedIn({ task }: JsonObject): string | undefined {
	const arn = typeof task === "object" && task !== null ? (task as JsonObject).arn : undefined;
	return typeof arn === "string" ? arn : undefined;
}
