import { expect, test } from "vitest";
import { at, type Open } from "./records.ts";

/** Events accepted and not yet judged. */
export function inboxContract(open: Open): void {
	test("an accepted event comes back whole, also through another connection", async () => {
		const { store, again } = await open();
		const event = { detail: { requestParameters: null, n: 1.5, "päth\u0000": ["a", { b: true }] }, __proto__x: {} };
		await store.accept("e1", event, at(0));
		expect(await (await again()).claimEvents(at(1), at(60), 10)).toEqual([{ id: "e1", receivedAt: at(0), event, attempts: 0 }]);
	});

	test("an event that is accepted twice is stored once, as it was the first time", async () => {
		const { store } = await open();
		await store.accept("e1", { n: 1 }, at(0));
		await store.accept("e1", { n: 2 }, at(5));
		const claimed = await store.claimEvents(at(6), at(60), 10);
		expect(claimed.map(({ event, receivedAt }) => [event, receivedAt])).toEqual([[{ n: 1 }, at(0)]]);
	});

	test("accepting a leased event again neither stores it twice nor ends the lease", async () => {
		const { store } = await open();
		await store.accept("e1", {}, at(0));
		await store.claimEvents(at(1), at(60), 10);
		await store.accept("e1", {}, at(2));
		expect(await store.claimEvents(at(3), at(60), 10)).toEqual([]);
	});

	test("events are claimed oldest first, no more than asked for", async () => {
		const { store } = await open();
		for (const [id, seconds] of [
			["c", 3],
			["a", 1],
			["b", 2],
			["b2", 2],
		] as const) {
			await store.accept(id, {}, at(seconds));
		}
		expect((await store.claimEvents(at(10), at(60), 3)).map(({ id }) => id)).toEqual(["a", "b", "b2"]);
		expect((await store.claimEvents(at(10), at(60), 3)).map(({ id }) => id)).toEqual(["c"]);
	});

	test("a claimed event is nobody else's until the lease ends, then anybody's", async () => {
		const { store, again } = await open();
		const other = await again();
		await store.accept("e1", {}, at(0));
		expect(await store.claimEvents(at(1), at(60), 10)).toHaveLength(1);
		expect(await other.claimEvents(at(59), at(120), 10)).toEqual([]);
		expect(await other.claimEvents(at(60), at(120), 10)).toMatchObject([{ id: "e1", attempts: 0 }]);
		expect(await store.claimEvents(at(61), at(120), 10)).toEqual([]);
	});

	test("a postponed event is due again at its time and has one attempt more", async () => {
		const { store } = await open();
		await store.accept("e1", {}, at(0));
		await store.claimEvents(at(1), at(60), 10);
		await store.postpone("e1", at(30));
		expect(await store.claimEvents(at(29), at(90), 10)).toEqual([]);
		expect(await store.claimEvents(at(30), at(90), 10)).toMatchObject([{ id: "e1", attempts: 1, receivedAt: at(0) }]);
		await store.postpone("e1", at(40));
		expect(await store.claimEvents(at(40), at(90), 10)).toMatchObject([{ attempts: 2 }]);
	});

	test("a discarded event is gone, and may be posted again", async () => {
		const { store, again } = await open();
		await store.accept("e1", {}, at(0));
		await store.claimEvents(at(1), at(60), 10);
		await store.discard("e1");
		expect(await (await again()).claimEvents(at(90), at(120), 10)).toEqual([]);
		await store.accept("e1", { again: true }, at(100));
		expect(await store.claimEvents(at(101), at(160), 10)).toMatchObject([{ event: { again: true }, attempts: 0 }]);
	});

	test("an unknown event is neither postponed nor discarded, and nothing breaks", async () => {
		const { store } = await open();
		await store.postpone("nobody", at(1));
		await store.discard("nobody");
		expect(await store.claimEvents(at(10), at(60), 10)).toEqual([]);
	});

	test("instants are compared as instants, whatever their offset and precision", async () => {
		const { store } = await open();
		await store.accept("later", {}, "2026-11-20T00:00:01.5Z");
		await store.accept("sooner", {}, "2026-11-20T01:00:01+01:00");
		expect((await store.claimEvents("2026-11-20T00:00:02Z", "2026-11-20T00:01:00Z", 10)).map(({ id }) => id)).toEqual(["sooner", "later"]);
		expect(await store.claimEvents("2026-11-20T00:00:59.999Z", at(120), 10)).toEqual([]);
		expect(await store.claimEvents("2026-11-20T01:01:00+01:00", at(120), 10)).toHaveLength(2);
	});

	test.each(["yesterday", "2026-11-20T00:00:00", "2026-02-30T00:00:00Z", ""])("%j is refused as an instant, by name", async (instant) => {
		const { store } = await open();
		await expect(store.accept("e1", {}, instant)).rejects.toThrow(/receivedAt/);
		await expect(store.claimEvents(instant, at(1), 1)).rejects.toThrow(/now/);
	});
}
