/** Every kind of answer of a serving gate, and the headers that each must carry. */
import { connect } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { privileged } from "../ecs-workload.ts";
import { freshStore, type GateProcess, startGate } from "../gate-process.ts";

const KEY = "a-key-of-some-length";
const KEYED = { "x-taskgate-key": KEY };
const BROWSER = { ...KEYED, accept: "text/html" };

/** On every answer, whatever it is. */
const ALWAYS: Readonly<Record<string, string>> = {
	"content-security-policy": "default-src 'none';style-src 'self';img-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'",
	"x-content-type-options": "nosniff",
	"x-frame-options": "DENY",
	"referrer-policy": "same-origin",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
	"x-permitted-cross-domain-policies": "none",
};
/** They would tell others what runs here, let them in, or have a browser ask by https where there may be none. */
const NEVER = ["x-powered-by", "server", "etag", "access-control-allow-origin", "strict-transport-security"];

let gate: GateProcess;
let store: string;
let uid: string;

beforeAll(async () => {
	store = await freshStore();
	gate = await startGate({ TASKGATE_STORE: store, TASKGATE_KEY: KEY, TASKGATE_PLAYGROUND: "on" });
	const request = { uid: "1", kind: "TaskDefinition", operation: "CREATE", userInfo: { arn: "arn:aws:iam::111122223333:role/ci" } };
	const review = { apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request: { ...request, object: privileged("h") } };
	expect((await gate.post("/v1/admission", review, KEYED)).status).toBe(200);
	const { decisions } = (await (await fetch(`${gate.url}/v1/decisions`, { headers: KEYED })).json()) as { decisions: { uid: string }[] };
	uid = decisions[0]!.uid;
});

afterAll(async () => {
	await gate.kill();
});

/** `kept`: what a cache may do with it. */
function hold(headers: Headers, what: string, kept = "no-store"): void {
	expect(Object.fromEntries(Object.keys(ALWAYS).map((name) => [name, headers.get(name)])), what).toEqual(ALWAYS);
	expect(
		NEVER.filter((name) => headers.has(name)),
		what,
	).toEqual([]);
	expect(headers.get("cache-control"), what).toBe(kept);
}

const ask = (path: string, init: RequestInit = {}) => fetch(`${gate.url}${path}`, { redirect: "manual", headers: BROWSER, ...init });

describe("what is served", () => {
	it.each([
		...[
			"/",
			"/decisions",
			"/findings",
			"/exemptions",
			"/policies",
			"/policies/workload/privileged",
			"/standards",
			"/points",
			"/playground",
		],
		"/login",
	])("the page %s", async (path) => {
		const answer = await ask(path);
		expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
		hold(answer.headers, path);
		expect(await answer.text()).not.toMatch(/<script|\son\w+=|\sstyle=|javascript:/i);
	});
	it("a decision, as a page and for machines", async () => {
		for (const [path, type] of [
			[`/decisions/${uid}`, "text/html"],
			[`/v1/decisions/${uid}`, "application/json"],
		] as const) {
			const answer = await ask(path);
			expect([answer.status, answer.headers.get("content-type")?.split(";")[0]]).toEqual([200, type]);
			hold(answer.headers, path);
		}
	});
	it.each([
		["/v1/decisions", "application/json"],
		["/v1/findings", "application/json"],
		["/v1/policies", "application/json"],
		["/v1/enforcement-points", "application/json"],
		["/metrics", "text/plain"],
		["/healthz", "application/json"],
		["/readyz", "application/json"],
	])("%s", async (path, type) => {
		const answer = await ask(path, { headers: KEYED });
		expect([answer.status, answer.headers.get("content-type")?.split(";")[0]]).toEqual([200, type]);
		hold(answer.headers, path);
	});
	it.each([
		["/console.css", "text/css", "max-age=300"],
		["/icon.svg", "image/svg+xml", "max-age=86400"],
	])("%s, which is for everybody and may be kept", async (path, type, kept) => {
		const answer = await ask(path, { headers: {} });
		expect([answer.status, answer.headers.get("content-type")?.split(";")[0]]).toEqual([200, type]);
		hold(answer.headers, path, kept);
	});
	it("what is posted", async () => {
		for (const [path, body, status] of [
			["/v1/events", {}, 202],
			["/v1/runtime-alerts", { source: "nobody" }, 400],
			["/v1/deployment-hook", {}, 400],
			["/v1/cloudformation-hook", {}, 400],
			["/v1/register", { family: "x" }, 503],
		] as const) {
			const answer = await gate.post(path, body, KEYED);
			expect(answer.status, path).toBe(status);
			hold(answer.headers, path);
		}
	});
	it("a login's cookie is for this site alone, for no script, and for https alone where the browser came by that", async () => {
		const cookie = async (headers: Record<string, string>) => {
			const { headers: told } = await ask("/login", { method: "POST", body: new URLSearchParams({ key: KEY }), headers });
			return (told.get("set-cookie") ?? "")
				.replace(/^taskgate=[\w-]+; /, "")
				.split("; ")
				.sort();
		};
		const attributes = ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Strict"];
		expect(await cookie({ origin: gate.url })).toEqual(attributes);
		expect(await cookie({ origin: "https://taskgate.example.com" })).toEqual([...attributes, "Secure"]);
	});
	it("a login, the way to it, and the answer to a wrong key", async () => {
		const form = (key: string) => ({ method: "POST", body: new URLSearchParams({ key, to: "/" }), headers: {} });
		for (const [path, init, status] of [
			["/login", form(KEY), 303],
			["/login", form("wrong"), 401],
			["/points", { headers: { accept: "text/html" } }, 303],
		] as const) {
			const answer = await ask(path, init);
			expect(answer.status, path).toBe(status);
			hold(answer.headers, path);
		}
	});
});

