/** Who may speak to the gate, and who may not. */
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { registerEvent } from "../cloudtrail.ts";
import { privileged } from "../ecs-workload.ts";
import { freshGate, freshStore, startGate } from "../gate-process.ts";

const KEY = "a-key-of-some-length";

describe("who may speak", () => {
	it("without a key a foreign Host name, and a page of a foreign origin, is refused", async () => {
		const gate = await freshGate();
		const status = await new Promise<string>((resolve) => {
			const socket = connect(Number(new URL(gate.url).port), "127.0.0.1", () =>
				socket.write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
			);
			socket.once("data", (data) => resolve(String(data).split("\r\n")[0] as string));
		});
		expect(status).toContain("403");
		for (const [origin, expected] of [
			["https://evil.example", 403],
			["http://localhost.evil.example", 403],
			["null", 403],
			[gate.url, 202],
		] as const) {
			expect((await gate.post("/v1/events", "{}", { "content-type": "text/plain", origin })).status, origin).toBe(expected);
		}
		await gate.stop();
	});

	it("a key that could be guessed keeps the gate from starting", async () => {
		await expect(freshGate({ TASKGATE_KEY: "fifteen-letters" })).rejects.toThrow("must have at least 16 characters");
	});

	it("a session ends with the key that it came from", async () => {
		const store = { TASKGATE_STORE: await freshStore() };
		const before = await startGate({ ...store, TASKGATE_KEY: KEY });
		const answer = await fetch(`${before.url}/login`, { method: "POST", body: new URLSearchParams({ key: KEY }), redirect: "manual" });
		const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] as string;
		expect((await fetch(`${before.url}/v1/decisions`, { headers: { cookie } })).status).toBe(200);
		await before.stop();
		const after = await startGate({ ...store, TASKGATE_KEY: `${KEY}-changed` });
		expect((await fetch(`${after.url}/v1/decisions`, { headers: { cookie } })).status).toBe(401);
		await after.stop();
	});

	it("with a key: 401 before the body is read, probes open, console by login", async () => {
		const locked = await freshGate({ TASKGATE_KEY: KEY });
		try {
			expect((await locked.post("/v1/events", "{")).status).toBe(401);
			for (const other of [`${KEY}!`, KEY.slice(1), KEY.replace("a", "b")]) {
				expect((await locked.post("/v1/events", registerEvent({ family: "x" }), { "x-taskgate-key": other })).status).toBe(401);
			}
			expect((await locked.post("/v1/events", registerEvent(privileged("k")), { "x-taskgate-key": KEY })).status).toBe(202);
			for (const probe of ["/healthz", "/readyz"]) expect((await fetch(`${locked.url}${probe}`)).status).toBe(200);
			expect((await fetch(`${locked.url}/metrics`)).status).toBe(401);

			for (const [path, location] of [
				["/", "/login"],
				["/points", "/login?to=%2Fpoints"],
				["/decisions/x?y=z", "/login?to=%2Fdecisions%2Fx%3Fy%3Dz"],
			] as const) {
				const toLogin = await fetch(`${locked.url}${path}`, { headers: { accept: "text/html" }, redirect: "manual" });
				expect([toLogin.status, toLogin.headers.get("location")], path).toEqual([303, location]);
			}
			const logIn = (key: string, to = "") =>
				fetch(`${locked.url}/login`, { method: "POST", body: new URLSearchParams({ key, to }), redirect: "manual" });
			expect((await logIn("wrong")).status).toBe(401);
			for (const [to, location] of [
				["/policies/a/b?c=d", "/policies/a/b?c=d"],
				["", "/"],
				["//evil.example/decisions", "/"],
				["/\\evil.example/decisions", "/"],
				["https://evil.example/", "/"],
				["/v1/decisions", "/"],
			] as const)
				expect((await logIn(KEY, to)).headers.get("location"), to).toBe(location);
			for (const [path, kept] of [
				["/login", "no-store"],
				["/v1/decisions", "no-store"],
				["/", "no-store"],
				["/console.css", "max-age=300"],
			] as const) {
				const { headers } = await fetch(`${locked.url}${path}`, { headers: { "x-taskgate-key": KEY } });
				expect(headers.get("cache-control"), path).toBe(kept);
			}
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
