/** StopTask, for a task outside a service. */
import { DescribeTasksCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import { clusterOf, done, ended, type Perform } from "./job.ts";

export const stopTask: Perform = async (job) => {
	const { action, ecs, options } = job;
	const cluster = clusterOf(job);
	const described = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [action.target] }), options);
	const task = described.tasks?.find(({ taskArn }) => taskArn === action.target);
	if (task === undefined) return ended("superseded", "the task is gone");
	if (task.taskDefinitionArn !== action.precondition.taskDefinition) {
		return ended("superseded", `the task runs ${task.taskDefinitionArn}, which is not what was denied`);
	}
	if (task.desiredStatus !== "RUNNING") {
		const ours = task.stoppedReason === action.reason;
		return ended(ours ? "done" : "superseded", ours ? "the task was stopped before" : "the task is being stopped already");
	}
	const stopped = await ecs.send(new StopTaskCommand({ cluster, task: action.target, reason: action.reason }), options);
	return done(stopped, "the task was stopped");
};
