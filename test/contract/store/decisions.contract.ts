import { expect, test } from "vitest";
import { BadCursor, type DecisionQuery, type Store } from "../../../src/store/store.ts";
import { allowed, at, denied, notify, type Open, violation } from "./records.ts";

/** The list of decisions. */
export function decisionsContract(open: Open): void {
	test("newest first by time, then by uid, with their actions", async () => {
		const { store } = await open();
		await store.record(denied("b", { time: at(1) }), [notify("b")]);
		await store.record(denied("c", { time: at(3) }), []);
		await store.record(denied("a", { time: at(1) }), []);
		const { decisions, next } = await store.decisions({});
		expect(decisions.map(({ uid }) => uid)).toEqual(["c", "b", "a"]);
		expect(decisions[1]).toEqual(await store.decision("b"));
		expect(next).toBeNull();
	});

	test("a page holds 100, and the pages together every decision once", async () => {
		const { store } = await open();
		for (let n = 0; n < 205; n += 1) await store.record(allowed(`d${n}`, { time: at(Math.floor(n / 3)) }), []);
		const pages = await allPages(store, {});
		expect(pages.map((page) => page.length)).toEqual([100, 100, 5]);
		expect(new Set(pages.flat()).size).toBe(205);
	});

	test("a full last page says that it is the last", async () => {
		const { store } = await open();
		for (let n = 0; n < 4; n += 1) await store.record(allowed(`d${n}`, { time: at(n) }), []);
		expect(await allPages(store, { limit: 2 })).toEqual([
			["d3", "d2"],
			["d1", "d0"],
		]);
	});

	test("decisions that arrive between two pages neither repeat nor hide one", async () => {
		const { store } = await open();
		for (let n = 0; n < 6; n += 1) await store.record(allowed(`d${n}`, { time: at(n) }), []);
		const first = await store.decisions({ limit: 3 });
		await store.record(allowed("new", { time: at(50) }), []);
		const second = await store.decisions({ limit: 3, cursor: first.next ?? "" });
		expect([...first.decisions, ...second.decisions].map(({ uid }) => uid)).toEqual(["d5", "d4", "d3", "d2", "d1", "d0"]);
	});

	test.each<DecisionQuery>([{ verdict: "denied", account: "1" }, { verdict: "denied", policy: "workload/privileged" }, { account: "1" }])(
		"%j: however few are looked at for a page, the pages together hold the same",
		async (query) => {
			const { store } = await open();
			for (let n = 0; n < 12; n += 1) {
				const some =
					n % 4 === 0 ? allowed(`d${n}`, { time: at(n), account: "1" }) : denied(`d${n}`, { time: at(n), account: String(n % 3) });
				await store.record(some, []);
			}
			const all = (await allPages(store, query)).flat();
			expect(all.length).toBeGreaterThan(2);
			for (const lookAt of [1, 2, 5, 100]) expect((await allPages(store, { ...query, limit: 3, lookAt })).flat()).toEqual(all);
		},
	);

	test.each<[DecisionQuery, string[]]>([
		[{ verdict: "denied" }, ["d5", "d4", "d1"]],
		[{ verdict: "undecided" }, ["d2"]],
		[{ policy: "image/tag" }, ["d4", "d3"]],
		[{ policy: "image" }, []],
		[{ account: "2" }, ["d3", "d2"]],
		[{ cluster: "jobs" }, ["d5"]],
		[{ since: at(3) }, ["d5", "d4", "d3"]],
		[{ until: at(3) }, ["d2", "d1"]],
		[{ since: at(2), until: at(4) }, ["d3", "d2"]],
		[{ since: at(4), until: at(2) }, []],
		[{ policy: "image/tag", verdict: "denied" }, ["d4"]],
		[{ policy: "image/tag", since: at(4) }, ["d4"]],
		[{ policy: "image/tag", until: at(4) }, ["d3"]],
		[{ policy: "workload/privileged", account: "1", cluster: "jobs", verdict: "denied", since: at(0), until: at(9) }, ["d5"]],
		[{ account: "' OR 1=1 --" }, []],
	])("%j selects %j", async (query, uids) => {
		const { store } = await open();
		const tag = violation({ policy: "image/tag", action: "warn" });
		await store.record(denied("d1", { time: at(1), account: "1" }), []);
		await store.record(allowed("d2", { time: at(2), account: "2", verdict: "undecided" }), []);
		await store.record(allowed("d3", { time: at(3), account: "2", violations: [tag] }), []);
		await store.record(denied("d4", { time: at(4), account: "1", violations: [tag, violation(), { ...tag, field: "/other" }] }), []);
		await store.record(denied("d5", { time: at(5), account: "1", cluster: "jobs" }), []);
		const { decisions } = await store.decisions(query);
		expect(decisions.map(({ uid }) => uid)).toEqual(uids);
	});

	test("a filtered list is paged like the whole", async () => {
		const { store } = await open();
		for (let n = 0; n < 9; n += 1)
			await store.record(n % 2 === 0 ? denied(`d${n}`, { time: at(1) }) : allowed(`d${n}`, { time: at(1) }), []);
		const pages = [["d8", "d6"], ["d4", "d2"], ["d0"]];
		expect(await allPages(store, { verdict: "denied", limit: 2 })).toEqual(pages);
		expect(await allPages(store, { policy: "workload/privileged", limit: 2 })).toEqual(pages);
	});

	test("times are compared as instants", async () => {
		const { store } = await open();
		await store.record(allowed("d1", { time: "2026-11-20T01:00:01+01:00" }), []);
		expect((await store.decisions({ since: "2026-11-20T00:00:01Z" })).decisions).toMatchObject([{ time: at(1) }]);
		expect((await store.decisions({ until: "2026-11-20T00:00:01Z" })).decisions).toEqual([]);
	});

	test.each(["", "x", "bm90IGpzb24", "e30", Buffer.from('{"time":"yesterday","uid":"d1"}').toString("base64url"), "🙂"])(
		"cursor %j is refused",
		async (cursor) => {
			const { store } = await open();
			await expect(store.decisions({ cursor })).rejects.toThrow(BadCursor);
		},
	);

	test("a cursor that was tampered with is refused", async () => {
		const { store } = await open();
		for (const uid of ["a", "b"]) await store.record(allowed(uid), []);
		const { next } = await store.decisions({ limit: 1 });
		await expect(store.decisions({ cursor: `${next}=` })).rejects.toThrow(BadCursor);
		await expect(store.decisions({ cursor: `.${next}` })).rejects.toThrow(BadCursor);
	});
}

/** The uids on each page until there is no next one. */
async function allPages(store: Store, query: DecisionQuery): Promise<string[][]> {
	const pages: string[][] = [];
	let cursor: string | null = null;
	do {
		const { decisions, next } = await store.decisions(cursor === null ? query : { ...query, cursor });
		pages.push(decisions.map(({ uid }) => uid));
		cursor = next;
	} while (cursor !== null);
	return pages;
}
