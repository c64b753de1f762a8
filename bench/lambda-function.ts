/** A function in a Node process of its own, invoked with one batch at a time, as Lambda does. */
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Workplace } from "./workplace.ts";

const HOST = fileURLToPath(new URL("lambda-host.js", import.meta.url));

interface BatchAnswer {
	readonly batchItemFailures: readonly object[];
}

export interface LambdaFunction {
	/** @throws when a message returns or the function ends: then nothing is measured. */
	invoke<Answer extends BatchAnswer>(batch: object): Promise<Answer>;
	/** How many decisions of this verdict it has logged. */
	decided(verdict: "allowed" | "denied"): number;
	/** Everything it has logged so far. */
	output(): string;
	stop(): Promise<void>;
}

/** The function whose built folder this is. */
export function startFunction(workplace: Workplace, folder: string, env: Record<string, string>): Promise<LambdaFunction> {
	return startProgram(workplace, [HOST, folder], env);
}

let started = 0;

/** Any program that says `ready`, then answers batches. */
export async function startProgram(workplace: Workplace, args: readonly string[], env: Record<string, string>): Promise<LambdaFunction> {
	const log = join(workplace.folder, `function-${started++}.log`);
	const output = openSync(log, "a");
	const child = workplace.spawn(process.execPath, args, { cwd: workplace.folder, env, stdio: ["ignore", output, output, "ipc"] });
	const said = () => readFileSync(log, "utf8");
	const ended = once(child, "exit").then(([code, signal]) => {
		throw new Error(`the function ended (${code ?? signal}):\n${said()}`);
	});
	ended.catch(() => undefined);
	const answer = async () => (await Promise.race([once(child, "message"), ended]))[0] as unknown;
	await answer();
	return {
		async invoke<Answer extends BatchAnswer>(batch: object) {
			child.send(batch);
			const answered = (await answer()) as Answer;
			if (answered.batchItemFailures.length > 0) throw new Error(`${answered.batchItemFailures.length} messages returned:\n${said()}`);
			return answered;
		},
		decided: (verdict) => said().split(`"msg":"${verdict}"`).length - 1,
		output: said,
		stop: () => workplace.stop(child),
	};
}
