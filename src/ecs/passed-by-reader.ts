/** ECS as it answered callers through the forward proxy: what was registered there is known, and nothing else is. */
import type { JsonObject } from "../admission/request.ts";
import { asRequest, isObject } from "./api-shape.ts";
import { parseArn, taskDefinitionArn } from "./arn.ts";
import type { DescribedTaskDefinition, EcsReader, Place } from "./ecs-reader.ts";

/** The oldest are forgotten first. */
const MOST_REMEMBERED = 10_000;

export class PassedByReader implements EcsReader {
	readonly source = "copy";
	readonly whyNotAsked = "the gate has no AWS credentials, and the revision was not registered through this proxy";
	/** By full ARN: a revision never changes. Which one a bare family means is not remembered, as others register too. */
	readonly #definitions = new Map<string, DescribedTaskDefinition>();

	/** What ECS answered to RegisterTaskDefinition. Returns the account that it was registered in. */
	registered({ taskDefinition, tags }: JsonObject): string | undefined {
		if (!isObject(taskDefinition) || typeof taskDefinition.taskDefinitionArn !== "string") return undefined;
		const arn = taskDefinition.taskDefinitionArn;
		const place = parseArn(arn);
		if (place?.resourceType !== "task-definition") return undefined;
		const body = asRequest("TaskDefinition", { ...taskDefinition, ...(tags === undefined ? {} : { tags }) });
		this.#definitions.set(arn, { arn, body, status: "ACTIVE" });
		for (const oldest of this.#definitions.keys()) {
			if (this.#definitions.size <= MOST_REMEMBERED) break;
			this.#definitions.delete(oldest);
		}
		return place.account;
	}

	async taskDefinition(place: Place, reference: string): Promise<DescribedTaskDefinition | undefined> {
		return this.#definitions.get(taskDefinitionArn(place, reference));
	}

	async tasks(): Promise<readonly JsonObject[]> {
		return [];
	}

	async service(): Promise<undefined> {
		return undefined;
	}

	async cluster(): Promise<undefined> {
		return undefined;
	}
}
