/** One thread that judges one job at a time, ended at the deadline and started anew with the next job. */
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { type AnswerMessage, packJob, unpackAnswer } from "./judging-messages.ts";
import { type JudgingAnswer, type JudgingJob, type JudgingSetup, Progress } from "./judging-protocol.ts";
import type { Rule } from "./rules.ts";

/** `at` is the question in progress when the thread was stopped, -1 when it had begun none. */
export type Outcome<Asked extends Rule = Rule> =
	| { readonly type: "judged"; readonly evaluations: JudgingAnswer<Asked> }
	| { readonly type: "stopped"; readonly at: number; readonly reason: string };

export const ENGINE_CLOSED = "the engine is closed";
/** Beside this file, and beside the bundle that this file is part of. */
const WORKER = new URL(`./engine-worker${extname(import.meta.url)}`, import.meta.url);
/** How many deadlines a thread may take to start; then it is given up. */
const START_DEADLINES = 30;

export class JudgingThread {
	readonly #setup: Omit<JudgingSetup, "progress">;
	readonly #deadlineMs: number;
	#worker: Worker | undefined;
	#progress = new Progress();
	#settle: ((outcome: Outcome) => void) | undefined;
	#stoppedBefore = false;
	#slowAt = Number.NEGATIVE_INFINITY;
	#questions: JudgingJob["questions"] = [];
	#closed = false;

	constructor(setup: Omit<JudgingSetup, "progress">, deadlineMs: number) {
		this.#setup = setup;
		this.#deadlineMs = deadlineMs;
	}

	/** How long it has been with its job: without end while it starts anew for it, undefined while it has none and before it has ever started. */
	get busyMs(): number | undefined {
		if (this.#settle === undefined || this.#progress.finished) return undefined;
		return this.#progress.elapsedMs ?? (this.#stoppedBefore ? Number.POSITIVE_INFINITY : undefined);
	}

	/** How long ago a job ended that had taken more than a tenth of the deadline. */
	get slowAgoMs(): number {
		return performance.now() - this.#slowAt;
	}

	/** Begins to load, so that the first job does not wait for it. */
	warm(): void {
		this.#running();
	}

	/** One at a time. */
	async judge<Asked extends Rule>(job: JudgingJob<Asked>): Promise<Outcome<Asked>> {
		if (this.#closed) return { type: "stopped", at: -1, reason: ENGINE_CLOSED };
		const worker = this.#running();
		this.#progress.clear();
		this.#questions = job.questions;
		return await new Promise((resolve) => {
			const watch = this.#watch();
			this.#settle = (outcome) => {
				watch.stop();
				if ((this.#progress.elapsedMs ?? 0) > this.#deadlineMs / 10) this.#slowAt = performance.now();
				this.#settle = undefined;
				this.#worker?.unref();
				resolve(outcome as Outcome<Asked>);
			};
			worker.ref();
			try {
				worker.postMessage(packJob(job));
			} catch (error) {
				this.#settle({ type: "stopped", at: -1, reason: `the questions could not be handed to the thread that judges (${error})` });
			}
		});
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#stop(ENGINE_CLOSED);
	}

	async #stop(reason: string): Promise<void> {
		const worker = this.#worker;
		this.#worker = undefined;
		this.#stoppedBefore = true;
		this.#settle?.({ type: "stopped", at: this.#closed ? -1 : this.#progress.question, reason });
		await worker?.terminate();
	}

	#running(): Worker {
		if (this.#worker) return this.#worker;
		this.#progress = new Progress();
		const workerData: JudgingSetup = { ...this.#setup, progress: this.#progress.memory };
		const worker = new Worker(WORKER, { workerData, env: {}, execArgv: ["--disable-warning=ExperimentalWarning"] });
		worker.on("message", (answer: AnswerMessage) => {
			if (this.#worker === worker) this.#settle?.({ type: "judged", evaluations: unpackAnswer(answer, this.#questions) });
		});
		worker.on("error", (error) => this.#crashed(worker, error.message));
		worker.on("exit", (code) => this.#crashed(worker, `exit code ${code}`));
		worker.unref();
		this.#worker = worker;
		return worker;
	}

	#crashed(worker: Worker, why: string): void {
		if (this.#worker === worker) void this.#stop(`the thread that judges ended unexpectedly (${why})`);
	}

	/** A timer may fire late or before the answer that already waits, so the thread's own word decides. */
	#watch(): { stop(): void } {
		let deadlines = 0;
		const look = (): void => {
			if (this.#progress.finished) return;
			const elapsed = this.#progress.elapsedMs;
			if (elapsed === undefined && ++deadlines < START_DEADLINES) timer = setTimeout(look, this.#deadlineMs);
			else if (elapsed !== undefined && elapsed < this.#deadlineMs) timer = setTimeout(look, Math.ceil(this.#deadlineMs - elapsed));
			else void this.#stop(elapsed === undefined ? "the thread that judges did not start" : `did not finish within ${this.#deadlineMs} ms`);
		};
		let timer = setTimeout(look, this.#deadlineMs);
		return { stop: () => clearTimeout(timer) };
	}
}
