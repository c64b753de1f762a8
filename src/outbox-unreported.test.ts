import { expect, it } from "vitest";
import { decision } from "../test/requests.ts";
import { type TestWorld, testWorld } from "../test/worlds.ts";
import { plan } from "./admission/plan.ts";
import type { ActionResult } from "./ecs/action-result.ts";
import { finishActions } from "./outbox.ts";
import { recordOf } from "./record.ts";

const HOUR = 3_600_000;
const BUSY: ActionResult = { state: "retry", outcome: "AWS was busy" };
const PAST = "it waited too long: what it was planned for is the past";

it.each([
	[
		"who had it in hand died",
		async ({ store, now }: TestWorld) => void (await store.claimActions(now(), now(), 1)),
		"; an earlier attempt may have taken effect",
	],
	["its answer was lost", async (world: TestWorld) => void (await finishActions(world)), "; an earlier attempt may have taken effect"],
	["nobody has tried it", async () => {}, ""],
])("what is withheld says whether an attempt before may have done it: %s", async (_, attempt, said) => {
	const world = testWorld({ results: [BUSY] });
	const denied = decision();
	await world.store.record(recordOf(denied, "key", "revert"), plan(denied, { reach: "revert", scaleToZero: false }));
	await attempt(world);
	world.pass(HOUR + 1);
	await finishActions(world);
	const [action] = (await world.store.decision(denied.uid))?.actions ?? [];
	expect(action).toMatchObject({ type: "DeregisterTaskDefinition", state: "withheld", outcome: PAST + said });
});
