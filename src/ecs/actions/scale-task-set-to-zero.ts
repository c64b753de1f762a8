/** ScaleTaskSetToZero: the task set stays, its tasks go, and its controller decides what comes next. */
import { UpdateTaskSetCommand } from "@aws-sdk/client-ecs";
import { isObject } from "../api-shape.ts";
import { parseArn, serviceArn } from "../arn.ts";
import { describeTaskSet } from "../look-ups/task-set.ts";
import { clusterOf, done, ended, type Perform } from "./job.ts";

export const scaleTaskSetToZero: Perform = async (job) => {
	const { action, place, ecs, options } = job;
	const denied = action.precondition.taskDefinition;
	if (denied === undefined) return ended("notApplicable", "the decision names no task definition to compare with");
	const { cluster, service: name } = parseArn(action.target) ?? {};
	if (name === undefined) return ended("failed", `${action.target} names no service`);
	const service = serviceArn(place, cluster, name);
	const taskSet = await describeTaskSet(ecs, place, service, action.target, options);
	if (taskSet === undefined) return ended("superseded", "the task set is gone");
	if (taskSet.taskDefinition !== denied) return ended("superseded", `the task set has moved on to ${taskSet.taskDefinition}`);
	if (taskSet.status === "DRAINING") return ended("superseded", "the task set is draining already");
	if (taskSet.status === "PRIMARY")
		return ended("notApplicable", "the task set is PRIMARY: it serves the traffic, which only its owner may take away");
	const { scale } = taskSet.body;
	if (isObject(scale) && scale.value === 0) return ended("done", "the task set is scaled to zero already");
	const scaled = new UpdateTaskSetCommand({
		...{ cluster: clusterOf(job), service, taskSet: action.target },
		scale: { value: 0, unit: "PERCENT" },
	});
	return done(await ecs.send(scaled, options), "the task set was scaled to zero");
};
