/** TagTaskDefinition: an older revision, judged and allowed, is marked as admitted. */
import { TagResourceCommand } from "@aws-sdk/client-ecs";
import { describeTaskDefinition } from "../aws-ecs-reader.ts";
import { done, ended, type Perform } from "./job.ts";

export const tagTaskDefinition: Perform = async ({ action, place, ecs, options }) => {
	const { target, parameters } = action;
	const described = await describeTaskDefinition(ecs, place, target, options);
	if (described === undefined) return ended("superseded", "the task definition is gone");
	if (described.status !== "ACTIVE") return ended("superseded", `the task definition is ${described.status}`);
	const tags = Object.entries(parameters?.tags ?? {}).map(([key, value]) => ({ key, value }));
	if (tags.length === 0) return ended("failed", "no tag was given");
	return done(await ecs.send(new TagResourceCommand({ resourceArn: target, tags }), options), "the task definition was tagged");
};
