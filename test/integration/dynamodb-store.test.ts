/** What holds for DynamoDB beyond the contract: its limits, its lagging indexes, its expiry. */
import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import type { DecisionWithActions, Store } from "../../src/store/store.ts";
import { allowed, at, denied, notify, SERVICE, stopTask, violation } from "../contract/store/records.ts";
import { openTestTable, type TestTable } from "../dynamodb-table.ts";

let table: TestTable;
let store: Store;

beforeEach(async () => {
	table = await openTestTable(inject("dynamoDbUrl"));
	store = openDynamoDbStore({ table: table.name, client: table.client, retentionDays: 30 });
	onTestFinished(async () => {
		await store.close();
		await table.drop();
	});
});

const many = (count: number) => Array.from({ length: count }, (_, n) => violation({ field: `/containerDefinitions/${n}/privileged` }));
const noise = (bytes: number) => ({ noise: randomBytes(bytes).toString("base64") });

test("an object that is large and compresses is kept whole", async () => {
	const object = { environment: Array.from({ length: 20_000 }, (_, n) => ({ name: `NAME_${n}`, value: `value of ${n}` })) };
	await store.record(allowed("d1", { object }), []);
	expect((await store.decision("d1"))?.object).toEqual(object);
	expect((await store.lastAdmitted(SERVICE, "Service"))?.object).toEqual(object);
});

test("what does not fit is trimmed and says so, and nothing goes back to a trimmed configuration", async () => {
	await store.record(allowed("d1", { time: at(1) }), []);
	const { decision } = await store.record(allowed("d2", { time: at(2), object: noise(400_000) }), []);
	expect(decision.object).toEqual({ $trimmed: { bytes: expect.any(Number), violations: 0 } });
	expect(await store.decision("d2")).toEqual(decision);
	expect((await store.lastAdmitted(SERVICE, "Service"))?.uid).toBe("d1");
});

test("violations beyond what an item holds are left out, and counted", async () => {
	const violations = many(40).map((one) => ({ ...one, message: randomBytes(15_000).toString("base64") }));
	const { decision } = await store.record(denied("d1", { violations, object: noise(400_000) }), [stopTask()]);
	expect(decision.violations.length).toBeGreaterThan(5);
	expect(decision.object).toEqual({ $trimmed: { bytes: expect.any(Number), violations: 40 - decision.violations.length } });
	expect(decision.actions).toMatchObject([{ state: "planned" }]);
	// Those too are followed.
	expect(await store.findings({ state: "open" })).toHaveLength(40);
});

test("an event that no item holds is refused by name, and a decision too", async () => {
	await expect(store.accept("e1", noise(500_000), at(0))).rejects.toThrow(/event e1: too large/);
	await expect(store.record(denied("d1", { name: noise(500_000).noise }), [])).rejects.toThrow(/decision d1: too large/);
});

test("more findings than one transaction takes are all written, and all resolved", async () => {
	await store.record(denied("d1", { time: at(1), violations: many(130) }), [stopTask(), notify("d1")]);
	expect(await store.findings({ state: "open" })).toHaveLength(130);
	await store.record(allowed("d2", { time: at(2) }), []);
	expect(await store.findings({ state: "resolved" })).toHaveLength(130);
	expect(await store.findings({ state: "open" })).toEqual([]);
	const exempted = many(110).map((one) => ({ ...one, action: "exempted" as const }));
	await store.record(allowed("d3", { time: at(3), violations: exempted }), []);
	expect(await store.findings({ state: "exempted" })).toHaveLength(110);
});

test("a crash between findings and their decision is mended when the event is heard again", async () => {
	const failing = new DynamoDBClient({ ...table.client, maxAttempts: 1 });
	let transactions = 0;
	failing.middlewareStack.add(
		(next, context) => async (args) => {
			if (context.commandName === "TransactWriteItemsCommand" && ++transactions > 1) throw new Error("killed");
			return next(args);
		},
		{ step: "initialize" },
	);
	const record = denied("d1", { violations: many(130) });
	const dying = openDynamoDbStore({ table: table.name, client: failing });
	await expect(dying.record(record, [stopTask()])).rejects.toThrow("killed");
	failing.destroy();
	expect(await store.decisionByKey(record.key)).toBeUndefined();
	expect(await store.record(record, [stopTask()])).toMatchObject({ first: true });
	expect(await store.findings({})).toHaveLength(130);
});

test("more actions than one transaction takes are refused before anything is written", async () => {
	const stops = Array.from({ length: 60 }, (_, n) => stopTask({ effectKey: `StopTask/${n}`, target: `task/${n}` }));
	await expect(store.record(denied("d1"), stops)).rejects.toThrow(/60 actions/);
	expect(await store.decision("d1")).toBeUndefined();
	expect((await store.record(denied("d1"), stops.slice(0, 42))).decision.actions).toHaveLength(42);
});

