import { describe, expect, it } from "vitest";
import { callEvent } from "../../test/cloudtrail.ts";
import { ACCOUNT, ARN, NOW, REGION } from "../../test/requests.ts";
import { type Given, testWorld } from "../../test/worlds.ts";
import { judgeBatch } from "./judge-batch.ts";
import { readBatch } from "./sqs-message.ts";

const violations = [{ msg: "container app is privileged" }];
const SECRET = "s3cr3t-value";
const PLENTY = () => 60_000;

function registration(name: string): string {
	return JSON.stringify(
		callEvent({
			eventName: "RegisterTaskDefinition",
			requestParameters: { family: name, containerDefinitions: [{ name: "app", environment: [{ name: "A", value: SECRET }] }] },
			responseElements: { taskDefinition: { taskDefinitionArn: `${ARN}:task-definition/${name}:3` } },
			...{ account: ACCOUNT, region: REGION, eventTime: NOW, eventID: name },
		}),
	);
}

/** Messages of one batch, each with its id for a body's name. */
function batch(bodies: Readonly<Record<string, string>>, receives = 1) {
	const Records = Object.entries(bodies).map(([messageId, body]) => ({
		...{ messageId, body, attributes: { ApproximateReceiveCount: String(receives) } },
	}));
	return readBatch({ Records });
}

const returned = async (world: ReturnType<typeof testWorld>, messages: ReturnType<typeof batch>, remaining = PLENTY) =>
	(await judgeBatch(world, messages, remaining)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort();
const world = (given: Given = {}) => testWorld({ violations, ...given });
const decisions = async ({ store }: ReturnType<typeof testWorld>) => (await store.decisions({})).decisions;

describe("judgeBatch", () => {
	it("judges, records and acts before it answers", async () => {
		const one = world();
		expect(await returned(one, batch({ m1: registration("web") }))).toEqual([]);
		expect(one.performed[0]).toBe(`DeregisterTaskDefinition ${ARN}:task-definition/web:3`);
		const [decision] = await decisions(one);
		expect(decision?.actions.map(({ state }) => state)).toEqual(["done", "done"]);
		expect(JSON.stringify(decision)).not.toContain(SECRET);
	});

	it("the same event twice in one batch, and again in the next, is one decision acted on once", async () => {
		const one = world();
		const messages = batch({ m1: registration("web"), m2: registration("web"), m3: registration("web") });
		for (let i = 0; i < 2; i += 1) expect(await returned(one, messages)).toEqual([]);
		expect(await decisions(one)).toHaveLength(1);
		expect(one.performed.filter((action) => action.startsWith("Deregister"))).toHaveLength(1);
	});

	it.each([
		["no JSON", `{"password": "${SECRET}"`],
		["a list", `["${SECRET}"]`],
		["null", "null"],
		["65 levels deep", `{"a":${"[".repeat(65)}"${SECRET}"${"]".repeat(65)}}`],
		["an event of ours that says no time", registration("web").replace(/"eventTime":"[^"]+",/, "")],
	])("a message that cannot be read (%s) returns alone, told once and without its content", async (_, body) => {
		const one = world();
		const told: string[] = [];
		const tell = (happening: string, facts?: object) => told.push(JSON.stringify({ happening, ...facts }));
		const loud = { ...one, log: { ...one.log, alarm: tell, info: tell } };
		const bodies = { bad: body, good: registration("api"), noise: '{"source":"aws.s3"}' };
		expect(await returned(loud, batch(bodies))).toEqual(["bad"]);
		expect(told.filter((line) => line.includes("dead-letter"))).toHaveLength(1);
		expect(told.join()).not.toContain(SECRET);
		expect(await returned(loud, batch(bodies, 2))).toEqual(["bad"]);
		expect(told.filter((line) => line.includes("dead-letter"))).toHaveLength(1);
		expect(await decisions(one)).toHaveLength(1);
	});

	it("a look-up that fails for now returns its message alone; with the fourth delivery the deploy is undecided", async () => {
		const one = world({ lookUps: ["transient", "fine", ...Array.from({ length: 9 }, () => "transient" as const)] });
		expect(await returned(one, batch({ m1: registration("web"), m2: registration("api") }))).toEqual(["m1"]);
		expect(await returned(one, batch({ m1: registration("web") }, 3))).toEqual(["m1"]);
		expect(await decisions(one)).toHaveLength(1);
		expect(await returned(one, batch({ m1: registration("web") }, 4))).toEqual([]);
		expect((await decisions(one)).map(({ verdict }) => verdict).sort()).toEqual(["denied", "undecided"]);
	});

	it("a store that fails returns the message; actions that fail do not, for the decision is on record", async () => {
		const one = world();
		const broken = { ...one, store: { ...one.store, record: () => Promise.reject(new Error("the disk is full")) } };
		expect(await returned(broken, batch({ m1: registration("web") }))).toEqual(["m1"]);
		const lame = { ...one, store: { ...one.store, claimActions: () => Promise.reject(new Error("throttled")) } };
		expect(await returned(lame, batch({ m1: registration("web") }))).toEqual([]);
		expect(one.alarms).toEqual(["event could not be judged", "planned actions could not be finished"]);
		expect(await one.store.pendingActions()).toBe(2);
	});

	it("begins nothing that its time may not suffice for: acting is left to the schedule, judging to the next delivery", async () => {
		const one = world();
		const remaining = [20_000, 9_000];
		expect(await returned(one, batch({ m1: registration("web") }), () => remaining.shift() ?? 9_000)).toEqual([]);
		expect(one.performed).toEqual([]);
		expect(await one.store.pendingActions()).toBe(2);
		expect(await returned(one, batch({ m2: registration("api") }), () => 5_000)).toEqual(["m2"]);
		expect(await decisions(one)).toHaveLength(1);
	});

	it("judges at most eight at once", async () => {
		const one = world();
		let now = 0;
		let most = 0;
		const decisionByKey = async (key: string) => {
			most = Math.max(most, ++now);
			await new Promise((resume) => setTimeout(resume, 5));
			now -= 1;
			return one.store.decisionByKey(key);
		};
		const bodies = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`m${i}`, registration(`web-${i}`)]));
		expect(await returned({ ...one, store: { ...one.store, decisionByKey } }, batch(bodies))).toEqual([]);
		expect(most).toBe(8);
		expect((await decisions(one)).length).toBe(40);
	});
});

describe("readBatch", () => {
	it.each([
		["nothing", undefined],
		["a message without an id", { Records: [{ body: "{}", attributes: { ApproximateReceiveCount: "1" } }] }],
		["a count that is none", { Records: [{ messageId: "m", body: "{}", attributes: { ApproximateReceiveCount: "many" } }] }],
	])("refuses %s, so that Lambda returns the whole batch", (_, given) => {
		expect(() => readBatch(given)).toThrow();
	});
});
