/** A simulated organization: every law holds of a whole run, and a run with one thing broken is told apart. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, inject, it } from "vitest";
import { judgeOutcome } from "../../bench/simulation/laws.ts";
import { report } from "../../bench/simulation/report.ts";
import { type Given, type Outcome, simulate, startOfTime } from "../../bench/simulation/simulation.ts";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { WholeStore } from "../../src/store/whole-store.ts";
import { openTestTable } from "../dynamodb-table.ts";

const SMALL = { accounts: 6, minutes: 4, seed: 3 };

async function broken(given: Partial<Given> = {}, doctor: (outcome: Outcome) => void = () => {}): Promise<readonly string[]> {
	const store = given.store ?? openSqliteStore(":memory:");
	const outcome = await simulate({ ...SMALL, ...given, store });
	doctor(outcome);
	const { breaches } = await judgeOutcome(outcome);
	await store.close();
	return breaches;
}

it("forty accounts for a quarter of an hour: nothing is lost, nothing is done twice, and every hardship was there", async () => {
	const store = openSqliteStore(":memory:");
	const outcome = await simulate({ accounts: 40, minutes: 15, seed: 20261120, store });
	const judged = await judgeOutcome(outcome);
	expect(judged.breaches).toEqual([]);

	const { queue, lambda, delivery, service, journal } = outcome;
	const { told } = lambda;
	const lost = [...journal.happenings.values()].filter(({ isLost }) => isLost).length;
	const hardships = { duplicates: delivery.duplicates, late: delivery.late, lost, failed: service.failed, dead: queue.dead.length };
	const more = { crashed: told.crashed, throttled: told.throttled, returned: told.returned, breakers: judged.records.breakers.size };
	for (const [name, times] of Object.entries({ ...hardships, ...more })) expect(times, name).toBeGreaterThan(0);
	expect(judged.records.decisions.length).toBeGreaterThan(1_200);
	expect(journal.effects.length).toBeGreaterThan(20);
	expect(report(outcome, judged)).toContain("laws: all hold");
	await store.close();
}, 240_000);

it("the same seed makes the same run", async () => {
	const run = async () => {
		const store = openSqliteStore(":memory:");
		const outcome = await simulate({ ...SMALL, store });
		return report(outcome, await judgeOutcome(outcome)).replaceAll(/"?[0-9a-f-]{36}"?/g, "");
	};
	expect(await run()).toBe(await run());
});

it("a few accounts on the DynamoDB store", async () => {
	const { name: table, client: config, drop } = await openTestTable(inject("motoUrl"));
	const timeline = startOfTime();
	const client = new DynamoDBClient(config);
	client.middlewareStack.add((next) => (args) => timeline.outside(next(args)), { step: "initialize" });
	const store = openDynamoDbStore({ table, client });
	expect(await broken({ accounts: 3, minutes: 2, store, timeline, storeIsReal: true })).toEqual([]);
	client.destroy();
	await drop();
});

const allOf = (breaches: readonly string[], kind: RegExp) => breaches.filter((breach) => kind.test(breach)).length;

it("a queue that drops one message is told", async () => {
	let calls = 0;
	const drops = (body: string) => body.includes('"eventName":"RegisterTaskDefinition"') && ++calls === 3;
	const breaches = await broken({ sabotage: { drops } });
	expect(breaches).toEqual([expect.stringMatching(/^lost: 1 messages about /)]);
});

it("an ECS in which every call takes effect twice is told", async () => {
	const breaches = await broken({ sabotage: { doesTwice: true } });
	expect(allOf(breaches, /^acted twice: DeregisterTaskDefinition of .*, 2 times$/)).toBeGreaterThan(0);
	expect(allOf(breaches, /^acted twice: RollBackDeployment of .*, 2 times$/)).toBeGreaterThan(0);
});

it("a store that forgets what it has decided is told", async () => {
	const store = openSqliteStore(":memory:");
	const kept = new Set<string>();
	const record: WholeStore["record"] = (given, actions) => {
		const { key, uid } = given;
		const again = kept.has(key);
		kept.add(key);
		return store.record(again ? { ...given, key: `${key}#${kept.size}`, uid: `${uid}${kept.size}` } : given, actions);
	};
	const breaches = await broken({ store: { ...store, decisionByKey: async () => undefined, record } });
	expect(allOf(breaches, /^invented: a decision about .*#\d+, of which no message came$/)).toBeGreaterThan(3);
});

it("a store that loses the answer of an action, so that it stays planned, is told", async () => {
	const store = openSqliteStore(":memory:");
	const settle: WholeStore["settle"] = async () => {};
	const breaches = await broken({ store: { ...store, settle } });
	expect(allOf(breaches, /^left undone: /)).toBeGreaterThan(0);
});

it.each([
	["harm: StopTask of t, which is compliant", { type: "StopTask", thing: "t", target: "t", wasBad: false, at: 0, since: 0 }],
	["unplanned: RestoreService of s", { type: "RestoreService", thing: "s x", target: "s", wasBad: true, at: 0, since: 0 }],
] as const)("%s", async (breach, effect) => {
	expect(await broken({}, ({ journal }) => journal.effects.push(effect))).toContain(breach);
});

it("what is bad and stands without a reason, what is dead without poison, and a look at the machine's clock are told", async () => {
	const breaches = await broken({}, (outcome) => {
		const [place] = [...outcome.service.ecs.places].filter(({ tasks }) => tasks.size > 0);
		const task = [...place!.tasks.values()].find(({ latest }) => latest.lastStatus === "RUNNING")!;
		const { definition } = task.latest;
		task.set({ ...task.latest, service: undefined, definition: { ...definition, isBad: true } }, 0);
		outcome.queue.dead.push({ id: "m", body: "{}", sentAt: 0, receives: 6, firstReceivedAt: 1 });
		outcome.queue.ages.waited.push(15 * 60_000);
		Object.assign(outcome, { dateReads: 1 });
	});
	for (const kind of [/^stands: task /, /^dead letters: /, /^queue: a message waited 900 s/, /^clock: /])
		expect(allOf(breaches, kind)).toBe(1);
});
