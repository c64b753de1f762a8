/** ECS as it answered others: what the forward proxy hears pass is known, and nothing else is. For a gate without AWS credentials. */
import type { JsonObject } from "../admission/request.ts";
import { asRequest, isArray, isObject } from "./api-shape.ts";
import { parseArn, taskDefinitionArn } from "./arn.ts";
import type { DescribedTaskDefinition, EcsReader, Place } from "./ecs-reader.ts";
import { NOTHING_FOUND, UnaskedEcsReader } from "./nothing-found.ts";

/** The oldest are forgotten first. */
const MOST_REMEMBERED = 10_000;

export class OverheardEcsReader extends UnaskedEcsReader implements EcsReader {
	readonly whyNotAsked = "nobody registered it through this proxy, and the gate has no AWS credentials to ask ECS with";
	/** By full ARN: a revision never changes. Which one a bare family means is not remembered, as others register too. */
	readonly #definitions = new Map<string, DescribedTaskDefinition>();
	readonly #accounts = new Map<string, string>();

	/** What ECS answered to RegisterTaskDefinition, and whose access key had asked. */
	registered(accessKeyId: string | undefined, { taskDefinition, tags }: JsonObject): void {
		if (!isObject(taskDefinition) || typeof taskDefinition.taskDefinitionArn !== "string") return;
		const arn = taskDefinition.taskDefinitionArn;
		const place = parseArn(arn);
		if (place?.resourceType !== "task-definition") return;
		const tagged = isArray(tags) && tags.length > 0 ? { tags } : {};
		remember(this.#definitions, arn, { arn, body: asRequest("TaskDefinition", { ...taskDefinition, ...tagged }), status: "ACTIVE" });
		// Nobody registers in an account that is not the key's own.
		if (accessKeyId !== undefined) remember(this.#accounts, accessKeyId, place.account);
	}

	/** As ECS's answers told it. */
	accountOfKey(accessKeyId: string): string | undefined {
		return this.#accounts.get(accessKeyId);
	}

	readonly daemonTaskDefinition = NOTHING_FOUND.daemonTaskDefinition;

	async taskDefinition(place: Place, reference: string): Promise<DescribedTaskDefinition | undefined> {
		return this.#definitions.get(taskDefinitionArn(place, reference));
	}
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
	map.delete(key);
	map.set(key, value);
	for (const oldest of map.keys()) {
		if (map.size <= MOST_REMEMBERED) break;
		map.delete(oldest);
	}
}
