/** The ways in over HTTP, as strangers and honest askers meet them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerEvent } from "../cloudtrail.ts";
import { privileged, unprivileged } from "../ecs-workload.ts";
import { freshGate, type GateProcess } from "../gate-process.ts";

let gate: GateProcess;

const review = (request: object) => ({
	apiVersion: "admission.taskgate.dev/v1",
	kind: "AdmissionReview",
	request: {
		uid: "review-1",
		kind: "TaskDefinition",
		operation: "CREATE",
		userInfo: { arn: "arn:aws:iam::111122223333:role/ci" },
		...request,
	},
});

beforeAll(async () => {
	gate = await freshGate();
});

afterAll(async () => {
	expect(await gate.stop()).toBe(0);
});

describe("bad bodies", () => {
	it.each<[string, string, number]>([
		["empty", "", 400],
		["binary", "\u0000\u0001\u0002\ufffd", 400],
		["half of JSON", '{"a":', 400],
		["an array", "[]", 400],
		["null", "null", 400],
		["a number", "1", 400],
		["10 MB", JSON.stringify({ a: "x".repeat(10 * 1024 * 1024) }), 413],
		["nested 65 deep", `${'{"a":'.repeat(65)}1${"}".repeat(65)}`, 400],
		["nested 200,000 deep", "[".repeat(200_000), 400],
	])("%s → problem+json", async (_, body, status) => {
		for (const path of ["/v1/events", "/v1/admission"]) {
			const answer = await gate.post(path, body);
			expect(answer.status).toBe(status);
			expect(answer.headers.get("content-type")).toMatch("application/problem+json");
			expect(await answer.json()).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
		}
	});

	it("64 levels are still read", async () => {
		expect((await gate.post("/v1/events", `${'{"a":'.repeat(63)}{}${"}".repeat(63)}`)).status).toBe(202);
	});

	it("an event of ECS that cannot be read is refused, and somebody is told", async () => {
		const event = { source: "aws.ecs", "detail-type": "ECS Task State Change", detail: { taskArn: 7 } };
		expect((await gate.post("/v1/events", event)).status).toBe(400);
		expect(gate.output()).toMatch(/"alarm":true.*an event of ECS cannot be read/);
	});

	it("names the field of a review that is wrong", async () => {
		const answer = await gate.post("/v1/admission", review({ kind: "Pod", object: {} }));
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ field: "request.kind" });
	});

	it.each([
		["Task", "CREATE", { taskDefinition: "never-seen:1", cluster: "main" }],
		["Service", "UPDATE", { service: "orders", cluster: "main" }],
	])("a %s whose definition cannot be looked up is refused, not let through with a warning", async (kind, operation, object) => {
		const answer = await gate.post("/v1/admission", review({ kind, operation, object }));
		const { response } = (await answer.json()) as { response: { allowed: boolean; status?: { message: string } } };
		expect(response.allowed).toBe(false);
		expect(response.status?.message).toMatch(/^undecided: workload\/privileged/);
	});

	it("a value that claims to be unknown does not get past the policies", async () => {
		const object = { family: "x", containerDefinitions: [{ name: "app", privileged: { $unknown: "Ref Privileged" } }] };
		const answer = await gate.post("/v1/admission", review({ object }));
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ field: "request.object/containerDefinitions/0/privileged" });
	});

	it("names the field of an event whose envelope is wrong", async () => {
		const event = registerEvent({ family: "x" }) as { detail: Record<string, unknown> };
		const answer = await gate.post("/v1/events", { ...event, detail: { ...event.detail, eventID: 7 } });
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ field: "detail.eventID" });
	});
});

describe("what cannot be read is never allowed", () => {
	const [app] = unprivileged("x").containerDefinitions as [Record<string, unknown>];
	it.each<[string, unknown]>([
		["containerDefinitions a text", { family: "wrong-1", containerDefinitions: "app" }],
		["environment a text", { family: "wrong-2", containerDefinitions: [{ ...app, environment: "A=b" }] }],
		["a number as a text", { family: "wrong-3", containerDefinitions: [{ ...app, memory: "512" }] }],
		["requestParameters null", null],
		["a container that is null", { family: "wrong-4", containerDefinitions: [null] }],
	])("%s", async (_, requestParameters) => {
		const event = registerEvent(requestParameters);
		expect((await gate.post("/v1/events", event)).status).toBe(202);
		const [newest] = await gate.decisions();
		expect(newest?.verdict).not.toBe("allowed");
	});

	it("prototype keys are data", async () => {
		const object = JSON.parse(
			`{"family":"proto","__proto__":{"x":1},"constructor":1,"containerDefinitions":[{"name":"app","__proto__":{"privileged":true}}]}`,
		);
		const answer = await gate.post("/v1/admission", review({ object }));
		expect(answer.status).toBe(200);
		expect(({} as Record<string, unknown>).x).toBeUndefined();
	});
});

describe("AdmissionReview", () => {
	it("refuses with the policy first, and answers in the envelope it was asked in", async () => {
		const answer = await gate.post("/v1/admission", review({ object: privileged("review-web") }));
		const { response } = (await answer.json()) as { response: Record<string, unknown> };
		expect(response).toMatchObject({ uid: "review-1", allowed: false, status: { code: 403, reason: "Forbidden" } });
		expect((response.status as { message: string }).message).toMatch(/^workload\/privileged/);
	});

	it("a uid that is used again for something else is judged anew", async () => {
		const ask = async (object: object) =>
			((await (await gate.post("/v1/admission", review({ object }))).json()) as { response: { allowed: boolean } }).response.allowed;
		expect([await ask(unprivileged("again")), await ask(privileged("again"))]).toEqual([true, false]);
	});
});
