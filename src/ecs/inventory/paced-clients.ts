/** ECS clients whose every call, repeated ones too, waits for its turn. */
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { AwsClients } from "../aws-clients.ts";
import type { Place } from "../ecs-reader.ts";
import type { Turn } from "./read-buckets.ts";

export class PacedClients {
	readonly #aws: Pick<AwsClients, "ecs">;
	readonly #turn: Turn;
	readonly #paced = new WeakSet<ECSClient>();

	constructor(aws: Pick<AwsClients, "ecs">, turn: Turn) {
		this.#aws = aws;
		this.#turn = turn;
	}

	/** @throws {LookUpFailed} for an account that the gate has no role in. */
	async ecs(place: Place): Promise<ECSClient> {
		const client = await this.#aws.ecs(place);
		if (this.#paced.has(client)) return client;
		this.#paced.add(client);
		const where = `${place.account}/${place.region}`;
		client.middlewareStack.add(
			(next, context) => async (call) => {
				await this.#turn(where, (context.commandName ?? "").replace(/Command$/, ""));
				return next(call);
			},
			// Inside the retries, so that each of them is counted.
			{ name: "taskgateTurn", step: "finalizeRequest", priority: "low" },
		);
		return client;
	}
}
