import { expect, inject, onTestFinished, test } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import { at, denied, stopTask, TASK } from "../contract/store/records.ts";
import { openTestTable } from "../dynamodb-table.ts";
import { storeRaces } from "../integration/store/races.ts";

storeRaces("DynamoDB", async () => {
	const { name, client, env, drop } = await openTestTable(inject("dynamoDbUrl"));
	onTestFinished(drop);
	return { store: `dynamodb:${name}`, env, open: () => openDynamoDbStore({ table: name, client }) };
});

test("an action that two end at once has one end, and everything follows from that one", async () => {
	const { name, client, drop } = await openTestTable(inject("dynamoDbUrl"));
	const stores = [1, 2].map(() => openDynamoDbStore({ table: name, client }));
	onTestFinished(async () => {
		for (const store of stores) await store.close();
		await drop();
	});
	const [one, other] = stores as [(typeof stores)[0], (typeof stores)[0]];
	const restore = (n: number) => stopTask({ type: "RestoreService", target: TASK, effectKey: `RestoreService/${n}` });
	for (let n = 0; n < 40; n += 1) {
		const target = `${TASK}${n}`;
		const { decision } = await one.record(denied(`d${n}`, { resource: target }), [stopTask({ target, effectKey: `StopTask/${n}` })]);
		const id = decision.actions[0]!.id;
		await Promise.all([
			one.settle(id, "done", "stopped", at(9), { awsRequestId: `request-${n}` }),
			other.settle(id, "superseded", "moved on", at(9), { successor: restore(n) }),
		]);
		const [ended, ...next] = (await other.decision(`d${n}`))!.actions;
		const isDone = ended?.state === "done";
		expect([n, ended?.outcome, next.length]).toEqual([n, isDone ? "stopped" : "moved on", isDone ? 0 : 1]);
		expect(await one.made(`request-${n}`)).toBe(isDone);
		const again = await one.record(denied(`again${n}`, { resource: target }), [stopTask({ target, effectKey: `StopTask/${n}` })]);
		expect(again.decision.actions[0]?.state).toBe(isDone ? "superseded" : "planned");
	}
});
