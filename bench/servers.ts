/** What is put under load: a gate and a bare echo, each a process of its own. */
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Workplace } from "./workplace.ts";

export const TASKGATE = fileURLToPath(new URL("../bin/taskgate.js", import.meta.url));
const ECHO = fileURLToPath(new URL("echo-server.ts", import.meta.url));
export const RESTRICTED = fileURLToPath(new URL("../policies/profiles/restricted.yaml", import.meta.url));
const ADDRESS = /http:\/\/localhost:\d+/;
const STARTING_MS = 30_000;

/** For `taskgate serve`: the profile `restricted`, a store that nobody has used, any free port. */
export function gateSettings(workplace: Workplace, name: string): Record<string, string> {
	return { TASKGATE_PORT: "0", TASKGATE_STORE: `sqlite:${join(workplace.folder, `${name}.db`)}`, TASKGATE_CONSTRAINTS: RESTRICTED };
}

/** The address of a gate that serves; its log goes to a file, as it would. */
export function startGate(workplace: Workplace): Promise<string> {
	return address(workplace, "gate", [TASKGATE, "serve"], gateSettings(workplace, "gate"));
}

export function startEcho(workplace: Workplace): Promise<string> {
	return address(workplace, "echo", [ECHO], {});
}

/** The address in what has been said so far. */
export function addressIn(said: string): string | undefined {
	return ADDRESS.exec(said)?.[0];
}

async function address(workplace: Workplace, name: string, args: readonly string[], env: Record<string, string>): Promise<string> {
	const log = join(workplace.folder, `${name}.log`);
	const output = openSync(log, "a");
	const child = workplace.spawn(process.execPath, args, { env, stdio: ["ignore", output, output] });
	const start = performance.now();
	while (child.exitCode === null && performance.now() - start < STARTING_MS) {
		const url = addressIn(readFileSync(log, "utf8"));
		if (url !== undefined) return url;
		await pause(20);
	}
	throw new Error(`${name} did not start:\n${readFileSync(log, "utf8")}`);
}
