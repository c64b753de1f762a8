/** A table of its own for whoever asks, on whatever answers as DynamoDB. */
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { createTable, EXPIRY } from "../src/store/dynamodb/table.ts";

export interface TestTable {
	readonly name: string;
	/** For `openDynamoDbStore`. */
	readonly client: { readonly endpoint: string; readonly region: string; readonly credentials: typeof CREDENTIALS };
	/** The same for another process. */
	readonly env: Readonly<Record<string, string>>;
	drop(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: "testing", secretAccessKey: "testing" };

/** The table as infra/ deploys it. */
export async function openTestTable(endpoint: string, { region = "eu-west-1" } = {}): Promise<TestTable> {
	const name = `taskgate-${crypto.randomUUID()}`;
	const client = { endpoint, region, credentials: CREDENTIALS };
	const dynamoDb = new DynamoDBClient(client);
	await dynamoDb.send(new CreateTableCommand({ TableName: name, ...createTable }));
	await dynamoDb.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: { AttributeName: EXPIRY, Enabled: true } }));
	const drop = async () => {
		await dynamoDb.send(new DeleteTableCommand({ TableName: name }));
		dynamoDb.destroy();
	};
	const env = {
		AWS_ENDPOINT_URL: endpoint,
		AWS_REGION: client.region,
		AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
		AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
	};
	return { name, client, env, drop };
}
