/** DeregisterTaskDefinition: the revision becomes INACTIVE, so that nothing new is started from it. */
import { DeregisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { describeTaskDefinition } from "../aws-ecs-reader.ts";
import { done, ended, type Perform } from "./job.ts";

export const deregisterTaskDefinition: Perform = async ({ action, place, ecs, options }) => {
	const { target, precondition } = action;
	if (precondition.taskDefinition !== target) return ended("superseded", "the precondition names another revision");
	const described = await describeTaskDefinition(ecs, place, target, options);
	if (described === undefined) return ended("superseded", "the task definition is gone");
	if (described.status !== "ACTIVE") return ended("superseded", `the task definition is ${described.status} already`);
	const deregistered = await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: target }), options);
	return done(deregistered, "the task definition was deregistered");
};
