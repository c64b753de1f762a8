import { describe, expect, it } from "vitest";
import { decision } from "../test/requests.ts";
import { type Given, testWorld } from "../test/worlds.ts";
import { plan } from "./admission/plan.ts";
import type { ActionResult } from "./ecs/action-result.ts";
import { finishActions } from "./outbox.ts";
import { recordOf } from "./record.ts";
import { later } from "./world.ts";

const MINUTE = 60_000;

async function worldWithOnePlan(given: Given = {}, uid = "uid-1") {
	const world = testWorld(given);
	return { world, ...(await planOne(world, uid)) };
}

async function planOne(world: ReturnType<typeof testWorld>, uid: string) {
	const denied = decision({ uid });
	const actions = plan(denied, { reach: "revert", scaleToZero: false }).map((action) => ({
		...action,
		effectKey: `${action.effectKey}/${uid}`,
	}));
	await world.store.record(recordOf(denied, `key/${uid}`, "revert"), actions);
	const states = async () =>
		(await world.store.decision(uid))?.actions.map(({ type, state, outcome }) => `${type} ${state} ${outcome}`) ?? [];
	return { states };
}

const result = (state: ActionResult["state"]): ActionResult => ({ state, outcome: `it was ${state}` });

describe("finishActions", () => {
	it("performs what is planned, once", async () => {
		const { world, states } = await worldWithOnePlan();
		expect(await finishActions(world)).toBe(2);
		expect(await finishActions(world)).toBe(0);
		expect(world.performed.map((text) => text.split(" ")[0])).toEqual(["DeregisterTaskDefinition", "Notify"]);
		expect(await states()).toEqual(["DeregisterTaskDefinition done done", "Notify done done"]);
	});

	it("asks what became of a registration whose process ended, whatever keeps it from acting", async () => {
		const world = testWorld({ settings: { enforce: false, actionLimit: { count: 0, windowMs: MINUTE } } });
		const allowed = decision({ uid: "uid-1", verdict: "allowed", enforcements: [] });
		const [denial] = plan(decision(), { reach: "revert", scaleToZero: false });
		if (denial === undefined) throw new Error("nothing was planned");
		const dueAt = later(world.now(), MINUTE);
		await world.store.record(recordOf(allowed, "key", "prevent"), [{ ...denial, type: "RegisterTaskDefinition", dueAt }]);
		expect(await finishActions(world)).toBe(0);
		world.pass(MINUTE);
		expect(await finishActions(world)).toBe(1);
		world.pass(48 * 60 * MINUTE);
		await world.store.record(recordOf({ ...allowed, uid: "uid-2" }, "key-2", "prevent"), [
			{ ...denial, type: "RegisterTaskDefinition", effectKey: "2" },
		]);
		expect(await finishActions(world)).toBe(1);
		expect(world.performed.map((text) => text.split(" ")[0])).toEqual(["RegisterTaskDefinition", "RegisterTaskDefinition"]);
		expect(world.alarms).toEqual([]);
	});

	it("tries again later what AWS could not take, and gives up with an alarm", async () => {
		const { world, states } = await worldWithOnePlan({ results: Array.from({ length: 100 }, () => result("retry")) });
		await finishActions(world);
		expect(await finishActions(world)).toBe(0);
		for (let i = 0; i < 12; i += 1) {
			world.pass(5 * MINUTE);
			await finishActions(world);
		}
		expect(await states()).toEqual([
			expect.stringContaining("DeregisterTaskDefinition failed it was retry; given up after 10 attempts") as string,
			expect.stringContaining("Notify failed") as string,
		]);
		const attempts = world.performed.filter((text) => text.startsWith("DeregisterTaskDefinition")).length;
		expect({ alarms: world.alarms, attempts }).toEqual({ alarms: ["action failed", "action failed"], attempts: 10 });
	});

	it.each([
		["superseded", "DeregisterTaskDefinition superseded it was superseded", []],
		["failed", "DeregisterTaskDefinition failed it was failed", ["action failed"]],
		["notApplicable", "DeregisterTaskDefinition failed it was notApplicable; nothing left to try", ["nothing left to try"]],
	] as const)("%s ends an action", async (state, line, alarms) => {
		const { world, states } = await worldWithOnePlan({ results: [result(state)] });
		await finishActions(world);
		expect((await states())[0]).toBe(line);
		expect(world.alarms).toEqual(alarms);
	});

	it("goes down the ladder when an action does not apply", async () => {
		const world = testWorld({ results: [result("notApplicable"), result("done"), result("done")] });
		const denied = decision({
			request: { ...decision().request, kind: "Service", targets: { service: "arn:aws:ecs:x:1:service/c/s" } } as never,
		});
		await world.store.record(recordOf(denied, "key", "revert"), plan(denied, { reach: "revert", scaleToZero: true }));
		await finishActions(world);
		const actions = (await world.store.decision("uid-1"))?.actions.map(({ type, state, otherwise }) => [type, state, otherwise.join()]);
		expect(actions).toContainEqual(["RollBackDeployment", "superseded", "RestoreService,ScaleToZero"]);
		expect(actions).toContainEqual(["RestoreService", "done", "ScaleToZero"]);
		expect(actions).not.toContainEqual(["ScaleToZero", expect.anything(), expect.anything()]);
	});

	it("waits while halted, and goes on when resumed", async () => {
		const { world, states } = await worldWithOnePlan();
		await world.store.halt({ by: "ops", reason: "look first", since: world.now() });
		expect(await finishActions(world)).toBe(0);
		expect(world.performed).toEqual([]);
		await world.store.resume();
		await finishActions(world);
		expect(await states()).toEqual(["DeregisterTaskDefinition done done", "Notify done done"]);
	});

	it("a halt while it performs holds from the next action on", async () => {
		const { world } = await worldWithOnePlan();
		const perform = async (action: { readonly type: string }) => {
			world.performed.push(action.type);
			await world.store.halt({ by: "ops", reason: "stop", since: world.now() });
			return result("done");
		};
		expect(await finishActions({ ...world, perform })).toBe(1);
		expect(world.performed).toEqual(["DeregisterTaskDefinition"]);
		expect(await world.store.pendingActions()).toBe(1);
	});

	it("never does what waited until it was the past", async () => {
		const { world, states } = await worldWithOnePlan();
		world.pass(61 * MINUTE);
		await finishActions(world);
		expect(world.performed).toEqual([]);
		expect((await states())[0]).toContain("withheld it waited too long");
	});

	it("a process without AWS leaves the actions to one that can", async () => {
		const { world, states } = await worldWithOnePlan();
		const { perform: _, ...handless } = world;
		expect(await finishActions(handless)).toBe(0);
		expect((await states())[0]).toContain("planned");
		expect(await finishActions(world)).toBe(2);
	});

	it("does nothing where enforcement was turned off meanwhile", async () => {
		const { world, states } = await worldWithOnePlan();
		await finishActions({ ...world, settings: { ...world.settings, enforce: false } });
		expect(world.performed).toEqual([]);
		expect((await states())[0]).toContain("withheld enforcement is off");
	});

	it("past the limit the breaker opens with one alarm, notices still go out, and it stays open until reset", async () => {
		const { world, states } = await worldWithOnePlan({ settings: { actionLimit: { count: 1, windowMs: MINUTE } } });
		const second = await planOne(world, "uid-2");
		const third = await planOne(world, "uid-3");
		await finishActions(world);
		expect((await states())[0]).toContain("done");
		for (const later of [second, third]) {
			expect((await later.states())[0]).toContain("withheld the breaker is open");
			expect((await later.states())[1]).toContain("Notify done");
		}
		expect(world.alarms.filter((alarm) => alarm.startsWith("breaker opened"))).toHaveLength(1);

		world.pass(10 * MINUTE);
		const still = await planOne(world, "uid-4");
		await finishActions(world);
		expect((await still.states())[0]).toContain("withheld");
		await world.store.resetBreakers();
		const after = await planOne(world, "uid-5");
		await finishActions(world);
		expect((await after.states())[0]).toContain("done");
	});

	describe("an answer that lets a paused deployment go on", () => {
		async function paused(given: Given, letThrough?: string) {
			const world = testWorld(given);
			const pause = { hookId: "h", deployment: "arn:aws:ecs:x:1:service-deployment/c/s/1", stage: "PRE_SCALE_UP" };
			const judged = decision({ request: { ...decision().request, kind: "Service", pause } as never, ...(letThrough && { letThrough }) });
			const actions = plan(judged, { reach: "prevent", silent: true, scaleToZero: false, pauseStages: [pause.stage] });
			await world.store.record(recordOf(judged, "key", "prevent"), actions);
			return world;
		}

		it("is given while halted, and nothing else is", async () => {
			const world = await paused({}, "halted");
			await world.store.halt({ by: "ops", reason: "look first", since: world.now() });
			expect(await finishActions(world)).toBe(1);
			expect(world.performed).toEqual(["ContinueDeployment arn:aws:ecs:x:1:service-deployment/c/s/1"]);
			expect(await world.store.pendingActions()).toBe(1);
		});

		it("is given while enforcement is off, and takes no permit", async () => {
			const world = await paused({ settings: { enforce: false, actionLimit: { count: 0, windowMs: MINUTE } } }, "off");
			await finishActions(world);
			expect(world.performed).toEqual(["ContinueDeployment arn:aws:ecs:x:1:service-deployment/c/s/1"]);
			expect(world.alarms).toEqual([]);
		});

		it("a rollback is an act of enforcement: it waits for the end of a halt, and takes a permit", async () => {
			const world = await paused({ settings: { actionLimit: { count: 0, windowMs: MINUTE } } });
			await world.store.halt({ by: "ops", reason: "look first", since: world.now() });
			expect(await finishActions(world)).toBe(0);
			await world.store.resume();
			await finishActions(world);
			expect(world.performed.some((action) => action.startsWith("ContinueDeployment"))).toBe(false);
		});
	});
});
