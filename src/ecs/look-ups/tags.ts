/** The tags of anything in ECS. */
import { type ECSClient, ListTagsForResourceCommand } from "@aws-sdk/client-ecs";
import type { Tags } from "../../admission/request.ts";
import { tagsOf } from "../api-shape.ts";
import { askOrMissing, refuseElsewhere, toJson } from "../ask-ecs.ts";
import type { Place } from "../ecs-reader.ts";

/** @throws {LookUpFailed} */
export async function describeTags(
	ecs: ECSClient,
	place: Place,
	arn: string,
	options: { abortSignal?: AbortSignal } = {},
): Promise<Tags | undefined> {
	refuseElsewhere(place, arn);
	const command = new ListTagsForResourceCommand({ resourceArn: arn });
	const answer = await askOrMissing("ecs:ListTagsForResource", arn, () => ecs.send(command, options));
	return answer && tagsOf(toJson({ tags: answer.tags ?? [] }).tags);
}