describe("what is refused", () => {
	it.each<[status: number, path: string, init: RequestInit]>([
		[400, "/v1/decisions?verdict=perhaps", {}],
		[400, "/decisions?verdict=perhaps", {}],
		[400, "/policies/%E0%A4%A", {}],
		[400, "/v1/admission", { method: "POST", body: "{" }],
		[401, "/v1/decisions", { headers: {} }],
		[401, "/metrics", { headers: {} }],
		[401, "/v1/events", { method: "POST", headers: {}, body: "{}" }],
		[403, "/playground", { method: "POST", headers: { ...BROWSER, origin: "https://evil.example" }, body: "" }],
		[404, "/nowhere", {}],
		[404, "/v1/decisions/none", {}],
		[404, "/v1/events", { method: "DELETE" }],
		[413, "/v1/events", { method: "POST", body: "x".repeat(2 * 1024 * 1024 + 1) }],
		[415, "/v1/events", { method: "POST", body: "{}", headers: { ...KEYED, "content-encoding": "rot13" } }],
	])("%i %s", async (status, path, init) => {
		const answer = await ask(path, init);
		expect(answer.status).toBe(status);
		hold(answer.headers, path);
		expect(await answer.text()).not.toMatch(/node_modules|\bat .+:\d+:\d+/);
		expect(gate.output()).not.toContain("request failed");
	});
	it("OPTIONS and HEAD, and no other origin is let in", async () => {
		for (const method of ["OPTIONS", "HEAD"]) {
			const answer = await ask("/v1/decisions", { method, headers: { ...KEYED, origin: "https://evil.example" } });
			expect(answer.status, method).toBe(200);
			hold(answer.headers, method);
		}
	});
	it("what is no HTTP gets an answer without a body, and nothing of ours", async () => {
		for (const sent of ["GET / HTTP/9.9\r\n\r\n", `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(64 * 1024)}\r\n\r\n`]) {
			const said = await new Promise<string>((resolve) => {
				const socket = connect(Number(new URL(gate.url).port), "127.0.0.1", () => socket.write(sent));
				socket.once("data", (data) => resolve(String(data)));
				// It closes while the rest is still under way.
				socket.on("error", () => {});
			});
			expect(said).toMatch(/^HTTP\/1\.1 4\d\d [\w ]+\r\nConnection: close\r\n\r\n$/);
		}
	});
});

it("an error of ours: told without its text, with the same headers", async () => {
	const database = new DatabaseSync(store.replace(/^sqlite:/, ""));
	database.exec("DROP TABLE decisions");
	database.close();
	for (const [path, headers] of [
		["/v1/decisions", KEYED],
		["/decisions", BROWSER],
	] as const) {
		const answer = await ask(path, { headers });
		expect(answer.status, path).toBeGreaterThanOrEqual(500);
		hold(answer.headers, path);
		expect(await answer.text()).not.toMatch(/no such table|SQLITE|node_modules/i);
	}
});
