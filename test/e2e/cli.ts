/** The real command line as a child process, its output into pipes. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface Ran {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

interface Surroundings {
	readonly cwd: string;
	readonly stdin?: string;
	readonly env?: Readonly<Record<string, string>>;
	/** The program; the repository's own source unless given. */
	readonly main?: string;
}

/** Runs `taskgate ARGS…` in a folder. The environment holds nothing of Taskgate's unless given. */
export function taskgate(args: readonly string[], { cwd, stdin = "", env = {}, main = MAIN }: Surroundings): Promise<Ran> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [main, ...args], { cwd, env: { PATH: "/usr/bin:/bin", HOME: cwd, ...env } });
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, stdout, stderr }));
		child.stdin.on("error", () => {});
		child.stdin.end(stdin);
	});
}
