/** The ECS that both gates call: revisions that are ACTIVE until somebody deregisters them, and the client of one gate. */
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { Turns } from "./turns.ts";

export class EcsOfTwo {
	readonly #inactive = new Set<string>();

	status(arn: string): "ACTIVE" | "INACTIVE" {
		return this.#inactive.has(arn) ? "INACTIVE" : "ACTIVE";
	}

	deregister(arn: string): void {
		this.#inactive.add(arn);
	}
}

interface Command {
	readonly input: { readonly taskDefinition: string };
}

/** Each call takes its turn, may fail for now, and may be done and its answer lost. `status`: what is answered; `changes`: told of each change first. */
export function ecsClient(
	turns: Turns,
	{ status, deregister }: Pick<EcsOfTwo, "status" | "deregister">,
	changes: (arn: string) => Promise<void>,
): ECSClient {
	const calls: Readonly<Record<string, (arn: string) => Promise<object>>> = {
		DescribeTaskDefinitionCommand: async (arn) => ({ taskDefinition: { taskDefinitionArn: arn, status: status(arn) } }),
		DeregisterTaskDefinitionCommand: async (arn) => {
			await changes(arn);
			deregister(arn);
			return { $metadata: {} };
		},
	};
	const send = (command: Command) => {
		const { name } = command.constructor;
		const call = calls[name];
		if (call === undefined) throw new Error(`this ECS knows no ${name}`);
		const fault = () => Object.assign(new Error("Service Unavailable"), { name: "ServerException" });
		return turns.take(name, () => call(command.input.taskDefinition), fault);
	};
	return { send } as unknown as ECSClient;
}
