/** With a key the console asks for it once, and goes on to the page that was asked for. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../../src/http/server.ts";
import { launchBrowser } from "../browser.ts";
import { openPage } from "../console-pages.ts";
import { testWorld } from "../worlds.ts";

const KEY = "a-key-of-some-length";

let browser: Browser;

beforeAll(async () => {
	browser = await launchBrowser();
});

afterAll(() => browser.close());

test("a wrong key is told, the right one leads on, without JavaScript too", async () => {
	const world = testWorld();
	const server = await startServer(world, { port: 0, key: KEY });
	const { page } = await openPage(browser, { javaScriptEnabled: false });
	await page.goto(`${server.url}/decisions?verdict=denied`);
	expect(new URL(page.url()).pathname).toBe("/login");
	expect(await page.locator("header nav").count()).toBe(0);
	await page.getByLabel("Key").fill("wrong");
	await page.getByRole("button", { name: "Log in" }).click();
	expect(await page.getByRole("alert").innerText()).toContain("not the key");
	await page.getByLabel("Key").fill(KEY);
	await page.keyboard.press("Enter");
	await page.waitForURL(`${server.url}/decisions?verdict=denied`);
	expect(await page.locator("h1").innerText()).toBe("Decisions");
	await page.context().close();
	await server.drain();
	await world.store.close();
});
