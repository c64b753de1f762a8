import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { sourcesOf } from "../../test/rego-bundle.ts";
import { unresolvedRequest } from "../../test/requests.ts";
import { testWorld } from "../../test/worlds.ts";
import type { BundleSource, Fetched } from "../bundle-sources/bundle-source.ts";
import { judge } from "../judge.ts";
import { openCompiler } from "../rego/compiler.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import { LiveBundle, type LiveBundleParts } from "./live-bundle.ts";
import { startPolling } from "./polling.ts";

const compiler = openCompiler();
const bundles = new Map<string, Uint8Array>();
let live: LiveBundle | undefined;
beforeAll(async () => {
	for (const revision of ["r1", "r2"])
		bundles.set(
			revision,
			await compiler.build({ files: sourcesOf({ "w/a": `violation contains {"msg": "${revision}"} if input.request` }), revision }),
		);
});
afterEach(() => live?.close());
afterAll(() => compiler.close());

/** A source that a test turns, and parts around it that remember what happened. */
function given(first: string) {
	const state = { revision: first, fetches: 0, now: Date.parse("2026-11-29T08:00:00Z") };
	const told: string[] = [];
	const source: BundleSource = {
		name: "test",
		fetch: async (etag): Promise<Fetched> => {
			state.fetches += 1;
			if (state.revision === etag) return { type: "unchanged" };
			return { type: "fetched", bytes: bundles.get(state.revision) ?? Buffer.from("no bundle"), etag: state.revision };
		},
	};
	const parts: LiveBundleParts = {
		...{ source, verification: undefined, constraintFiles: [new URL("../../test/fixtures/live-bundle.yaml", import.meta.url).pathname] },
		store: openSqliteStore(":memory:"),
		log: { decided: () => {}, info: (happening) => told.push(happening), alarm: (happening) => told.push(`alarm: ${happening}`) },
		metrics: { polled: () => told.push("polled"), failed: (reason) => told.push(`failed: ${reason}`) },
		now: () => new Date(state.now).toISOString(),
		...{ pollingMs: 60_000, patienceMs: 10_000 },
	};
	return { state, told, parts };
}

const revision = () => live?.succession.current.engine.revision;

test("it is asked for at most once in each polling interval, however often somebody wants it", async () => {
	const { state, parts } = given("r1");
	live = await LiveBundle.open(parts);
	for (let n = 0; n < 5; n += 1) await live.refreshIfDue();
	expect(state.fetches).toBe(1);
	state.now += 60_000;
	state.revision = "r2";
	await Promise.all([live.refreshIfDue(), live.refreshIfDue(), live.refresh()]);
	expect(state.fetches).toBe(2);
	expect(revision()).toBe("r2");
	await live.refreshIfDue();
	expect(state.fetches).toBe(2);
});

test("what is bad is told once, counted each time, and over when it is over", async () => {
	const { state, told, parts } = given("r1");
	live = await LiveBundle.open(parts);
	state.revision = "broken";
	await live.refresh();
	await live.refresh();
	expect(live.problem).toBe("bundle");
	expect(revision()).toBe("r1");
	state.revision = "r1";
	await live.refresh();
	expect(live.problem).toBeUndefined();
	const alarm = "alarm: the policy bundle cannot be renewed: the last good one judges";
	expect(told).toEqual(["polled", "failed: bundle", alarm, "failed: bundle", "polled"]);
});

test("without the source and without a last good one there is nothing to start with; with one there is", async () => {
	const { state, parts } = given("broken");
	await expect(LiveBundle.open(parts)).rejects.toThrow("not a gzip file");
	state.revision = "r2";
	await (await LiveBundle.open(parts)).close();
	state.revision = "broken";
	live = await LiveBundle.open(parts);
	expect([revision(), live.problem]).toEqual(["r2", "bundle"]);
});

test("a judgement that is under way ends with the policies that it began with", async () => {
	const { state, parts } = given("r1");
	live = await LiveBundle.open(parts);
	const { succession } = live;
	const slow = Promise.withResolvers<void>();
	const hold = () => {
		const { inForce, release } = succession.hold();
		const evaluate: typeof inForce.engine.evaluate = async (...asked) => {
			await slow.promise;
			return inForce.engine.evaluate(...asked);
		};
		return { inForce: { ...inForce, engine: { ...inForce.engine, evaluate } }, release };
	};
	const world = { ...testWorld(), hold };
	const { engine } = succession.current;
	const judged = judge(world, unresolvedRequest());
	state.revision = "r2";
	await live.refresh();
	slow.resolve();
	const before = await judged;
	const after = await judge(world, unresolvedRequest());
	expect([before, after].map((decision) => [decision.revision, ...decision.enforcements.map(({ message }) => message)])).toEqual([
		["r1", "r1"],
		["r2", "r2"],
	]);
	const questions = [{ constraint: "a", policy: "w/a", parameters: {} }];
	expect(await engine.evaluate({} as never, state.now.toString(), questions)).toMatchObject([
		{ outcome: "failed", reason: "the engine is closed" },
	]);
});

test("policies from elsewhere that nobody verifies are taken with a warning; a file is not doubted", async () => {
	const { parts } = given("r1");
	const from = async (name: string) => {
		const opened = await LiveBundle.open({ ...parts, source: { ...parts.source, name } });
		await opened.close();
		return opened.succession.current.warnings;
	};
	expect(await from("s3://policies/team.tar.gz")).toEqual([
		expect.stringContaining("nobody verifies the policies from s3://policies/team.tar.gz"),
	]);
	expect(await from("/etc/taskgate/team.tar.gz")).toEqual([]);
});

test("closing gives up what is on its way, and tells nobody of it", async () => {
	const { told, parts } = given("r1");
	const hanging: BundleSource["fetch"] = (_, signal) =>
		new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
	let fetch = parts.source.fetch;
	live = await LiveBundle.open({ ...parts, source: { name: "test", fetch: (...asked) => fetch(...asked) } });
	fetch = hanging;
	const refreshing = live.refresh();
	await live.close();
	await refreshing;
	expect(told).toEqual(["polled"]);
});

test("polling goes on through failures and stops when it is told", async () => {
	const asked: number[] = [];
	const enough = Promise.withResolvers<void>();
	const stop = startPolling(
		{
			refresh: async () => {
				if (asked.push(0) === 3) enough.resolve();
			},
		},
		1,
	);
	// The loop's timers keep no process alive; this one does.
	const alive = setInterval(() => {}, 1_000);
	await enough.promise;
	stop();
	clearInterval(alive);
	const count = asked.length;
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(asked).toHaveLength(count);
});
