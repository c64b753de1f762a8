/** An account full of workloads in moto, as many as a test asks for, with the audit's way of listing them in front. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ClientException, RegisterTaskDefinitionCommand, type RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { type Ground, ground } from "./integration/ecs-ground.ts";
import { variedDefinition } from "./varied-definitions.ts";

export interface Size {
	readonly definitions: number;
	readonly services: number;
	readonly tasks: number;
}

/** Those of `npm test`, or as many as an account may well have: `TASKGATE_TEST_AUDIT=2000/200/300`. */
export function sizeOf(asked = process.env.TASKGATE_TEST_AUDIT ?? "200/20/30"): Size {
	const [definitions = 0, services = 0, tasks = 0] = asked.split("/").map(Number);
	return { definitions, services, tasks };
}

const CORPUS = join(import.meta.dirname, "../../shared/corpus/taskdefs");

/** By turns the real task definitions of the corpus, where it is at hand, else made-up ones. */
function definitionsByTurns(): (number: number) => Record<string, unknown> {
	if (!existsSync(CORPUS)) return variedDefinition;
	const files = readdirSync(CORPUS, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
	const bodies = files.toSorted().map((file) => JSON.parse(readFileSync(join(CORPUS, file), "utf8")) as Record<string, unknown>);
	return (number) => bodies[number % bodies.length] ?? {};
}

/** Each definition under a family of its own; what moto refuses is left out. */
export async function fillAccount(
	motoUrl: string,
	region: string,
	{ definitions, services, tasks }: Size,
): Promise<{ readonly cluster: Ground; readonly registered: readonly string[] }> {
	const cluster = await ground(motoUrl, "shop", region);
	const bodyOf = definitionsByTurns();
	const registered: string[] = [];
	for (let n = 0; registered.length < definitions; n += 1) {
		const input = { ...bodyOf(n), family: `family-${n}` } as unknown as RegisterTaskDefinitionCommandInput;
		try {
			const { taskDefinition } = await cluster.client.send(new RegisterTaskDefinitionCommand(input));
			registered.push(taskDefinition?.taskDefinitionArn ?? "");
		} catch (error) {
			if (!(error instanceof ClientException)) throw error;
		}
	}
	const used = (n: number) => registered[(n * 7) % registered.length] ?? "";
	for (let n = 0; n < services; n += 1) await cluster.service(`service-${n}`, used(n));
	for (let n = 0; n < tasks; n += 1) await cluster.run(used(n + 3), { startedBy: `cron-${n % 5}` });
	return { cluster, registered };
}

/** The environment of an audit of that Region, through `url`. */
export function auditEnvironment(url: string, region: string, store: string): Readonly<Record<string, string>> {
	return {
		...{ AWS_ENDPOINT_URL: url, AWS_REGION: region, AWS_EC2_METADATA_DISABLED: "true", TASKGATE_STORE: store },
		...{ AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing" },
	};
}
