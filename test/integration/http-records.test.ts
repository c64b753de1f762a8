/** What was decided, as machines and people read it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerEvent } from "../cloudtrail.ts";
import { privileged } from "../ecs-workload.ts";
import { freshGate, freshStore, type GateProcess, startGate } from "../gate-process.ts";

let gate: GateProcess;

beforeAll(async () => {
	gate = await freshGate();
	await gate.post("/v1/events", registerEvent(privileged("web")));
});

afterAll(async () => {
	expect(await gate.stop()).toBe(0);
});

describe("records", () => {
	it("a decision is found by its uid, masked", async () => {
		const object = privileged("masked-web");
		const [app] = object.containerDefinitions as [object];
		const withSecret = { ...object, containerDefinitions: [{ ...app, environment: [{ name: "COLOUR", value: "hunter2-hunter2" }] }] };
		await gate.post("/v1/events", registerEvent(withSecret));
		const decision = (await gate.decisions()).find(({ name }) => name === "masked-web");
		const answer = await fetch(`${gate.url}/v1/decisions/${decision?.uid}`);
		const text = await answer.text();
		expect(text).toContain("COLOUR");
		expect(text).not.toContain("hunter2");
		expect(gate.output()).not.toContain("hunter2");
	});

	it.each([
		["/v1/decisions?verdict=maybe", "verdict"],
		["/v1/decisions?since=yesterday", "since"],
		["/v1/decisions?cursor=!!", "cursor"],
		["/v1/decisions?nonsense=1", "nonsense"],
	])("%s → 400 naming the parameter", async (path, field) => {
		const answer = await fetch(`${gate.url}${path}`);
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ field });
	});

	it("noise is acknowledged and leaves no record", async () => {
		const before = (await gate.decisions()).length;
		const noise = { source: "aws.s3", "detail-type": "Object Created", detail: { bucket: { name: "b" } } };
		expect(await (await gate.post("/v1/events", noise)).json()).toEqual({ requests: 0 });
		expect(await gate.decisions()).toHaveLength(before);
	});

	it("metrics count decisions, policies and what is pending", async () => {
		const text = await (await fetch(`${gate.url}/metrics`)).text();
		expect(text).toMatch(/taskgate_decisions_total\{verdict="denied",point="cloudtrail-event",kind="TaskDefinition"\} [1-9]/);
		expect(text).toMatch(/taskgate_violations_total\{policy="workload\/privileged",action="deny"\} [1-9]/);
		expect(text).toMatch(/taskgate_pending_actions 0/);
	});

	it("the console lists decisions and escapes what strangers wrote", async () => {
		await gate.post("/v1/events", registerEvent({ ...privileged("x"), family: "<script>alert(1)</script>" }));
		const page = await (await fetch(`${gate.url}/`, { headers: { accept: "text/html" } })).text();
		expect(page).toContain("&lt;script&gt;");
		expect(page).not.toContain("<script");
	});

	it("people and machines are told what may be expected of each way into ECS", async () => {
		const page = await (await fetch(`${gate.url}/points`)).text();
		const { points } = (await (await fetch(`${gate.url}/v1/enforcement-points`)).json()) as { points: { name: string; reach: string }[] };
		expect(points).toContainEqual(expect.objectContaining({ name: "cloudtrail-event", reach: "revert", whenOff: "withholds" }));
		for (const { name } of points) expect(page).toContain(name);
	});
});

it("what was decided is there after a restart, and SIGTERM ends with 0", async () => {
	const TASKGATE_STORE = await freshStore();
	const first = await startGate({ TASKGATE_STORE });
	await first.post("/v1/events", registerEvent(privileged("kept")));
	expect(await first.stop()).toBe(0);
	const second = await startGate({ TASKGATE_STORE });
	expect((await second.decisions()).map(({ name }) => name)).toEqual(["kept"]);
	expect(await second.stop()).toBe(0);
});
