import { expect, it } from "vitest";
import { ARN, admissionRequest, decision } from "../test/requests.ts";
import { type TestWorld, testWorld } from "../test/worlds.ts";
import type { Decision } from "./admission/decide.ts";
import { plan } from "./admission/plan.ts";
import type { ActionResult } from "./ecs/action-result.ts";
import { finishActions } from "./outbox.ts";
import { recordOf } from "./record.ts";

const MINUTE = 60_000;
const actionLimit = { count: 2, windowMs: MINUTE };

/** A service whose task definition would be patched; answers what became of what was planned first. */
async function planned({ store }: Pick<TestWorld, "store">, name: string, over: Partial<Decision>) {
	const targets = { service: `${ARN}:service/prod/${name}`, taskDefinition: `${ARN}:task-definition/${name}:1` };
	const judged = decision({
		uid: name,
		wouldPatch: ["workload/init-process"],
		request: admissionRequest({ kind: "Service", targets }),
		...over,
	});
	await store.record(recordOf(judged, name, "revert"), plan(judged, { reach: "revert", scaleToZero: false }));
	return async () => {
		const [action] = (await store.decision(name))?.actions ?? [];
		return `${action?.type} ${action?.state} ${action?.outcome}`;
	};
}
const ALLOWED = { verdict: "allowed", enforcements: [] } as const;
const SPENT = /^RegisterPatched withheld as many allowed services were moved as may be for now/;

it("however many allowed services are moved, what is denied is undone, and no breaker opens", async () => {
	const world = testWorld({ settings: { actionLimit } });
	const moves = [];
	for (const name of ["a", "b", "c", "d"]) moves.push(await planned(world, name, ALLOWED));
	await finishActions(world);
	const told = await Promise.all(moves.map((move) => move()));
	expect(told).toEqual([
		"RegisterPatched done done",
		"RegisterPatched done done",
		expect.stringMatching(SPENT),
		expect.stringMatching(SPENT),
	]);
	expect([await world.store.openBreakers(), world.alarms]).toEqual([[], []]);

	const denied = [await planned(world, "e", {}), await planned(world, "f", { wouldPatch: [] })];
	await finishActions(world);
	expect(await Promise.all(denied.map((each) => each()))).toEqual(["RegisterPatched done done", "RollBackDeployment done done"]);

	world.pass(MINUTE + 1);
	const later = await planned(world, "g", ALLOWED);
	await finishActions(world);
	expect(await later()).toBe("RegisterPatched done done");
});

it("a denied service's move takes a permit as what undoes it would; once the breaker is open nothing is moved", async () => {
	const world = testWorld({ settings: { actionLimit } });
	const denied = [];
	for (const name of ["a", "b", "c"]) denied.push(await planned(world, name, {}));
	await finishActions(world);
	const told = await Promise.all(denied.map((each) => each()));
	expect(told.at(-1)).toBe("RegisterPatched withheld the breaker is open (TASKGATE_ACTION_LIMIT)");
	expect(await world.store.openBreakers()).toHaveLength(1);

	const allowed = await planned(world, "d", ALLOWED);
	await finishActions(world);
	expect(await allowed()).toBe("RegisterPatched withheld the breaker is open (TASKGATE_ACTION_LIMIT)");
	expect(world.performed.filter((each) => each.startsWith("RegisterPatched"))).toHaveLength(2);
});

it("a move that is never done leaves a denial to what undoes it, and an allowed service as it is", async () => {
	const busy = Array.from({ length: 100 }, (): ActionResult => ({ state: "retry", outcome: "AWS was busy" }));
	const world = testWorld({ results: busy });
	const [denied, allowed] = [await planned(world, "a", {}), await planned(world, "b", ALLOWED)];
	for (let i = 0; i < 12; i += 1) {
		await finishActions(world);
		world.pass(5 * MINUTE);
	}
	expect(await denied()).toBe("RegisterPatched superseded AWS was busy; given up after 10 attempts; next: RollBackDeployment");
	const undoing = (await world.store.decision("a"))?.actions.find(({ type }) => type === "RollBackDeployment");
	expect(undoing?.otherwise).toEqual(["RestoreService"]);
	expect(await allowed()).toBe("RegisterPatched failed AWS was busy; given up after 10 attempts");
});

it("a move is tried again no sooner than it says", async () => {
	const world = testWorld({ results: [{ state: "retry", outcome: "under way", afterMs: MINUTE }] });
	const move = await planned(world, "a", ALLOWED);
	await finishActions(world);
	world.pass(MINUTE - 1);
	expect(await finishActions(world)).toBe(0);
	world.pass(1);
	await finishActions(world);
	expect(await move()).toBe("RegisterPatched done done");
});
