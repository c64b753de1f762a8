/** Which task a container belongs to, where an alert knows the container alone. */
import { type ECSClient, ListTasksCommand } from "@aws-sdk/client-ecs";
import type { JsonObject } from "../../admission/request.ts";
import { isArray, isObject } from "../api-shape.ts";
import { askOrMissing } from "../ask-ecs.ts";
import { LookUpFailed } from "../ecs-reader.ts";

/** Ten calls of each kind for one alert are enough; whoever has more gives the ARN. */
const MOST_TASKS = 1_000;

/** ARNs; none of a cluster that does not exist. @throws {LookUpFailed} */
export async function runningTasks(ecs: ECSClient, cluster: string): Promise<readonly string[]> {
	const arns: string[] = [];
	let nextToken: string | undefined;
	do {
		const command = new ListTasksCommand({ cluster, desiredStatus: "RUNNING", nextToken });
		const answer = await askOrMissing("ecs:ListTasks", cluster, () => ecs.send(command));
		arns.push(...(answer?.taskArns ?? []));
		nextToken = answer?.nextToken;
		if (arns.length > MOST_TASKS) {
			const reason = `${cluster} has more than ${MOST_TASKS} tasks to look through for a container; have the alert name the task's ARN`;
			throw new LookUpFailed(reason, { transient: false });
		}
	} while (nextToken !== undefined);
	return arns;
}

/** Whether one of the task's containers has the id, or one that begins so. */
export function hasContainer(task: JsonObject, runtimeId: string): boolean {
	return runtimeIdsOf(task).some((id) => id.startsWith(runtimeId));
}

export function runtimeIdsOf({ containers }: JsonObject): readonly string[] {
	const all = isArray(containers) ? containers.filter(isObject) : [];
	return all.flatMap(({ runtimeId }) => (typeof runtimeId === "string" ? [runtimeId] : []));
}
