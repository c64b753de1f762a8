/** The playground: somebody's policy is compiled and judged, told with its lines, and costs nobody else anything. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GateServer, startServer } from "../../src/http/server.ts";
import { launchBrowser } from "../browser.ts";
import { openPage } from "../console-pages.ts";
import { testWorld } from "../worlds.ts";

const said: string[] = [];
const basis = testWorld({ settings: { playground: true } });
const world = {
	...basis,
	log: {
		decided: () => {},
		info: (...words: unknown[]) => void said.push(JSON.stringify(words)),
		alarm: (...words: unknown[]) => void said.push(JSON.stringify(words)),
	},
};
let browser: Browser;
let server: GateServer;

beforeAll(async () => {
	[browser, server] = await Promise.all([launchBrowser(), startServer(world, { port: 0, key: undefined })]);
});

afterAll(async () => {
	await browser.close();
	await server.drain();
	await world.store.close();
});

const DEFINITION = JSON.stringify(
	{ family: "web", containerDefinitions: [{ name: "hunter2-app", image: "nginx", privileged: true }] },
	null,
	2,
);
const rego = (body: string) => `package main\n\nimport rego.v1\n\ndeny contains msg if {\n${body}\n}\n`;

async function tried(definition: string, policy: string): Promise<string> {
	const body = new URLSearchParams({ definition, rego: policy });
	const answer = await fetch(`${server.url}/playground`, { method: "POST", body, headers: { accept: "text/html" } });
	return (await answer.text()).replace(/<[^>]+>/g, "");
}

test("the example is judged, and a mistake is shown at its line, without JavaScript", async () => {
	const { page } = await openPage(browser, { javaScriptEnabled: false });
	await page.goto(`${server.url}/playground`);
	await page.getByRole("button", { name: "Compile and judge" }).click();
	expect(await page.locator(".verdict").innerText()).toContain("denied");
	expect(await page.locator(".line.marked").innerText()).toContain('"privileged": true');

	await page.getByLabel("Policy (Rego)").fill(rego('\tmsg := sprintf("%s", [inputs.family])'));
	await page.getByRole("button", { name: "Compile and judge" }).click();
	expect(await page.getByRole("alert").innerText()).toContain("does not compile");
	expect(await page.locator(".line.marked").innerText()).toMatch(/6\s+msg := sprintf/);
	expect(await page.locator("mark").innerText()).toContain("inputs");
	await page.context().close();
});

test("conftest's rules, the library's lib, and what cannot be read", async () => {
	expect(
		await tried(DEFINITION, rego('\tsome c in input.containerDefinitions\n\tc.privileged\n\tmsg := $"{c.name} is privileged"')),
	).toContain("hunter2-app is privileged");
	expect(await tried("{ nothing", rego('\tmsg := "x"'))).toContain("cannot be read");
	expect(await tried('{"a": 1}', rego('\tmsg := "x"'))).toContain("no task definition");
	expect(await tried(DEFINITION, "#".repeat(70_000))).toContain("over 64 KiB");
	expect(said.join("")).not.toContain("hunter2");
	expect((await world.store.decisions({})).decisions).toEqual([]);
});

test("a policy that loops costs only its own attempt", async () => {
	const loops = rego(
		'\tcount({x | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000); some c in numbers.range(1, 3000); x := (a * b) + c}) > 1\n\tmsg := "x"',
	);
	const trial = tried(DEFINITION, loops);
	expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	expect(await trial).toMatch(/did not finish within 1000 ms|of memory/);
	expect(await tried(DEFINITION, rego('\tmsg := "again"'))).toContain("again");
});

test("a policy that hoards memory is ended", async () => {
	const hoards = rego(
		'\ts := concat("", [x | some i in numbers.range(1, 200); x := "0123456789012345678901234567890123456789"])\n\tt := {sprintf("%d%s", [a, s]) | some a in numbers.range(1, 100000)}\n\tcount(t) > 0\n\tmsg := "x"',
	);
	expect(await tried(DEFINITION, hoards)).toMatch(/MiB of memory|did not finish/);
});

test("a form of another page is refused, and a body beyond its bound", async () => {
	const post = (headers: Record<string, string>, body = "definition=a&rego=b") =>
		fetch(`${server.url}/playground`, {
			method: "POST",
			headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
			body,
		});
	expect((await post({ "sec-fetch-site": "cross-site" })).status).toBe(403);
	expect((await post({ origin: "http://localhost:1" })).status).toBe(403);
	expect((await post({}, `definition=${"a".repeat(500_000)}`)).status).toBe(413);
});

test("off, it says how to turn it on, and takes nothing", async () => {
	const closed = testWorld();
	const off = await startServer(closed, { port: 0, key: undefined });
	expect(await (await fetch(`${off.url}/playground`)).text()).toContain("TASKGATE_PLAYGROUND=on");
	expect((await fetch(`${off.url}/playground`, { method: "POST", body: new URLSearchParams({ definition: "", rego: "" }) })).status).toBe(
		404,
	);
	await off.drain();
	await closed.store.close();
});
