import { inject, onTestFinished } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import { openTestTable } from "../dynamodb-table.ts";
import { storeRaces } from "../integration/store/races.ts";

storeRaces("DynamoDB", async () => {
	const { name, client, env, drop } = await openTestTable(inject("dynamoDbUrl"));
	onTestFinished(drop);
	return { store: `dynamodb:${name}`, env, open: () => openDynamoDbStore({ table: name, client }) };
});
