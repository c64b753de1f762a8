import { describe, expect, test } from "vitest";
import { auditing } from "../test/auditing.ts";
import { service } from "../test/walks.ts";
import type { Listing, Unread } from "./ecs/inventory/inventory.ts";
import type { DecisionRecord } from "./store/store.ts";

const SHOP = service("shop");
const PLACE = { account: "111122223333", region: "eu-central-1" };
const NO_TASKS: Listing = { ...PLACE, kind: "Task" };
const UNREAD: Unread = {
	...{ kind: "Service", name: "web", arn: SHOP.arn, place: { partition: "aws", ...PLACE }, cluster: "shop" },
	...{ action: "ecs:DescribeServices", reason: "throttled", transient: true },
};

/** The service is audited, and then an event tells of one of its tasks, which shows the same, or the same elsewhere. */
async function withTask(field?: string) {
	const audits = auditing();
	await audits.run({ found: [SHOP] });
	const [decision] = await audits.decisions();
	if (decision === undefined) throw new Error("nothing was recorded");
	const task = { ...decision, uid: "task", key: "task-state-change/1", kind: "Task" as const, time: audits.gate.now() };
	const violations = decision.violations.map((shown): DecisionRecord["violations"][number] =>
		field === undefined ? shown : { ...shown, field },
	);
	await audits.world.store.record({ ...task, violations }, []);
	audits.gate.pass(60_000);
	const states = async () => (await audits.world.store.findings({})).map(({ state, reopened }) => [state, reopened]);
	return { ...audits, states };
}

describe("a service that has no tasks any more", () => {
	test("and shows what they showed keeps its findings", async () => {
		const { run, states } = await withTask();
		await run({ found: [SHOP], complete: [NO_TASKS] });
		expect(await states()).toEqual([["open", 0]]);
	});

	test("and could not be read keeps what it showed itself", async () => {
		const { run, world } = await withTask("/elsewhere");
		await run({ unread: [UNREAD], complete: [NO_TASKS] });
		expect(await world.store.findings({ state: "open" })).toMatchObject([{ kind: "Service" }]);
		expect(await world.store.findings({ state: "resolved" })).toMatchObject([{ kind: "Task", resolution: "gone" }]);
	});

	test("takes with it what only they showed", async () => {
		const { run, states, found } = await withTask();
		found.violations = [];
		await run({ found: [SHOP], complete: [NO_TASKS] }, { constraintsDigest: "other" });
		expect(await states()).toEqual([["resolved", 0]]);
	});
});

test("what is shown and was taken for over is opened again, once", async () => {
	const { run, world, decisions, gate, states } = await withTask();
	await world.store.endFindings(SHOP.arn, gate.now());
	gate.pass(60_000);
	await run({ found: [SHOP] });
	expect(await states()).toEqual([["open", 1]]);
	await run({ found: [SHOP] });
	expect(await states()).toEqual([["open", 1]]);
	expect(await decisions()).toHaveLength(3);
});
