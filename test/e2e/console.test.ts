/** The console as people meet it: every page, by eye and by ear, light and dark, on a phone, without JavaScript, by keyboard alone. */
import AxeBuilder from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { consolePages, NOW, openPage } from "../console-pages.ts";
import { type SeededConsole, startSeededConsole } from "../seeded-console.ts";

/** A date's field has parts that are focused within it, so that `:focus` finds none of it. */
const FOCUSED = "({ name: document.activeElement.outerHTML.slice(0, 80), to: document.activeElement.getAttribute('href') ?? '' })";

let browser: Browser;
let gate: SeededConsole;
let pages: ReadonlyMap<string, string>;

beforeAll(async () => {
	[browser, gate] = await Promise.all([launchBrowser(), startSeededConsole({ now: NOW, perDay: 6, settings: { playground: true } })]);
	pages = await consolePages(gate);
});

afterAll(async () => {
	await browser.close();
	await gate.stop();
});

test.each([
	["light", []],
	// What else there is to find does not depend on colours.
	["dark", ["color-contrast", "link-in-text-block"]],
] as const)(
	"no page offends axe, %s",
	async (colorScheme, rules) => {
		const { page } = await openPage(browser, { colorScheme, bypassCSP: true });
		const offences: string[] = [];
		for (const [name, address] of pages) {
			await page.goto(gate.url + address);
			const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
			const { violations } = await (rules.length === 0 ? axe : axe.withRules([...rules])).analyze();
			offences.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${name}: ${id}: ${node.html}: ${node.failureSummary}`)));
		}
		expect(offences).toEqual([]);
		await page.context().close();
	},
	180_000,
);

test("every page has its title, its heading and its place in the navigation, and the browser finds nothing against the policy", async () => {
	const { page, complaints } = await openPage(browser);
	for (const [name, address] of pages) {
		const answer = await page.goto(gate.url + address);
		expect(answer?.headers()["content-security-policy"], name).toContain("default-src 'none'");
		expect(await page.title(), name).toMatch(/^\S.* · Taskgate$/);
		expect(await page.locator("h1").count(), name).toBe(1);
		expect(await page.locator("header nav a[aria-current=page]").count(), name).toBe(1);
	}
	expect(complaints).toEqual([]);
	await page.context().close();
});

test("on a phone nothing is wider than the screen, and tables are cards", async () => {
	const { page } = await openPage(browser, { viewport: { width: 360, height: 780 } });
	for (const [name, address] of pages) {
		await page.goto(gate.url + address);
		expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBeLessThanOrEqual(360);
	}
	await page.goto(`${gate.url}/decisions`);
	expect(await page.evaluate("getComputedStyle(document.querySelector('table.cards td'), '::before').content")).toBe('"Time (UTC)"');
	await page.context().close();
});

test("without JavaScript: filter, next page, a decision, the line in question", async () => {
	const { page } = await openPage(browser, { javaScriptEnabled: false });
	await page.goto(`${gate.url}/decisions`);
	await page.getByLabel("Verdict").selectOption("denied");
	await page.getByLabel("Since (UTC)").fill("2026-11-01T00:00:00");
	await page.getByRole("button", { name: "Filter" }).click();
	expect(new URL(page.url()).searchParams.get("verdict")).toBe("denied");
	expect(await page.locator("tbody .verdict").allInnerTexts()).not.toContain("✔ allowed");
	expect(await page.getByLabel("Verdict").inputValue()).toBe("denied");

	await page.goto(`${gate.url}/decisions`);
	const first = await page.locator("tbody a").first().getAttribute("href");
	await page.getByRole("link", { name: "Older" }).click();
	expect(await page.locator("tbody a").first().getAttribute("href")).not.toBe(first);
	await page.getByRole("link", { name: "Newest" }).click();
	expect(await page.locator("tbody a").first().getAttribute("href")).toBe(first);

	await page.goto(gate.url + (pages.get("a denial") ?? ""));
	await page.locator(".answers a[href^='#line-']").first().click();
	const line = page.locator(new URL(page.url()).hash);
	expect(await line.innerText()).toMatch(/\w/);
	expect(await line.getAttribute("class")).toContain("marked");
	await page.context().close();
});

test("by keyboard alone: past the navigation, to a decision, and where the focus is can be seen", async () => {
	const { page } = await openPage(browser);
	await page.goto(`${gate.url}/decisions`);
	await page.keyboard.press("Tab");
	expect(await page.locator(":focus").innerText()).toBe("Skip to the content");
	expect(await page.locator(":focus").boundingBox()).toMatchObject({ x: expect.closeTo(8, -1) });
	await page.keyboard.press("Enter");
	await page.keyboard.press("Tab");
	expect(await page.locator(":focus").getAttribute("name")).toBe("verdict");
	for (let presses = 0; presses < 40; presses++) {
		const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
		const { name, to } = (await page.evaluate(FOCUSED)) as { name: string; to: string };
		expect(outline, name).not.toBe("none");
		if (to.startsWith("/decisions/")) break;
		await page.keyboard.press("Tab");
	}
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/decisions\/\w+$/);
	await page.context().close();
});

test("the address holds the range, and a wrong one is told by its name", async () => {
	const { page } = await openPage(browser);
	await page.goto(gate.url);
	await page.getByRole("link", { name: "30d" }).click();
	expect(page.url()).toBe(`${gate.url}/?range=30d`);
	expect(await page.locator("h2").first().innerText()).toContain("last 30 days");
	for (const [address, status, field] of [
		["/?range=7d", 400, "range"],
		["/decisions?verdict=maybe", 400, "verdict"],
		["/decisions?since=yesterday", 400, "since"],
		["/findings?cursor=!!", 400, "cursor"],
		["/decisions/nothing", 404, "uid"],
		["/policies/no/such", 404, "policy"],
	] as const) {
		expect((await page.goto(gate.url + address))?.status(), address).toBe(status);
		expect(await page.getByRole("alert").innerText(), address).toContain(field);
		const answer = await fetch(gate.url + address);
		expect([answer.status, answer.headers.get("content-type")], address).toEqual([status, expect.stringContaining("problem+json")]);
		expect(await answer.json()).toMatchObject({ field });
	}
	await page.context().close();
});
