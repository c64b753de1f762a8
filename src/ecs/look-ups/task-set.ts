/** A task set of a service. */
import { DescribeTaskSetsCommand, type ECSClient } from "@aws-sdk/client-ecs";
import { allKnown } from "../../admission/unknown.ts";
import { asRequest } from "../api-shape.ts";
import { arnIn, clusterArn, parseArn } from "../arn.ts";
import { anotherArn, askOrMissing, refuseElsewhere, refuseFailures, toJson } from "../ask-ecs.ts";
import type { Described, Place } from "../ecs-reader.ts";

/** The body of CreateTaskSet, with its scale. `service`: full ARN; `taskSet`: id or full ARN. @throws {LookUpFailed} */
export async function describeTaskSet(
	ecs: ECSClient,
	place: Place,
	service: string,
	taskSet: string,
	options: { abortSignal?: AbortSignal } = {},
): Promise<Described | undefined> {
	const { cluster = "default", name = service } = parseArn(service) ?? {};
	const arn = taskSet.startsWith("arn:") ? taskSet : arnIn(place, "task-set", `${cluster}/${name}/${taskSet}`);
	refuseElsewhere(place, service, arn);
	const command = new DescribeTaskSetsCommand({ cluster: clusterArn(place, cluster), service, taskSets: [arn], include: ["TAGS"] });
	const answer = await askOrMissing("ecs:DescribeTaskSets", arn, () => ecs.send(command, options));
	refuseFailures("ecs:DescribeTaskSets", answer?.failures);
	const found = answer?.taskSets?.[0];
	if (found === undefined) return undefined;
	if (found.taskSetArn !== arn) throw anotherArn(arn, found.taskSetArn);
	const { taskDefinition, status = "" } = found;
	const body = asRequest("TaskSet", allKnown(toJson(found)));
	return { arn, body, status, ...(taskDefinition === undefined ? {} : { taskDefinition }) };
}
