import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditing } from "../../test/auditing.ts";
import { definition, type GivenWalk, REVISION, service, walking } from "../../test/walks.ts";
import { savingInventory } from "./save-inventory.ts";
import { openSavedInventory } from "./saved-inventory.ts";
import { type AuditSource, within } from "./source.ts";

const COMPLETE = { account: "111122223333", region: "eu-central-1" };
const EVERYTHING: GivenWalk = {
	found: [service("shop"), definition()],
	complete: [
		{ ...COMPLETE, kind: "Service" },
		{ ...COMPLETE, kind: "TaskDefinition" },
	],
};
const MINUTE = 60_000;

let folder: string;
let path: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-saved-"));
	path = join(folder, "saved.jsonl");
});
afterAll(() => rm(folder, { recursive: true }));

async function save(source: AuditSource, allTaskDefinitions = true): Promise<void> {
	const { runOn, world } = auditing();
	const saving = savingInventory(source, path, { takenAt: world.now(), allTaskDefinitions });
	await runOn(saving, { records: false });
	await saving.close();
}

const states = async ({ world }: ReturnType<typeof auditing>) =>
	(await world.store.findings({})).map(({ kind, state }) => `${kind} ${state}`).toSorted();

describe("a saved inventory that was cut off", () => {
	test.each([
		["a line before its end", -2],
		["in the middle", 2],
	])("%s is undecided, and takes nothing for gone", async (_, lines) => {
		await save(walking(EVERYTHING));
		const whole = (await readFile(path, "utf8")).split("\n");
		await writeFile(path, `${whole.slice(0, lines).join("\n")}\n`);
		const audits = auditing();
		await audits.run({ found: [service("back")] });
		const told = await audits.runOn(await openSavedInventory(path));
		expect(told.audit.unread).toBe(1);
		expect(told.decisions).toContainEqual(expect.objectContaining({ verdict: "undecided", name: "the rest of the saved inventory" }));
		expect(await states(audits)).toContain("Service open");
	});
});

describe("a saved inventory is as it was then", () => {
	test("what has come since is not gone, and what was there before is", async () => {
		const audits = auditing();
		audits.gate.pass(-10 * MINUTE);
		await audits.run({ found: [service("before")] });
		await save(walking(EVERYTHING));
		audits.gate.pass(10 * MINUTE);
		await audits.run({ found: [service("since")] });
		await audits.runOn(await openSavedInventory(path));
		const found = (await audits.world.store.findings({})).map(
			({ resource, state }) => `${resource.slice(resource.lastIndexOf("/") - 4)} ${state}`,
		);
		expect(found.toSorted()).toEqual(["fore/web resolved", "ince/web open", "shop/web open", "tion/web:3 open"]);
	});

	test("what an event has told since stands", async () => {
		const audits = auditing({ violations: [] });
		await save(walking(EVERYTHING));
		audits.gate.pass(MINUTE);
		audits.found.violations = [{ msg: "it is privileged", field: "/containerDefinitions/0/privileged" }];
		await audits.run({ found: [service("shop")] });
		audits.found.violations = [];
		await audits.runOn(await openSavedInventory(path), { constraintsDigest: "other" });
		expect(await states(audits)).toEqual(["Service open"]);
		audits.found.violations = [{ msg: "it is privileged", field: "/containerDefinitions/0/privileged" }];
		await audits.run({ found: [service("shop")] });
		expect(await audits.decisions()).toHaveLength(2);
	});

	test("what it records has happened then", async () => {
		const audits = auditing();
		await save(walking(EVERYTHING));
		const takenAt = audits.gate.now();
		audits.gate.pass(60 * MINUTE);
		await audits.runOn(await openSavedInventory(path));
		await audits.runOn(await openSavedInventory(path));
		expect((await audits.decisions()).map(({ time }) => time)).toEqual([takenAt, takenAt]);
		expect((await audits.world.store.findings({})).map(({ lastSeen }) => lastSeen)).toEqual([takenAt, takenAt]);
	});
});

test("of task definitions in use alone, or of one cluster, ends nothing that it does not hold", async () => {
	const audits = auditing();
	await audits.run({ found: [service("back"), { ...definition(), id: `${REVISION}0`, arn: `${REVISION}0` }] });
	audits.gate.pass(MINUTE);
	await save(within(walking(EVERYTHING), ["shop"]), false);
	await audits.runOn(await openSavedInventory(path));
	await save(walking({ complete: EVERYTHING.complete?.slice(1) ?? [] }), false);
	await audits.runOn(await openSavedInventory(path));
	expect((await states(audits)).filter((state) => state.endsWith("resolved"))).toEqual([]);
});

test("the caller's own words about a task are in no file and no record as they are", async () => {
	const key = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
	const audits = auditing();
	await save(walking({ found: [{ ...definition(), broughtInBy: `cron ${key}` }] }));
	expect(await readFile(path, "utf8")).not.toContain(key);
	await audits.run({ found: [{ ...definition(), broughtInBy: `cron ${key}` }] });
	expect(JSON.stringify([await audits.decisions(), await audits.world.store.findings({})])).not.toContain(key);
});
