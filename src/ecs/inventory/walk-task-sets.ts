/** The task sets of a service whose deployments somebody else than ECS controls. */
import { DescribeTaskSetsCommand } from "@aws-sdk/client-ecs";
import type { JsonObject } from "../../admission/request.ts";
import { allKnown } from "../../admission/unknown.ts";
import { asRequest, isArray, isObject } from "../api-shape.ts";
import { clusterArn, parseArn } from "../arn.ts";
import { known } from "../known.ts";
import type { Walked } from "./inventory.ts";
import { itemOf } from "./item.ts";
import type { ServiceRead } from "./service-read.ts";
import { describeBatch, textOf, toDescribe, type Walking } from "./walking.ts";

const ACTION = "ecs:DescribeTaskSets";

export async function* walkTaskSets(walking: Walking, cluster: string, read: ServiceRead): AsyncGenerator<Walked> {
	const { arn: serviceArn, service, readAt } = read;
	const { ecs, place } = walking;
	const told = new Map(
		(isArray(service.taskSets) ? service.taskSets.filter(isObject) : []).flatMap((set) =>
			typeof set.taskSetArn === "string" ? [[set.taskSetArn, set] as const] : [],
		),
	);
	const facts = { kind: "TaskSet", cluster, action: ACTION } as const;
	const { arns, unread } = await toDescribe(walking, [...told.keys()], facts);
	yield* unread;
	if (arns.length === 0) return;
	// CodeDeploy makes its own without tags, and ECS describes them with their service alone.
	if (!isObject(service.deploymentController) || service.deploymentController.type !== "EXTERNAL") {
		for (const arn of arns) yield taskSetItem(walking, cluster, read, { arn, taskSet: told.get(arn) ?? {}, readAt });
		return;
	}
	const {
		found,
		unread: left,
		readAt: setsReadAt,
	} = await describeBatch(walking, {
		...facts,
		arns,
		describe: async () => {
			const command = new DescribeTaskSetsCommand({
				cluster: clusterArn(place, cluster),
				service: serviceArn,
				taskSets: [...arns],
				include: ["TAGS"],
			});
			const { taskSets = [], failures } = await ecs.send(command);
			return { things: taskSets.map((thing) => ({ arn: thing.taskSetArn, thing })), failures };
		},
	});
	yield* left;
	for (const [arn, taskSet] of found) yield taskSetItem(walking, cluster, read, { arn, taskSet, readAt: setsReadAt });
}

interface TaskSetRead {
	readonly arn: string;
	readonly taskSet: JsonObject;
	readonly readAt: string | undefined;
}

function taskSetItem({ place }: Walking, cluster: string, { arn: service }: ServiceRead, { arn, taskSet, readAt }: TaskSetRead): Walked {
	const references = {
		taskSet: arn,
		service,
		cluster: clusterArn(place, cluster),
		...known({ taskDefinition: textOf(taskSet.taskDefinition) }),
	};
	return {
		found: itemOf(place, {
			...{ kind: "TaskSet", action: "DescribeTaskSets", arn, name: parseArn(service)?.name ?? service, cluster, references },
			object: asRequest("TaskSet", allKnown(taskSet)),
			...{ broughtInBy: textOf(taskSet.startedBy), createdAt: textOf(taskSet.createdAt), readAt },
		}),
	};
}
