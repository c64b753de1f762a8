/** RegisterTaskDefinition, whose process ended before it heard ECS's answer: what became of it is looked up. Nothing is registered here. */
import { mask } from "../../admission/mask.ts";
import { isObject } from "../api-shape.ts";
import { familyRevision } from "../arn.ts";
import { AwsRegistry } from "../aws-registry.ts";
import { sameDefinition } from "../same-definition.ts";
import { ended, type Perform } from "./job.ts";

/** Clocks differ. */
const SKEW_MS = 5_000;

export const endRegistration: Perform = async ({ action, place, means }) => {
	const asked = await means.decision(action.decisionUid);
	if (asked === undefined) return ended("failed", `decision ${action.decisionUid} is not in the store`);
	const { family } = familyRevision(action.target);
	const newest = await new AwsRegistry(means.aws).newest(place, family);
	const description = newest?.answer.taskDefinition;
	const since = Date.parse(asked.decidedAt) - SKEW_MS;
	const isNew = newest?.registeredAt !== undefined && Date.parse(newest.registeredAt) >= since;
	if (newest !== undefined && isNew && isObject(description) && sameDefinition(asked.object, mask(description))) {
		return ended(
			"done",
			`the gate stopped before it heard ECS's answer; ${newest.arn}, registered at ${newest.registeredAt}, is what was asked for`,
		);
	}
	const found = newest === undefined ? `${family} has no active revision` : `the newest revision, ${newest.arn}, is not it`;
	return ended("failed", `the gate stopped while it registered, and ${found}: nothing is registered later, ask again`);
};
