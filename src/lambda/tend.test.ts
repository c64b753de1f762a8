import { describe, expect, it } from "vitest";
import { decision, NOW } from "../../test/requests.ts";
import { type Given, testWorld } from "../../test/worlds.ts";
import { plan } from "../admission/plan.ts";
import { recordOf } from "../record.ts";
import { tend } from "./tend.ts";

const MINUTE = 60_000;
const PLENTY = () => 60_000;
const SOON = { state: "retry", outcome: "throttled" } as const;

async function worldWithAPlan(given: Given = {}) {
	const world = testWorld(given);
	const denied = decision({ uid: "uid-1" });
	await world.store.record(recordOf(denied, "key/uid-1", "revert"), plan(denied, { reach: "revert", scaleToZero: false }));
	return world;
}

describe("tend", () => {
	it("finishes what is pending, and is quiet when all is well", async () => {
		const world = await worldWithAPlan();
		expect(await tend(world, PLENTY)).toEqual({ pending: 0, breakersOpen: 0 });
		expect(world.performed).toHaveLength(2);
		expect(world.alarms).toEqual([]);
	});

	it("begins no action that Lambda might cut off", async () => {
		const world = await worldWithAPlan();
		expect(await tend(world, () => 9_000)).toMatchObject({ pending: 2 });
		expect(world.performed).toEqual([]);
	});

	it("begins none that might be a move to a patched revision without the time for it", async () => {
		const world = await worldWithAPlan({ settings: { registerPatched: true } });
		expect(await tend(world, () => 31_000)).toMatchObject({ pending: 2 });
		expect(await tend(world, () => 33_000)).toMatchObject({ pending: 0 });
	});

	it("comes back in time although AWS hangs, and the action stays planned", async () => {
		const world = await worldWithAPlan();
		const hanging = { ...world, perform: () => new Promise<never>(() => {}) };
		const remaining = [10_000];
		expect(await tend(hanging, () => remaining.shift() ?? 2_050)).toMatchObject({ pending: 2 });
	});

	it("tells of actions that wait for more than ten minutes, each time, and not before", async () => {
		const world = await worldWithAPlan({ results: Array.from({ length: 20 }, () => SOON) });
		world.pass(9 * MINUTE);
		await tend(world, PLENTY);
		expect(world.alarms).toEqual([]);
		world.pass(2 * MINUTE);
		for (let i = 0; i < 2; i += 1) await tend(world, PLENTY);
		expect(world.alarms).toEqual(Array.from({ length: 2 }, () => "planned actions wait for more than 10 minutes"));
	});

	it("tells each time of an open breaker, and of a halt while something waits", async () => {
		const world = await worldWithAPlan();
		await world.store.halt({ by: "ada", reason: "INC-204", since: NOW });
		await world.store.takePermit("111122223333", "us-east-1", 0, MINUTE, NOW);
		for (let i = 0; i < 2; i += 1) expect(await tend(world, PLENTY)).toEqual({ pending: 2, breakersOpen: 1 });
		expect(world.alarms).toEqual(Array.from({ length: 2 }, () => ["breaker is open", "halted: planned actions wait"]).flat());
		expect(world.performed).toEqual([]);
	});
});
