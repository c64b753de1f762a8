/** Every page of the console, over a seeded store. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { SeededConsole } from "./seeded-console.ts";

/** A Thursday. */
export const NOW = "2026-11-26T15:20:41.000Z";

/** What it shows → its address. */
export async function consolePages({ world: { store } }: SeededConsole): Promise<ReadonlyMap<string, string>> {
	const page = async (query: Parameters<typeof store.decisions>[0]) => (await store.decisions({ ...query, limit: 1 })).decisions[0]?.uid;
	return new Map([
		["overview", "/"],
		["overview of a month", "/?range=30d"],
		["decisions", "/decisions"],
		["decisions, filtered", "/decisions?verdict=denied&since=2026-11-01T00:00:00"],
		["no decision", "/decisions?account=000000000000"],
		["a denial", `/decisions/${await page({ verdict: "denied" })}`],
		["what nobody could judge", `/decisions/${await page({ verdict: "undecided" })}`],
		["findings", "/findings"],
		["findings that are excused", "/findings?state=exempted"],
		["policies", "/policies"],
		["policies that fired", "/policies?show=fired"],
		["a policy", "/policies/workload/privileged"],
		["exemptions", "/exemptions"],
		["standards", "/standards"],
		["points", "/points"],
		["playground", "/playground"],
		["a wrong filter", "/decisions?verdict=maybe"],
		["what is not there", "/decisions/nothing"],
	]);
}

/** A page in a context of its own, and what the browser complained of. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
	const context = await browser.newContext({ reducedMotion: "reduce", ...options });
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on("pageerror", (error) => complaints.push(error.message));
	page.on("dialog", (dialog) => {
		complaints.push(`a dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on("console", (message) => {
		// That a page answers 404 or 400 is its answer, not its fault.
		if (message.type() === "error" && !/status of 40[04]/.test(message.text())) complaints.push(message.text());
	});
	return { page, complaints };
}
