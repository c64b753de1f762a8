import { inject, onTestFinished, vi } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import type { WholeStore } from "../../src/store/whole-store.ts";
import { openTestTable } from "../dynamodb-table.ts";
import { storeContract } from "./store.contract.ts";

// moto copies every table for each transaction.
vi.setConfig({ testTimeout: 240_000 });

storeContract("DynamoDB", async () => {
	const { name, client, drop } = await openTestTable(inject("dynamoDbUrl"));
	const opened: WholeStore[] = [];
	const again = async () => {
		const store = openDynamoDbStore({ table: name, client });
		opened.push(store);
		return store;
	};
	onTestFinished(async () => {
		for (const store of opened) await store.close();
		await drop();
	});
	return { store: await again(), again };
});