test("texts of any length may be names, resources, keys and uids", async () => {
	const long = "ü".repeat(5000);
	const record = denied(long, { key: long, resource: long, name: long, cluster: long, account: long, time: at(3) });
	const { decision } = await store.record(record, [stopTask({ target: long, effectKey: long })]);
	await store.record(denied("d2", { time: at(1) }), []);
	expect(await store.decisionByKey(long)).toEqual({ ...record, actions: decision.actions });
	const { decisions, next } = await store.decisions({ cluster: long, account: long, limit: 1 });
	expect([decisions.map(({ uid }) => uid), next]).toEqual([[long], null]);
	const first = await store.decisions({ limit: 1 });
	expect((await store.decisions({ limit: 1, cursor: first.next ?? "" })).decisions.map(({ uid }) => uid)).toEqual(["d2"]);
	const [claimed] = await store.claimActions(at(9), at(60), 9);
	expect(claimed?.id).toBe(decision.actions[0]?.id);
	await store.settle(claimed?.id ?? "", "done", "stopped", at(10), { awsRequestId: long });
	expect(await store.made(long)).toBe(true);
});

test("a list over more days than one call looks through goes on from its cursor", async () => {
	const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
	for (let n = 0; n < 104; n += 1)
		await store.record(allowed(`d${n}`, { time: day(n), verdict: n % 102 === 0 ? "undecided" : "allowed" }), []);
	const found: DecisionWithActions[] = [];
	let calls = 0;
	for (let cursor: string | null | undefined; cursor !== null; calls += 1) {
		const page: Awaited<ReturnType<Store["decisions"]>> = await store.decisions({
			verdict: "undecided",
			...(cursor === undefined ? {} : { cursor }),
		});
		found.push(...page.decisions);
		cursor = page.next;
	}
	expect(found.map(({ uid }) => uid)).toEqual(["d102", "d0"]);
	expect(calls).toBe(2);
});

test("while the index lags, the process that planned an action finishes it at once, and nobody else's claim is lost", async () => {
	const lagging = new DynamoDBClient(table.client);
	let lags = true;
	lagging.middlewareStack.add(
		(next) => async (args) => {
			const answer = await next(args);
			if (lags && "IndexName" in args.input && args.input.IndexName === "due") Object.assign(answer.output, { Items: [], Count: 0 });
			return answer;
		},
		{ step: "initialize" },
	);
	const one = openDynamoDbStore({ table: table.name, client: lagging });
	const other = openDynamoDbStore({ table: table.name, client: lagging });
	await one.record(denied("d1"), [stopTask()]);
	await one.accept("e1", {}, at(0));
	expect(await other.claimActions(at(5), at(60), 9)).toEqual([]);
	expect(await one.claimActions(at(5), at(60), 9)).toHaveLength(1);
	expect(await one.claimEvents(at(5), at(60), 9)).toHaveLength(1);
	expect(await one.claimActions(at(6), at(90), 9)).toEqual([]);
	lags = false;
	expect(await other.claimActions(at(61), at(120), 9)).toHaveLength(1);
	lagging.destroy();
});

test("everything but what must stay leaves by TTL, so many days after it was written", async () => {
	await store.accept("e1", {}, at(0));
	const { decision } = await store.record(denied("d1"), [stopTask(), notify("d1")]);
	await store.record(allowed("d2", { time: at(2) }), []);
	// Open of a service it stays, open of a single task it may never end.
	await store.record(denied("d3", { resource: "arn:aws:ecs:eu-west-1:1:service/shop/web" }), []);
	await store.record(denied("d4", { resource: "arn:aws:ecs:eu-west-1:1:task/shop/0123" }), []);
	await store.settle(decision.actions[0]?.id ?? "", "done", "stopped", at(3));
	await store.halt({ by: "alice", reason: "r", since: at(0) });
	await store.takePermit("1", "eu-west-1", 1, 1000, at(0));
	const client = DynamoDBDocumentClient.from(new DynamoDBClient(table.client));
	const { Items = [] } = await client.send(new ScanCommand({ TableName: table.name }));
	client.destroy();
	const stays = Items.filter(({ expiresAt }) => expiresAt === undefined).map(({ pk }) => String(pk).split("#")[0]);
	expect(stays.toSorted()).toEqual([
		...["admitted", "breakers", "calendar", "event", "halt"],
		...["ledger-accounts", "ledger-began", "ledger-open", "points", "resource"],
	]);
	const days = Items.flatMap(({ expiresAt }) =>
		expiresAt === undefined ? [] : [Math.round((expiresAt - Date.parse(at(0)) / 1000) / 86_400)],
	);
	expect(new Set(days)).toEqual(new Set([30]));
});

test("a table that is not there is named", async () => {
	const lost = openDynamoDbStore({ table: "taskgate-nowhere", client: table.client });
	await expect(lost.halted()).rejects.toThrow(/the DynamoDB table taskgate-nowhere is not in this account and Region/);
	await lost.close();
});
