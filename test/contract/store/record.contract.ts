import { expect, test } from "vitest";
import { allowed, at, denied, notify, type Open, SERVICE, stopTask, violation } from "./records.ts";

/** One transaction: the decision, its actions, its findings. */
export function recordContract(open: Open): void {
	test("a decision comes back as it was recorded, with its actions in order", async () => {
		const { store, again } = await open();
		const record = denied("d1", {
			failures: [{ policy: "image/registry", reason: "deadline" }],
			unknown: [{ policy: "image/tag", field: "/x", message: "m" }],
			letThrough: "enforcement is off",
			refusedBy: "a service control policy",
		});
		const stop = stopTask({ otherwise: ["Notify"], parameters: { tags: { "taskgate:refused": "workload/privileged" } } });
		const { first, decision } = await store.record(record, [stop, notify("d1")]);
		expect(first).toBe(true);
		expect(decision).toEqual({
			...record,
			actions: [
				{ ...stop, id: expect.any(String), decisionUid: "d1", attempts: 0, dueAt: at(1) },
				{ ...notify("d1"), id: expect.any(String), decisionUid: "d1", attempts: 0, dueAt: at(1) },
			],
		});
		const other = await again();
		expect(await other.decision("d1")).toEqual(decision);
		expect(await other.decisionByKey("event/d1")).toEqual(decision);
	});

	test("what the request does not have comes back as undefined", async () => {
		const { store } = await open();
		const record = denied("d1", { account: undefined, region: undefined, cluster: undefined, violations: [] });
		await store.record(record, []);
		expect(await store.decision("d1")).toEqual({ ...record, actions: [] });
	});

	test("unknown uids and keys have no decision", async () => {
		const { store } = await open();
		expect(await store.decision("d1")).toBeUndefined();
		expect(await store.decisionByKey("event/d1")).toBeUndefined();
	});

	test("the first decision with a key stands; the second writes nothing and returns it", async () => {
		const { store, again } = await open();
		const { decision } = await store.record(denied("d1", { key: "same" }), [notify("d1")]);
		const second = allowed("d2", { key: "same", violations: [violation({ policy: "image/tag" })] });
		expect(await (await again()).record(second, [stopTask()])).toEqual({ first: false, decision });
		expect(await store.decision("d2")).toBeUndefined();
		expect(await store.pendingActions()).toBe(1);
		expect((await store.findings({})).map(({ policy }) => policy)).toEqual(["workload/privileged"]);
	});

	test("the standing decision is returned with its actions as they are now", async () => {
		const { store } = await open();
		const { decision } = await store.record(denied("d1"), [notify("d1")]);
		await store.settle(decision.actions[0]?.id ?? "", "done", "sent", at(2));
		const { decision: standing } = await store.record(denied("d2", { key: "event/d1" }), []);
		expect(standing.actions).toMatchObject([{ state: "done", outcome: "sent" }]);
	});

	test("a decision whose record fails half-way leaves nothing", async () => {
		const { store, again } = await open();
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		const broken = stopTask({ precondition: circular });
		await expect(store.record(denied("d1"), [notify("d1"), broken])).rejects.toThrow();
		const other = await again();
		expect(await other.decision("d1")).toBeUndefined();
		expect(await other.decisionByKey("event/d1")).toBeUndefined();
		expect(await other.decisions({ policy: "workload/privileged" })).toEqual({ decisions: [], next: null });
		expect(await other.pendingActions()).toBe(0);
		expect(await other.findings({})).toEqual([]);
		expect((await store.record(denied("d1"), [notify("d1")])).first).toBe(true);
	});

	test("a second decision with a uid that is taken is refused, and nothing of it stays", async () => {
		const { store } = await open();
		await store.record(denied("d1"), []);
		await expect(store.record(denied("d1", { key: "another" }), [notify("d1")])).rejects.toThrow();
		expect(await store.pendingActions()).toBe(0);
	});

	test("a time that is none is refused by name", async () => {
		const { store } = await open();
		await expect(store.record(denied("d1", { time: "today" }), [])).rejects.toThrow(/time/);
		await expect(store.record(denied("d1", { decidedAt: "today" }), [])).rejects.toThrow(/decidedAt/);
	});

	test("an effect that is planned already is superseded, and its outcome names the other decision", async () => {
		const { store } = await open();
		await store.record(denied("d1"), [stopTask()]);
		const { decision } = await store.record(denied("d2"), [stopTask(), notify("d2")]);
		expect(decision.actions.map(({ state }) => state)).toEqual(["superseded", "planned"]);
		expect(decision.actions[0]?.outcome).toContain("d1");
		expect((await store.claimActions(at(9), at(60), 9)).map(({ decisionUid, type }) => [decisionUid, type])).toEqual([
			["d1", "StopTask"],
			["d2", "Notify"],
		]);
	});

	test("the same effect twice in one decision is planned once", async () => {
		const { store } = await open();
		const { decision } = await store.record(denied("d1"), [stopTask(), stopTask()]);
		expect(decision.actions.map(({ state }) => state)).toEqual(["planned", "superseded"]);
	});

	test.each([
		["done", "superseded"],
		["failed", "planned"],
		["superseded", "planned"],
		["withheld", "planned"],
	] as const)("after an effect ended as %s, the next one is %s", async (ended, next) => {
		const { store } = await open();
		const { decision } = await store.record(denied("d1"), [stopTask()]);
		await store.settle(decision.actions[0]?.id ?? "", ended, "so it ended", at(2));
		const { decision: later } = await store.record(denied("d2"), [stopTask()]);
		expect(later.actions).toMatchObject([{ state: next }]);
	});

	test("a withheld action keeps its outcome, blocks nothing, and is never claimed", async () => {
		const { store } = await open();
		const withheld = stopTask({ state: "withheld", outcome: "enforcement is off" });
		const { decision } = await store.record(denied("d1"), [withheld]);
		expect(decision.actions).toMatchObject([{ state: "withheld", outcome: "enforcement is off" }]);
		expect(await store.claimActions(at(9), at(60), 9)).toEqual([]);
		expect((await store.record(denied("d2"), [stopTask()])).decision.actions).toMatchObject([{ state: "planned" }]);
		expect((await store.record(denied("d3"), [withheld])).decision.actions).toMatchObject([
			{ state: "withheld", outcome: "enforcement is off" },
		]);
	});

	test("the last admitted is the newest allowed decision about the service, by its time", async () => {
		const { store } = await open();
		const object = (n: number) => ({ object: { taskDefinition: `web:${n}` }, time: at(n) });
		for (const n of [0, 2, 1]) await store.record(allowed(`d${n}`, object(n)), []);
		await store.record(denied("d3", object(3)), []);
		await store.record(allowed("d4", { ...object(4), resource: `${SERVICE}-other` }), []);
		await store.record(allowed("d5", { ...object(5), kind: "Task" }), []);
		await store.record(allowed("d6", { ...object(6), verdict: "undecided" }), []);
		expect(await store.lastAdmitted(SERVICE, "Service")).toEqual(allowed("d2", object(2)));
		expect(await store.lastAdmitted("arn:of:nothing", "Service")).toBeUndefined();
	});

	test.each(["Daemon", "ExpressGatewayService"] as const)(
		"the last admitted is kept by kind: %s beside a service of the same ARN",
		async (kind) => {
			const { store, again } = await open();
			const object = (n: number) => ({ object: { taskDefinition: `web:${n}` }, time: at(n) });
			await store.record(allowed("d1", { ...object(1), kind }), []);
			await store.record(allowed("d2", object(2)), []);
			await store.record(allowed("d0", { ...object(0), kind }), []);
			await store.record(denied("d3", { ...object(3), kind }), []);
			expect(await (await again()).lastAdmitted(SERVICE, kind)).toEqual(allowed("d1", { ...object(1), kind }));
			expect(await store.lastAdmitted(SERVICE, "Service")).toEqual(allowed("d2", object(2)));
		},
	);

	test("the newest verdict is that of the newest decision about the resource as this kind, by its time", async () => {
		const { store, again } = await open();
		await store.record(allowed("d1", { kind: "TaskDefinition", time: at(2) }), []);
		await store.record(denied("d2", { kind: "Tags", time: at(3) }), []);
		expect(await store.newestVerdict(SERVICE, "TaskDefinition")).toBe("allowed");
		await store.record(denied("d3", { kind: "TaskDefinition", time: at(1) }), []);
		expect(await store.newestVerdict(SERVICE, "TaskDefinition")).toBe("allowed");
		await store.record(denied("d4", { kind: "TaskDefinition", time: at(4) }), []);
		expect(await (await again()).newestVerdict(SERVICE, "TaskDefinition")).toBe("denied");
		expect(await store.newestVerdict(SERVICE, "Daemon")).toBeUndefined();
	});
}
