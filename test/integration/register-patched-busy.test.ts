/** AWS cannot register the patched revision now: a denial is not left standing for it. In moto. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DecisionWithActions } from "../../src/store/store.ts";
import { ownRegion } from "../own-region.ts";
import { INIT, type PatchedGround, patchedGround } from "./patched-ground.ts";

let on: PatchedGround;
beforeAll(async () => {
	on = await patchedGround(ownRegion(import.meta));
});
beforeEach(() => {
	on.fresh();
});
afterAll(() => on.close());

const told = ({ actions }: DecisionWithActions) =>
	actions.filter(({ type }) => type !== "Notify").map(({ type, state, attempts, outcome }) => ({ type, state, attempts, outcome }));
/** Judged, and performed three times, each after its wait. */
async function threeTimes(name: string): Promise<readonly DecisionWithActions[]> {
	await on.ecs.service(name, await on.ecs.register(name));
	const uid = String((await on.judge(await on.created(name)))[0]);
	on.stub.fail((operation) =>
		operation === "RegisterTaskDefinition" ? { __type: "ThrottlingException", message: "slow down" } : undefined,
	);
	const after: DecisionWithActions[] = [];
	for (const waitMs of [0, 2_100, 4_100]) {
		await sleep(waitMs);
		after.push(await on.finish(uid));
	}
	return after;
}

test("after three attempts a denial goes its old way", { timeout: 60_000 }, async () => {
	const [first, second, third] = await threeTimes("busy");
	expect(told(first as DecisionWithActions)).toMatchObject([{ type: "RegisterPatched", state: "planned", attempts: 1 }]);
	expect(told(second as DecisionWithActions)).toMatchObject([{ type: "RegisterPatched", state: "planned", attempts: 2 }]);
	expect(told(third as DecisionWithActions)).toMatchObject([
		{
			...{ type: "RegisterPatched", state: "superseded" },
			outcome: expect.stringMatching(/could not be registered: .*slow down.*; given up after 3 attempts; next: RollBackDeployment$/),
		},
		{ type: "RollBackDeployment", state: "superseded" },
		{ type: "RestoreService", state: "failed" },
	]);
});

test("what was allowed has time: it is tried again", { timeout: 60_000 }, async () => {
	on.rule([{ ...INIT, enforcementAction: "warn" }]);
	const third = (await threeTimes("patient")).at(-1) as DecisionWithActions;
	expect(told(third)).toMatchObject([{ type: "RegisterPatched", state: "planned", attempts: 3 }]);
});
