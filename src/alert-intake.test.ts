import { expect, test } from "vitest";
import { fixture } from "../test/fixtures.ts";
import { testWorld } from "../test/worlds.ts";
import type { JsonObject } from "./admission/request.ts";
import { alertIntake } from "./alert-intake.ts";
import { readings } from "./readings.ts";

const alert = fixture("runtime-alert", "falcosidekick") as JsonObject;

test("of ten thousand that say the same one is kept", async () => {
	const world = testWorld();
	const hear = alertIntake(world);
	const flood = Array.from({ length: 10_000 }, (_, n) => hear({ ...alert, uuid: `uuid-${n}`, output: `${n}` }));
	const kept = await Promise.all(flood);
	expect(kept.reduce((sum, one) => sum + one, 0)).toBe(1);
	expect(await world.store.inbox?.()).toMatchObject({ events: 1 });
	expect(await hear({ ...alert, rule: "Another rule" })).toBe(1);
	const { body } = await world.metrics.expose(await readings(world));
	expect(body).toContain('taskgate_runtime_alerts_total{outcome="repeated"} 9999');
});

test("what could not be kept is not acknowledged, and is kept when it comes again", async () => {
	const world = testWorld();
	let fails = true;
	const store = {
		...world.store,
		accept: async (...given: Parameters<typeof world.store.accept>) => {
			if (fails) throw new Error("disk full");
			return world.store.accept(...given);
		},
	};
	const hear = alertIntake({ ...world, store });
	await expect(Promise.all([hear(alert), hear(alert)])).rejects.toThrow("disk full");
	fails = false;
	expect(await hear(alert)).toBe(1);
});

test("what is no alert is refused", async () => {
	const hear = alertIntake(testWorld());
	await expect(hear({ hello: "world" })).rejects.toThrow("(body): is no runtime alert");
	await expect(hear({ ...alert, priority: "Loud" })).rejects.toThrow("priority: ");
});
