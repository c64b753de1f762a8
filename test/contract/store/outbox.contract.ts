import { expect, test } from "vitest";
import type { PlannedAction } from "../../../src/admission/plan.ts";
import type { Store } from "../../../src/store/store.ts";
import { at, denied, notify, type Open, SERVICE, stopTask } from "./records.ts";

/** Actions from the moment they are planned until they end. */
export function outboxContract(open: Open): void {
	test("planned actions are claimed oldest first, no more than asked for, and leased", async () => {
		const { store, again } = await open();
		for (const n of [3, 1, 2]) await plan(store, `d${n}`, notify(`d${n}`), at(n));
		const claimed = await store.claimActions(at(10), at(60), 2);
		expect(claimed.map(({ decisionUid }) => decisionUid)).toEqual(["d1", "d2"]);
		expect(await store.claimActions(at(10), at(60), 0)).toEqual([]);
		expect((await (await again()).claimActions(at(10), at(60), 9)).map(({ decisionUid }) => decisionUid)).toEqual(["d3"]);
	});

	test("the answers that let a deployment go on can be claimed alone, and are of what waits", async () => {
		const { store } = await open();
		const answer = (said: "CONTINUE" | "ROLLBACK") =>
			stopTask({ type: "ContinueDeployment", parameters: { hookId: "h", answer: said }, effectKey: said });
		await plan(store, "d1", stopTask());
		await plan(store, "d2", answer("ROLLBACK"));
		await plan(store, "d3", answer("CONTINUE"));
		expect(await store.pendingActions()).toBe(3);
		expect((await store.claimActions(at(10), at(60), 9, { goAheads: true })).map(({ decisionUid }) => decisionUid)).toEqual(["d3"]);
		expect((await store.claimActions(at(10), at(60), 9)).map(({ decisionUid }) => decisionUid).toSorted()).toEqual(["d1", "d2"]);
	});

	test("after a crash, when the lease has ended, somebody else finishes the action", async () => {
		const { store, again } = await open();
		await plan(store, "d1", stopTask());
		await store.claimActions(at(10), at(60), 9);
		await store.close();
		const other = await again();
		expect(await other.claimActions(at(59), at(120), 9)).toEqual([]);
		expect(await other.claimActions(at(60), at(120), 9)).toMatchObject([{ type: "StopTask", decisionUid: "d1", attempts: 0 }]);
	});

	test("whoever claims an action is told that an earlier lease on it ran out, and not of one that was given back", async () => {
		const { store } = await open();
		const id = await plan(store, "d1", stopTask());
		const told = async (now: number) => (await store.claimActions(at(now), at(now + 10), 9)).map(({ unreported }) => unreported);
		expect(await told(10)).toEqual([undefined]);
		expect(await told(20)).toEqual([true]);
		await store.retry(id, "AWS was busy", at(25));
		expect(await told(25)).toEqual([undefined]);
		expect(await told(40)).toEqual([true]);
		expect((await store.decision("d1"))?.actions[0]).not.toHaveProperty("unreported");
	});

	test("an action is not due before its decision was made", async () => {
		const { store } = await open();
		await plan(store, "d1", stopTask(), at(5));
		expect(await store.claimActions(at(4), at(60), 9)).toEqual([]);
		expect(await store.claimActions(at(5), at(60), 9)).toHaveLength(1);
	});

	test("an action that its own process does is nobody else's until then", async () => {
		const { store } = await open();
		const id = await plan(store, "d1", stopTask({ dueAt: "2026-11-20T01:00:30+01:00" }));
		expect((await store.decision("d1"))?.actions).toMatchObject([{ state: "planned", dueAt: at(30) }]);
		expect(await store.claimActions(at(29), at(60), 9)).toEqual([]);
		expect(await store.claimActions(at(30), at(60), 9)).toMatchObject([{ id }]);
		await store.settle(id, "done", "by its own process", at(31), { awsRequestId: "own" });
		expect(await store.made("own")).toBe(true);
	});

	test("a retried action stays planned, counts the attempt, and is due at its time", async () => {
		const { store } = await open();
		const id = await plan(store, "d1", stopTask());
		await store.claimActions(at(10), at(60), 9);
		await store.retry(id, "throttled", at(30));
		expect(await store.claimActions(at(29), at(90), 9)).toEqual([]);
		expect(await store.claimActions(at(30), at(90), 9)).toMatchObject([
			{ id, state: "planned", attempts: 1, outcome: "throttled", dueAt: at(30) },
		]);
		expect(await store.pendingActions()).toBe(1);
	});

	test("the first settlement stands: settling or retrying again changes nothing", async () => {
		const { store, again } = await open();
		const id = await plan(store, "d1", stopTask());
		await store.settle(id, "done", "stopped", at(2));
		await (await again()).settle(id, "failed", "too late", at(3), { successor: notify("d1"), awsRequestId: "late" });
		await store.retry(id, "too late", at(4));
		expect((await store.decision("d1"))?.actions).toMatchObject([{ state: "done", outcome: "stopped", attempts: 0 }]);
		expect(await store.pendingActions()).toBe(0);
		expect(await store.claimActions(at(99), at(120), 9)).toEqual([]);
	});

	test("a successor is stored with the settlement, has an id of its own, and is due at once", async () => {
		const { store } = await open();
		const rollBack = stopTask({ type: "RollBackDeployment", target: SERVICE, effectKey: `undo/${SERVICE}`, otherwise: ["RestoreService"] });
		const id = await plan(store, "d1", rollBack);
		const restore = stopTask({ type: "RestoreService", target: SERVICE, effectKey: `undo/${SERVICE}` });
		await store.settle(id, "superseded", "no deployment in progress", at(7), { successor: restore });
		const [ended, next] = (await store.decision("d1"))?.actions ?? [];
		expect(ended).toMatchObject({ id, state: "superseded", outcome: "no deployment in progress" });
		expect(next).toEqual({ ...restore, id: expect.any(String), decisionUid: "d1", attempts: 0, dueAt: at(7) });
		expect(next?.id).not.toBe(id);
		expect(await store.claimActions(at(7), at(60), 9)).toEqual([next]);
	});

	test("a successor whose effect another decision has planned is superseded", async () => {
		const { store } = await open();
		await plan(store, "d1", stopTask());
		const id = await plan(store, "d2", notify("d2"));
		await store.settle(id, "failed", "no bus", at(7), { successor: stopTask() });
		expect((await store.decision("d2"))?.actions).toMatchObject([
			{ state: "failed" },
			{ state: "superseded", outcome: expect.stringContaining("d1") },
		]);
	});

	test("a settlement whose successor cannot be stored has not taken place", async () => {
		const { store } = await open();
		const id = await plan(store, "d1", stopTask());
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		await expect(store.settle(id, "failed", "x", at(7), { successor: notify("d1", { precondition: circular }) })).rejects.toThrow();
		expect((await store.decision("d1"))?.actions).toMatchObject([{ state: "planned" }]);
	});

	test("pending are the planned ones only", async () => {
		const { store } = await open();
		await plan(store, "d1", stopTask());
		await plan(store, "d2", notify("d2", { state: "withheld", outcome: "off" }));
		await plan(store, "d3", notify("d3"));
		expect(await store.pendingActions()).toBe(2);
	});

	test("a call is ours once the action that made it has ended, in every process, and nobody else's is", async () => {
		const { store, again } = await open();
		const id = await plan(store, "d1", stopTask());
		expect(await store.made("request-1")).toBe(false);
		await store.settle(id, "done", "stopped", at(2), { awsRequestId: "request-1" });
		await store.settle(id, "done", "stopped", at(3), { awsRequestId: "request-2" });
		expect(await (await again()).made("request-1")).toBe(true);
		expect(await store.made("request-2")).toBe(false);
	});

	test("what undoes goes before what only tells, however long that has waited", async () => {
		const { store } = await open();
		await plan(store, "d1", notify("d1"), at(1));
		await plan(store, "d2", stopTask(), at(2));
		const claimed = await store.claimActions(at(10), at(60), 2);
		expect(claimed.map(({ type }) => type)).toEqual(["StopTask", "Notify"]);
	});
}

/** Records a decision with this one action, and answers the action's id. */
async function plan(store: Store, uid: string, action: PlannedAction, decidedAt = at(1)): Promise<string> {
	const { decision } = await store.record(denied(uid, { decidedAt }), [action]);
	const [stored] = decision.actions;
	if (stored === undefined) throw new Error(`decision ${uid} was stored without its action`);
	return stored.id;
}
