/** What the tests need of the machine. Says in one sentence what is missing; plain JavaScript, so that an old Node can say it too. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What pip needs too: Debian ships Python without it. */
const PYTHON = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])";

/** The first Python on PATH that is new enough to build the test's own environment. @returns {string | undefined} */
export function findPython() {
	return ["python3", "python"].find((command) => atLeast(answer(command, ["-c", PYTHON]), 3, 11));
}

const CHROMIUMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The absolute path of the browser of the console's tests: what CHROMIUM names, else the first on PATH. @returns {string | undefined} */
export function findChromium() {
	const named = process.env.CHROMIUM ?? "";
	const folders = (process.env.PATH ?? "").split(delimiter);
	const paths = named === "" ? CHROMIUMS.flatMap((name) => folders.map((folder) => join(folder, name))) : [named];
	return paths.find((path) => existsSync(path));
}

/** One sentence for each thing that is missing. @returns {string[]} */
export function missing() {
	return [
		process.features.typescript
			? undefined
			: `npm test needs Node 22.18 or newer, and this is ${process.versions.node}: install one from https://nodejs.org.`,
		findPython()
			? undefined
			: "npm test needs Python 3.11 or newer with its venv module, as `python3` on PATH, for the moto server and the AWS CLI.",
		atLeast(answer("go", ["env", "GOVERSION"]).replace(/^go/, ""), 1, 26)
			? undefined
			: "npm test needs Go 1.26 or newer, as `go` on PATH, to build the Rego compiler.",
		findChromium()
			? undefined
			: "npm test needs Chromium or Chrome, on PATH or named by the variable CHROMIUM, for the console's pages: on Debian `apt-get install chromium`.",
	].filter((sentence) => sentence !== undefined);
}

/** @param {string} version @param {number} major @param {number} minor */
function atLeast(version, major, minor) {
	const [, first, second] = /^(\d+)\.(\d+)/.exec(version) ?? [];
	return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}

/** Standard output, or nothing when the command is not there or fails. @param {string} command @param {string[]} args */
function answer(command, args) {
	const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
	return status === 0 ? stdout.trim() : "";
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const sentences = missing();
	for (const sentence of sentences) console.error(sentence);
	process.exitCode = sentences.length === 0 ? 0 : 1;
}
