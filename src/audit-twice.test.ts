import { expect, test } from "vitest";
import { auditing } from "../test/auditing.ts";
import { service, walking } from "../test/walks.ts";
import { tellAudit } from "./audit/tell-audit.ts";
import { audit } from "./audit.ts";
import { AuditTakenOver } from "./store/audit-memory.ts";

const OPTIONS = { scope: "scope", allTaskDefinitions: true };
const FOUND = { found: [service("shop"), service("back")] };

test("an audit that another of the same has ended under it fails, and does not tell of nothing", async () => {
	const { world } = auditing();
	const source = walking(FOUND);
	const first = await audit(world, source, OPTIONS);
	const second = await audit(world, source, OPTIONS);
	expect((await tellAudit(world, source, first)).decisions).toHaveLength(2);
	await world.store.endRun(first.run, world.now());
	await expect(tellAudit(world, source, second)).rejects.toThrow(AuditTakenOver);
});

test("an audit whose run another has begun anew fails with the reason", async () => {
	const { world } = auditing();
	const source = walking(FOUND);
	const interrupted = async function* () {
		yield* source.walk();
		await world.store.beginRun({ id: "another", scope: "scope", startedAt: world.now() });
	};
	const stale = { ...source, places: source.places, known: 2, walk: interrupted };
	await expect(audit(world, stale, OPTIONS)).rejects.toThrow("another audit of the same was begun");
});
