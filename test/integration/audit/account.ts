/** A Region of moto with as much in it as an account that is worth an audit. */
import { RegisterTaskDefinitionCommand, type RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { variedDefinition } from "../../varied-definitions.ts";
import { ground } from "../ecs-ground.ts";

export interface Size {
	readonly definitions: number;
	readonly services: number;
	readonly tasks: number;
}

/** What every test is run with; `TASKGATE_AUDIT_SIZE=2000/200/300` is what issue 6 asks for. */
export function sizeWanted(text: string | undefined): Size {
	const [definitions = 200, services = 20, tasks = 30] = (text ?? "").split("/").filter(Boolean).map(Number);
	return { definitions, services, tasks };
}

const AT_ONCE = 8;

/** @param bodyOf the nth definition, of 0 to `definitions` - 1 */
export async function fillAccount(
	motoUrl: string,
	region: string,
	{ definitions, services, tasks }: Size,
	bodyOf: (n: number) => Record<string, unknown> = variedDefinition,
): Promise<void> {
	const clusters = [await ground(motoUrl, "shop", region), await ground(motoUrl, "back", region)];
	const cluster = (n: number) => clusters[n % clusters.length] ?? clusters[0];
	const arns = await inTurns(definitions, async (n) => {
		const command = new RegisterTaskDefinitionCommand(bodyOf(n) as unknown as RegisterTaskDefinitionCommandInput);
		return (await cluster(0)?.client.send(command))?.taskDefinition?.taskDefinitionArn ?? "";
	});
	const definition = (n: number) => arns[(n * 7) % arns.length] ?? "";
	await inTurns(services, async (n) => cluster(n)?.service(`service-${n}`, definition(n)));
	await inTurns(tasks, async (n) => cluster(n)?.run(definition(n + services)));
}

async function inTurns<T>(count: number, work: (n: number) => Promise<T>): Promise<readonly T[]> {
	const results: T[] = [];
	let next = 0;
	const worker = async () => {
		for (let n = next++; n < count; n = next++) results[n] = await work(n);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return results;
}
