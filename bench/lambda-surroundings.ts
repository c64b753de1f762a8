/** What a function finds around it: ECS and DynamoDB over HTTP (moto), and messages about task definitions that are registered there. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { createTable } from "../src/store/dynamodb/table.ts";
import { openTestTable } from "../test/dynamodb-table.ts";
import { sqsBatch } from "../test/lambda-function.ts";
import { startMoto } from "../test/moto.ts";
import { ensurePythonEnvironment } from "../test/python-environment.ts";
import { ACCOUNT, type Case, NOW, REGION, registration, taskDefinition, UNIQUE } from "./requests.ts";
import { RESTRICTED } from "./servers.ts";
import type { Workplace } from "./workplace.ts";

/** Whose account everything in moto is. */
const MOTO_ACCOUNT = "123456789012";

export interface Surroundings {
	/** Path of the Python interpreter that moto runs in. */
	readonly python: string;
	readonly table: string;
	/** For a function with the profile `restricted`; `store` as in TASKGATE_STORE. */
	env(store: string): Record<string, string>;
	/** `dynamodb:…`: the table as infra/ deploys it. */
	readonly dynamoDb: string;
	/** moto copies a table for each transaction: what it takes grows with all that is there. */
	emptyTable(): Promise<void>;
	/** `sqlite:…`: a file that nobody has used. */
	sqlite(name: string): string;
	/** Registers so many task definitions, and answers the batch that SQS would hand over about them. */
	registered(which: Case, count: number): Promise<{ Records: object[] }>;
	/** One DescribeTaskDefinition. */
	lookUp(): Promise<unknown>;
	close(): Promise<void>;
}

export async function openSurroundings(workplace: Workplace): Promise<Surroundings> {
	const python = (await ensurePythonEnvironment()).command("python");
	const moto = await startMoto(python);
	const table = await openTestTable(moto.url, { region: REGION });
	const dynamoDb = new DynamoDBClient(table.client);
	const ecs = new ECSClient(table.client);
	const register = async (which: Case): Promise<string> => {
		const id = randomUUID();
		const there = (given: object) =>
			JSON.stringify(given).replaceAll(UNIQUE, id).replaceAll(ACCOUNT, MOTO_ACCOUNT).replaceAll(NOW, new Date().toISOString());
		await ecs.send(new RegisterTaskDefinitionCommand(JSON.parse(there(taskDefinition(which, `web-${UNIQUE}`)))));
		return there(registration(which));
	};
	let newest = "";
	return {
		python,
		table: table.name,
		dynamoDb: `dynamodb:${table.name}`,
		async emptyTable() {
			await dynamoDb.send(new DeleteTableCommand({ TableName: table.name }));
			await dynamoDb.send(new CreateTableCommand({ TableName: table.name, ...createTable }));
		},
		env: (store) => ({ ...table.env, TASKGATE_STORE: store, TASKGATE_CONSTRAINTS: RESTRICTED }),
		sqlite: (name) => `sqlite:${join(workplace.folder, `${name}.db`)}`,
		async registered(which, count) {
			const bodies = await Promise.all(Array.from({ length: count }, () => register(which)));
			newest = (JSON.parse(bodies[0]!) as { id: string }).id;
			return sqsBatch(Object.fromEntries(bodies.map((body) => [randomUUID(), body])));
		},
		lookUp: () => ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: `web-${newest}:1`, include: ["TAGS"] })),
		async close() {
			ecs.destroy();
			dynamoDb.destroy();
			await table.drop();
			await moto.stop();
		},
	};
}
