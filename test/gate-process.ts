/** Taskgate as its users run it: a process of its own, spoken to over HTTP. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BIN = new URL("../bin/taskgate.js", import.meta.url).pathname;
const STARTING_MS = 30_000;

export interface GateProcess {
	readonly url: string;
	readonly process: ChildProcess;
	/** Everything it has written so far, both streams. */
	output(): string;
	post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
	/** The decisions on record, newest first. */
	decisions(): Promise<readonly RecordedDecision[]>;
	/** SIGTERM, and wait; answers the exit code. */
	stop(): Promise<number | null>;
	/** SIGKILL, and wait. */
	kill(): Promise<void>;
}

export interface RecordedDecision {
	readonly uid: string;
	readonly verdict: string;
	readonly kind: string;
	readonly name: string;
	readonly violations: readonly { readonly policy: string; readonly action: string }[];
	readonly actions: readonly { readonly type: string; readonly state: string; readonly target: string; readonly outcome?: string }[];
}

/** A gate on a store of its own, without AWS unless the environment says otherwise. */
export async function freshGate(env: Record<string, string> = {}): Promise<GateProcess> {
	return startGate({ TASKGATE_STORE: await freshStore(), ...env });
}

/** The address of a store that nobody has used. */
export async function freshStore(): Promise<string> {
	return `sqlite:${join(await mkdtemp(join(tmpdir(), "taskgate-")), "gate.db")}`;
}

/** Starts `taskgate serve`; the environment is what is given and no more than PATH and HOME besides. `via`: a command that runs it in its own place. */
export async function startGate(
	env: Record<string, string>,
	args: readonly string[] = ["serve"],
	via: readonly string[] = [],
): Promise<GateProcess> {
	const child = spawnTaskgate(env, args, via);
	let said = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8");
		stream.on("data", (text: string) => {
			said += text;
		});
	}
	const exited = once(child, "exit");
	const url = await address(() => said, child);
	const post: GateProcess["post"] = (path, body, headers = {}) =>
		fetch(`${url}${path}`, {
			method: "POST",
			headers: { "content-type": "application/json", ...headers },
			body: typeof body === "string" ? body : JSON.stringify(body),
		});
	return {
		url,
		process: child,
		post,
		output: () => said,
		decisions: async () => ((await (await fetch(`${url}/v1/decisions`)).json()) as { decisions: RecordedDecision[] }).decisions,
		stop: async () => {
			child.kill("SIGTERM");
			return (await exited)[0];
		},
		kill: async () => {
			child.kill("SIGKILL");
			await exited;
		},
	};
}

/** As `startGate`, and nobody waits for it to serve. */
export function spawnTaskgate(env: Record<string, string>, args: readonly string[], via: readonly string[] = []) {
	const { PATH = "", HOME = "" } = process.env;
	const [command = process.execPath, ...before] = [...via, process.execPath];
	return spawn(command, [...before, BIN, ...args], {
		env: { PATH, HOME, TASKGATE_PORT: "0", AWS_EC2_METADATA_DISABLED: "true", ...env },
		stdio: ["ignore", "pipe", "pipe"],
	});
}

async function address(said: () => string, child: ChildProcess): Promise<string> {
	const deadline = performance.now() + STARTING_MS;
	while (child.exitCode === null && performance.now() < deadline) {
		const url = /http:\/\/localhost:\d+/.exec(said())?.[0];
		if (url !== undefined) return url;
		await new Promise((resume) => setTimeout(resume, 20));
	}
	child.kill("SIGKILL");
	throw new Error(`taskgate did not start:\n${said()}`);
}

/** Polls until `check` answers something; fails with the last error after `ms`. */
export async function eventually<T>(check: () => Promise<T | undefined | false>, ms = 15_000): Promise<T> {
	const deadline = performance.now() + ms;
	let last: unknown;
	while (performance.now() < deadline) {
		try {
			const answer = await check();
			if (answer !== undefined && answer !== false) return answer;
		} catch (error) {
			last = error;
		}
		await new Promise((resume) => setTimeout(resume, 50));
	}
	throw new Error(`it did not happen within ${ms} ms`, { cause: last });
}
