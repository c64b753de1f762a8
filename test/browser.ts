/** Debian's Chromium without a screen: one for all tests of a file. */
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../scripts/prerequisites.js";

/** Without them Chromium looks up hosts that no test needs. */
const FLAGS = [
	...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
	...["--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none"],
];

/** @throws {Error} when there is none */
export async function launchBrowser(): Promise<Browser> {
	const executable = findChromium();
	if (executable === undefined) throw new Error("there is no Chromium: `apt-get install chromium`, or name one by the variable CHROMIUM");
	return await chromium.launch({ executablePath: executable, args: FLAGS });
}
