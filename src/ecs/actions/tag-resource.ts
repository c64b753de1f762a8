/** TagResource: the verdict, where ECS's own console shows it. */
import { DescribeServicesCommand, type Tag, TagResourceCommand } from "@aws-sdk/client-ecs";
import type { ActionResult } from "../action-result.ts";
import { parseArn } from "../arn.ts";
import { describeTaskDefinition } from "../aws-ecs-reader.ts";
import { clusterOf, done, ended, type Job, type Perform } from "./job.ts";

export const tagResource: Perform = async (job) => {
	const { action, ecs, options } = job;
	const wanted = Object.entries(action.parameters?.tags ?? {});
	if (wanted.length === 0) return ended("failed", "the action names no tag");
	const found = await (parseArn(action.target)?.resourceType === "task-definition" ? revisionTags(job) : serviceTags(job));
	if ("end" in found) return found.end;
	const has = new Map(found.tags.map(({ key, value }) => [key, value]));
	if (wanted.every(([key, value]) => has.get(key) === value)) return ended("done", "it has the tag already");
	const tags = wanted.map(([key, value]) => ({ key, value }));
	return done(await ecs.send(new TagResourceCommand({ resourceArn: action.target, tags }), options), "it was tagged");
};

type Tagged = { readonly tags: readonly Tag[] } | { readonly end: ActionResult };

/** Only the very revision that was admitted, and only while it can be used. */
async function revisionTags({ action, place, ecs, options }: Job): Promise<Tagged> {
	const { target, precondition } = action;
	if (precondition.taskDefinition !== target) return { end: ended("superseded", "the precondition names another revision") };
	const described = await describeTaskDefinition(ecs, place, target, options);
	if (described === undefined) return { end: ended("superseded", "the task definition is gone") };
	if (described.status !== "ACTIVE") return { end: ended("superseded", `the task definition is ${described.status}`) };
	return { tags: Array.isArray(described.body.tags) ? (described.body.tags as readonly Tag[]) : [] };
}

/** A refusal that a later decision has overtaken is no longer told. */
async function serviceTags(job: Job): Promise<Tagged> {
	const { action, ecs, means, options } = job;
	const command = new DescribeServicesCommand({ cluster: clusterOf(job), services: [action.target], include: ["TAGS"] });
	const service = (await ecs.send(command, options)).services?.[0];
	if (service?.status !== "ACTIVE") return { end: ended("superseded", "the service is gone") };
	if (service.serviceArn !== action.target) return { end: ended("failed", `ECS answered with another ARN: ${service.serviceArn}`) };
	const [refused, admitted] = [await means.decision(action.decisionUid), await means.lastAdmitted(action.target, "Service")];
	if (refused !== undefined && admitted !== undefined && admitted.time > refused.time)
		return { end: ended("superseded", `a later change of the service was admitted by decision ${admitted.uid}`) };
	return { tags: service.tags ?? [] };
}
