/** What a denied daemon or Express service goes back to, if it still is what was denied. */
import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject, Kind } from "../../admission/request.ts";
import { firstUnknown } from "../../admission/unknown.ts";
import type { DecisionRecord } from "../../store/store.ts";
import type { ActionResult } from "../action-result.ts";
import type { Described } from "../ecs-reader.ts";
import { ended, type Job } from "./job.ts";

interface Admitted {
	readonly decision: DecisionRecord;
	/** Those of the members that were admitted. */
	readonly configuration: JsonObject;
}

/** `members`: all that an update sets. */
export async function admittedBefore(
	{ action, means }: Job,
	kind: Kind,
	now: Described | undefined,
	members: readonly string[],
): Promise<{ readonly admitted: Admitted } | { readonly end: ActionResult }> {
	const { target, precondition, decisionUid } = action;
	if (now?.status !== "ACTIVE") return superseded("it is gone");
	if (precondition.revision === undefined || precondition.taskDefinition === undefined) {
		return { end: ended("notApplicable", "the decision names no revision to compare with") };
	}
	if (now.revision !== precondition.revision || now.taskDefinition !== precondition.taskDefinition) {
		return superseded(`it has moved on to ${now.revision}`);
	}
	const denied = await means.decision(decisionUid);
	if (denied === undefined) return superseded(`decision ${decisionUid} is not in the store`);
	const decision = await means.lastAdmitted(target, kind);
	if (decision?.source !== "ecs") return { end: ended("notApplicable", "no configuration of it was admitted before") };
	if (decision.time > denied.time) return superseded(`a later change of it was admitted by decision ${decision.uid}`);
	const configuration = pick(decision.object, members);
	if (firstUnknown(configuration) !== undefined) {
		return { end: ended("notApplicable", "the record of what was admitted is masked in parts, so it cannot be restored") };
	}
	const current = pick(now.body, members);
	const added = Object.keys(current).filter((member) => !(member in configuration));
	if (added.length > 0) return { end: ended("notApplicable", `${added.join(", ")} was added since, and an update cannot take it away`) };
	if (isDeepStrictEqual(configuration, current)) return superseded("it has its last admitted configuration already");
	return { admitted: { decision, configuration } };
}

function superseded(outcome: string): { readonly end: ActionResult } {
	return { end: ended("superseded", outcome) };
}

function pick(object: JsonObject, members: readonly string[]): JsonObject {
	return Object.fromEntries(
		members.map((member) => [member, object[member]] as const).filter((entry): entry is readonly [string, Json] => entry[1] !== undefined),
	);
}
