import { expect, test } from "vitest";
import { at, type Open } from "./records.ts";

const MINUTE = 60_000;

/** What keeps acting in bounds: permits, the breaker, and halt. */
export function breakerContract(open: Open): void {
	test("so many permits in a window and no more, counted over all connections; then the breaker opens and stays open", async () => {
		const { store, again } = await open();
		const other = await again();
		expect(await store.openBreakers()).toEqual([]);
		expect(await store.takePermit("1", "eu-west-1", 2, MINUTE, at(0))).toBe(true);
		expect(await other.takePermit("1", "eu-west-1", 2, MINUTE, at(1))).toBe(true);
		expect(await store.openBreakers()).toEqual([]);
		expect(await store.takePermit("1", "eu-west-1", 2, MINUTE, at(2))).toBe(false);
		expect(await other.openBreakers()).toEqual([{ account: "1", region: "eu-west-1", since: at(2) }]);
		expect(await other.takePermit("1", "eu-west-1", 2, MINUTE, at(600))).toBe(false);
		expect(await (await again()).openBreakers()).toEqual([{ account: "1", region: "eu-west-1", since: at(2) }]);
	});

	test("each account and Region has permits and a breaker of its own", async () => {
		const { store } = await open();
		expect(await store.takePermit("1", "eu-west-1", 1, MINUTE, at(0))).toBe(true);
		expect(await store.takePermit("1", "eu-west-1", 1, MINUTE, at(0))).toBe(false);
		expect(await store.takePermit("1", "us-east-1", 1, MINUTE, at(0))).toBe(true);
		expect(await store.takePermit("2", "eu-west-1", 1, MINUTE, at(0))).toBe(true);
		expect(await store.takePermit("2", "eu-west-1", 1, MINUTE, at(0))).toBe(false);
		expect(await store.openBreakers()).toEqual([
			{ account: "1", region: "eu-west-1", since: at(0) },
			{ account: "2", region: "eu-west-1", since: at(0) },
		]);
	});

	test("permits come back with time", async () => {
		const { store } = await open();
		expect(await store.takePermit("1", "eu-west-1", 1, MINUTE, at(0))).toBe(true);
		expect(await store.takePermit("1", "eu-west-1", 1, MINUTE, at(120))).toBe(true);
		expect(await store.takePermit("1", "eu-west-1", 1, MINUTE, at(240))).toBe(true);
	});

	test("after a reset there are permits again, at the same instant", async () => {
		const { store, again } = await open();
		await store.takePermit("1", "eu-west-1", 1, MINUTE, at(0));
		await store.takePermit("1", "eu-west-1", 1, MINUTE, at(0));
		await (await again()).resetBreakers();
		expect(await store.openBreakers()).toEqual([]);
		expect(await store.takePermit("1", "eu-west-1", 1, MINUTE, at(0))).toBe(true);
		expect(await store.takePermit("1", "eu-west-1", 1, MINUTE, at(0))).toBe(false);
	});

	test("a limit of nothing permits nothing", async () => {
		const { store } = await open();
		expect(await store.takePermit("1", "eu-west-1", 0, MINUTE, at(0))).toBe(false);
		expect(await store.openBreakers()).toHaveLength(1);
	});

	test("where a refusal is to open nothing, permits come back with time", async () => {
		const { store, again } = await open();
		const take = async (seconds: number) => (await again()).takePermit("1", "eu-west-1/moves", 1, MINUTE, at(seconds), { opens: false });
		expect([await take(0), await take(1), await take(2)]).toEqual([true, false, false]);
		expect(await store.openBreakers()).toEqual([]);
		expect(await take(120)).toBe(true);
	});

	test("halt is seen by every connection at once, and resume too", async () => {
		const { store, again } = await open();
		const other = await again();
		expect(await store.halted()).toBeUndefined();
		await other.halt({ by: "alice", reason: "incident 7", since: at(0) });
		expect(await store.halted()).toEqual({ by: "alice", reason: "incident 7", since: at(0) });
		await store.halt({ by: "bob", reason: "incident 8", since: at(5) });
		expect(await other.halted()).toEqual({ by: "bob", reason: "incident 8", since: at(5) });
		await store.resume();
		expect(await other.halted()).toBeUndefined();
		await store.resume();
	});

	test("a halt outlives the process that called it", async () => {
		const { store, again } = await open();
		await store.halt({ by: "alice", reason: "incident 7", since: at(0) });
		await store.close();
		expect(await (await again()).halted()).toMatchObject({ by: "alice" });
	});
}
