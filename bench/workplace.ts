/** A folder and processes of the benchmark's own, all gone when it ends, however it ends. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export class Workplace {
	readonly folder = mkdtempSync(join(tmpdir(), "taskgate-bench-"));
	readonly #running = new Set<ChildProcess>();

	constructor() {
		for (const signal of ["SIGINT", "SIGTERM"] as const) {
			process.once(signal, () => {
				this.#kill();
				process.exit(1);
			});
		}
	}

	/** As node:child_process. Taskgate finds no AWS credentials in the environment that it gets. */
	spawn(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
		const { PATH = "", HOME = "" } = process.env;
		const env = { PATH, HOME, AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
		const child = spawn(command, args, { ...options, env: { ...env, ...options.env } });
		this.#running.add(child);
		child.once("exit", () => this.#running.delete(child));
		return child;
	}

	/** SIGTERM, and wait. */
	async stop(child: ChildProcess): Promise<void> {
		if (!this.#running.has(child)) return;
		const exited = once(child, "exit");
		child.kill("SIGTERM");
		await exited;
	}

	/** What has not ended by itself after ten seconds is killed. */
	async close(): Promise<void> {
		await Promise.race([Promise.all([...this.#running].map((child) => this.stop(child))), pause(10_000, undefined, { ref: false })]);
		this.#kill();
	}

	#kill(): void {
		for (const child of this.#running) child.kill("SIGKILL");
		rmSync(this.folder, { recursive: true, force: true });
	}
}
