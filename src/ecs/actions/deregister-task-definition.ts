/** DeregisterTaskDefinition: the revision becomes INACTIVE, so that nothing new is started from it. */
import { DeregisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { describeTaskDefinition } from "../aws-ecs-reader.ts";
import { RateLimit } from "../rate-limit.ts";
import { ended, type Perform } from "./job.ts";

/** AWS allows 1 a second for an account and Region, customers' own registrations included: half of that is left to them. */
const turns = new RateLimit({ burst: 3, everyMs: 2_000, patienceMs: 8_000 });

export const deregisterTaskDefinition: Perform = async ({ action, place, ecs, options }) => {
	const { target, precondition } = action;
	if (precondition.taskDefinition !== target) return ended("superseded", "the precondition names another revision");
	if (!(await turns.turn(`${place.account}/${place.region}`)))
		return ended("retry", "waiting for a turn at the rate limit of task definitions");
	const described = await describeTaskDefinition(ecs, place, target, options);
	if (described === undefined) return ended("superseded", "the task definition is gone");
	if (described.status !== "ACTIVE") return ended("superseded", `the task definition is ${described.status} already`);
	await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: target }), options);
	return ended("done", "the task definition was deregistered");
};
