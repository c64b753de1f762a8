/** docs/images/*.png: the console over a believable month, as the README shows it. `npm run screenshots` makes them anew. */
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../test/browser.ts";
import { consolePages, NOW } from "../test/console-pages.ts";
import { startSeededConsole } from "../test/seeded-console.ts";

const FOLDER = new URL("../docs/images/", import.meta.url);
const MOST_BYTES = 200 * 1024;
const DESKTOP = { width: 1200, height: 860 };
const PHONE = { width: 360, height: 780 };

interface Shot {
	readonly name: string;
	/** As test/console-pages.ts calls it. */
	readonly page: string;
	readonly dark?: true;
	readonly phone?: true;
	/** Pressed before the picture is taken. */
	readonly press?: string;
}

const SHOTS: readonly Shot[] = [
	{ name: "overview", page: "overview of a month" },
	{ name: "overview-dark", page: "overview of a month", dark: true },
	{ name: "decision", page: "a denial" },
	{ name: "findings", page: "findings" },
	{ name: "playground", page: "playground", press: "Compile and judge" },
	{ name: "overview-phone", page: "overview of a month", phone: true },
];

const [browser, gate] = await Promise.all([launchBrowser(), startSeededConsole({ now: NOW, perDay: 40, settings: { playground: true } })]);
const pages = await consolePages(gate);
for (const shot of SHOTS) {
	const bytes = await take(browser, shot, gate.url + (pages.get(shot.page) ?? ""));
	console.log(`docs/images/${shot.name}.png  ${Math.round(bytes / 1024)} KiB`);
	if (bytes > MOST_BYTES) throw new Error(`${shot.name}.png is over ${MOST_BYTES / 1024} KiB: show less of the page`);
}
await browser.close();
await gate.stop();

async function take(browser: Browser, { name, dark, phone, press }: Shot, address: string): Promise<number> {
	const context = await browser.newContext({
		viewport: phone ? PHONE : DESKTOP,
		colorScheme: dark ? "dark" : "light",
		reducedMotion: "reduce",
	});
	const page = await context.newPage();
	await page.goto(address);
	if (press !== undefined) {
		await page.getByRole("button", { name: press }).click();
		await page.locator("#result").waitFor();
	}
	const path = fileURLToPath(new URL(`${name}.png`, FOLDER));
	await page.screenshot({ path });
	await context.close();
	return (await stat(path)).size;
}
