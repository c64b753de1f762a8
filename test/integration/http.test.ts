/** The HTTP surface as strangers meet it: bad bodies, keys, pages, paging, shutdown. */
import { mkdtemp } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callEvent } from "../cloudtrail.ts";
import { privileged, unprivileged } from "../ecs-workload.ts";
import { type GateProcess, startGate } from "../gate-process.ts";

const KEY = "a-key-of-some-length";
let gate: GateProcess;

async function freshGate(env: Record<string, string> = {}): Promise<GateProcess> {
	const store = join(await mkdtemp(join(tmpdir(), "taskgate-")), "gate.db");
	return startGate({ TASKGATE_STORE: `sqlite:${store}`, ...env });
}

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

const register = (requestParameters: unknown, over: object = {}) =>
	callEvent({ eventName: "RegisterTaskDefinition", requestParameters, responseElements: null, ...over });

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

	it("names the field of a review that is wrong", async () => {
		const answer = await gate.post("/v1/admission", review({ kind: "Pod", object: {} }));
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ field: "request.kind" });
	});

	it("names the field of an event whose envelope is wrong", async () => {
		const event = register({ family: "x" }) as { detail: Record<string, unknown> };
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
		const event = register(requestParameters);
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

describe("records", () => {
	it("a decision is found by its uid, masked", async () => {
		const object = privileged("masked-web");
		const [app] = object.containerDefinitions as [object];
		const withSecret = { ...object, containerDefinitions: [{ ...app, environment: [{ name: "COLOUR", value: "hunter2-hunter2" }] }] };
		await gate.post("/v1/events", register(withSecret));
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
		await gate.post("/v1/events", register({ ...privileged("x"), family: "<script>alert(1)</script>" }));
		const page = await (await fetch(`${gate.url}/`, { headers: { accept: "text/html" } })).text();
		expect(page).toContain("&lt;script&gt;");
		expect(page).not.toContain("<script");
	});
});

describe("who may speak", () => {
	it("without a key a foreign Host name is refused", async () => {
		const status = await new Promise<string>((resolve) => {
			const socket = connect(Number(new URL(gate.url).port), "127.0.0.1", () =>
				socket.write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
			);
			socket.once("data", (data) => resolve(String(data).split("\r\n")[0] as string));
		});
		expect(status).toContain("403");
	});

	it("with a key: 401 before the body is read, probes open, console by login", async () => {
		const locked = await freshGate({ TASKGATE_KEY: KEY });
		try {
			expect((await locked.post("/v1/events", "{")).status).toBe(401);
			expect((await locked.post("/v1/events", register({ family: "x" }), { "x-taskgate-key": `${KEY}!` })).status).toBe(401);
			expect((await locked.post("/v1/events", register(privileged("k")), { "x-taskgate-key": KEY })).status).toBe(202);
			for (const probe of ["/healthz", "/readyz"]) expect((await fetch(`${locked.url}${probe}`)).status).toBe(200);
			expect((await fetch(`${locked.url}/metrics`)).status).toBe(401);

			const toLogin = await fetch(locked.url, { headers: { accept: "text/html" }, redirect: "manual" });
			expect([toLogin.status, toLogin.headers.get("location")]).toEqual([303, "/login"]);
			const logIn = (key: string) =>
				fetch(`${locked.url}/login`, { method: "POST", body: new URLSearchParams({ key }), redirect: "manual" });
			expect((await logIn("wrong")).status).toBe(401);
			const cookie = (await logIn(KEY)).headers.get("set-cookie") ?? "";
			expect(cookie).toMatch(/HttpOnly/);
			expect(cookie).toMatch(/SameSite=Strict/);
			expect(cookie).not.toContain(KEY);
			const page = await fetch(locked.url, { headers: { accept: "text/html", cookie: cookie.split(";")[0] as string } });
			expect(page.status).toBe(200);
		} finally {
			await locked.stop();
		}
	});
});

it("what was decided is there after a restart, and SIGTERM ends with 0", async () => {
	const TASKGATE_STORE = `sqlite:${join(await mkdtemp(join(tmpdir(), "taskgate-")), "gate.db")}`;
	const first = await startGate({ TASKGATE_STORE });
	await first.post("/v1/events", register(privileged("kept")));
	expect(await first.stop()).toBe(0);
	const second = await startGate({ TASKGATE_STORE });
	expect((await second.decisions()).map(({ name }) => name)).toEqual(["kept"]);
	expect(await second.stop()).toBe(0);
});
