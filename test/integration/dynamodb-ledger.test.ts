/** What the ledger in DynamoDB promises beyond the contract: counts come with the seals, and TTL is told by them. */

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { verifyLedger } from "../../src/ledger/verify.ts";
import { rollUpHours, sealHours } from "../../src/seal-hours.ts";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import type { WholeStore } from "../../src/store/whole-store.ts";
import { allowed, at, denied, notify } from "../contract/store/records.ts";
import { openTestTable, type TestTable } from "../dynamodb-table.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const ACCOUNT = "111122223333";
let table: TestTable;
let store: WholeStore;

beforeEach(async () => {
	table = await openTestTable(inject("dynamoDbUrl"));
	store = openDynamoDbStore({ table: table.name, client: table.client, retentionDays: 30 });
	onTestFinished(async () => {
		await store.close();
		await table.drop();
	});
});

const log = { decided: () => {}, info: () => {}, alarm: () => {} };
const world = (now: string, settings = {}) => ({ store, log, now: () => now, settings });

test("counts are complete up to the hour before the first that is not sealed", async () => {
	await store.record(denied("d1", { decidedAt: at(1) }), [notify("d1")]);
	await store.record(allowed("d2", { decidedAt: at(2), account: "222233334444" }), []);
	await store.record(allowed("d3", { decidedAt: at(HOUR) }), []);
	await store.record(allowed("d4", { decidedAt: at(3 * HOUR) }), []);
	await sealHours(world(at(4 * HOUR)));
	const asked = { since: "2026-11-20T00", until: "2026-11-20T09" };
	const point = (count: number) => ({ "cloudtrail-event": count });
	const one = { period: "2026-11-20T01", verdicts: { allowed: 1 }, policies: {}, points: point(1) };
	expect(await store.counts(asked)).toEqual({
		counts: [
			{ period: "2026-11-20T00", verdicts: { allowed: 1, denied: 1 }, policies: { "workload/privileged": 1 }, points: point(2) },
			one,
		],
		completeUntil: "2026-11-20T02",
	});
	expect((await store.counts({ ...asked, account: ACCOUNT })).counts).toEqual([
		{ period: "2026-11-20T00", verdicts: { denied: 1 }, policies: { "workload/privileged": 1 }, points: point(1) },
		one,
	]);
	await sealHours(world(at(9 * HOUR)));
	expect((await store.counts(asked)).completeUntil).toBeUndefined();
});

test("a period verifies; what TTL has taken is rolled up, and what somebody has taken is named", async () => {
	for (let n = 0; n < 4; n += 1) await store.record(denied(`d${n}`, { decidedAt: at(n * HOUR), time: at(n * HOUR) }), [notify(`d${n}`)]);
	await sealHours(world(at(9 * HOUR)));
	const verify = (now: string) => verifyLedger(store, { since: at(0), until: at(DAY), now });
	expect(await verify(at(9 * HOUR))).toMatchObject({ problems: [], decisions: 4, hoursVerified: 4 });
	await remove("decision#d3");
	expect((await verify(at(9 * HOUR))).problems).toMatchObject([{ kind: "removed", uid: "d3", account: ACCOUNT, hour: "2026-11-20T03" }]);
	await rollUpHours(world(at(30 * DAY + 2 * HOUR), { retentionMs: 30 * DAY * 1000 }));
	for (const uid of ["d0", "d1"]) await remove(`decision#${uid}`);
	expect(await verify(at(31 * DAY))).toMatchObject({
		problems: [{ kind: "removed", uid: "d3" }],
		rolledUp: [{ hour: "2026-11-20T00" }, { hour: "2026-11-20T01" }],
		hoursVerified: 2,
	});
});

test("a seal is of the hour that its digest is of, whatever stands beside it; one that is gone does not come back as half of one", async () => {
	await store.record(denied("d1", { decidedAt: at(1) }), []);
	await store.record(denied("d2", { decidedAt: at(HOUR) }), []);
	await sealHours(world(at(9 * HOUR)));
	const client = DynamoDBDocumentClient.from(new DynamoDBClient(table.client));
	const Key = { pk: `seals#${ACCOUNT}`, sk: "seal#0000000001" };
	const [UpdateExpression, ExpressionAttributeValues] = ["SET #hour = :hour", { ":hour": "1999-01-01T00" }];
	const ExpressionAttributeNames = { "#hour": "hour" };
	await client.send(
		new UpdateCommand({ TableName: table.name, Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues }),
	);
	const seals = async () => {
		const found: string[] = [];
		for await (const { hour } of store.seals({ account: ACCOUNT, since: "2026-11-20T00" })) found.push(hour);
		return found;
	};
	expect(await seals()).toEqual(["2026-11-20T00", "2026-11-20T01"]);
	await client.send(new DeleteCommand({ TableName: table.name, Key }));
	await store.rollUp(ACCOUNT, "2026-11-20T00", at(10 * HOUR));
	expect(await seals()).toEqual(["2026-11-20T01"]);
	client.destroy();
});

/** As TTL does, or somebody with access to the table. */
async function remove(pk: string): Promise<void> {
	const client = DynamoDBDocumentClient.from(new DynamoDBClient(table.client));
	const { Items = [] } = await client.send(new ScanCommand({ TableName: table.name }));
	for (const item of Items.filter((one) => one.pk === pk)) {
		await client.send(new DeleteCommand({ TableName: table.name, Key: { pk: item.pk, sk: item.sk } }));
	}
	client.destroy();
}
