/** Questions to the compiler's thread and their answers. */
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { AuthoringVerbs } from "./authoring-protocol.ts";
import { CompilerFailed, RegoErrors } from "./compiler-errors.ts";
import type { CompilerSetup, RegoError, Verbs, WorkerAnswer, WorkerQuestion } from "./compiler-protocol.ts";

type AllVerbs = Verbs & AuthoringVerbs;

interface Pending {
	resolve(result: unknown): void;
	reject(error: Error): void;
	readonly deadline: NodeJS.Timeout;
}

/** Beside this file, and beside the bundle that this file is part of. */
const WORKER = new URL(`./compiler-worker${extname(import.meta.url)}`, import.meta.url);

/** Starts with the first question, does not keep the process alive while idle, and starts anew after a crash or a timeout. */
export class CompilerThread {
	readonly #setup: CompilerSetup;
	readonly #seconds: number;
	readonly #pending = new Map<number, Pending>();
	#worker: Worker | undefined;
	#lastId = 0;

	constructor(setup: CompilerSetup, seconds: number) {
		this.#setup = setup;
		this.#seconds = seconds;
	}

	async ask<Verb extends keyof AllVerbs>(verb: Verb, request: AllVerbs[Verb][0]): Promise<AllVerbs[Verb][1]> {
		const worker = this.#running();
		const id = ++this.#lastId;
		const question: WorkerQuestion = { id, body: JSON.stringify({ ...request, do: verb }) };
		return await new Promise((resolve, reject) => {
			const deadline = setTimeout(() => this.#fail(worker, `the Rego compiler took longer than ${this.#seconds} s`), this.#seconds * 1000);
			this.#pending.set(id, { resolve: resolve as (result: unknown) => void, reject, deadline });
			worker.ref();
			worker.postMessage(question);
		});
	}

	async stop(): Promise<void> {
		if (this.#worker) await this.#fail(this.#worker, "the Rego compiler was closed");
	}

	#running(): Worker {
		if (this.#worker) return this.#worker;
		// node:wasi announces that it is experimental; that is nothing for a user's terminal.
		const worker = new Worker(WORKER, { workerData: this.#setup, execArgv: ["--disable-warning=ExperimentalWarning"] });
		worker.on("message", (answer: WorkerAnswer) => this.#take(worker, answer));
		worker.on("error", (error) => this.#fail(worker, `the Rego compiler crashed: ${error.message}`));
		worker.on("exit", (code) => this.#fail(worker, `the Rego compiler's thread ended with code ${code}`));
		this.#worker = worker;
		return worker;
	}

	#take(worker: Worker, answer: WorkerAnswer): void {
		const pending = this.#pending.get(answer.id);
		if (!pending) return;
		if ("crash" in answer) {
			void this.#fail(worker, `the Rego compiler crashed: ${answer.crash}`);
			return;
		}
		clearTimeout(pending.deadline);
		this.#pending.delete(answer.id);
		if (this.#pending.size === 0) worker.unref();
		const { result, errors } = JSON.parse(answer.body) as { result?: unknown; errors?: readonly RegoError[] };
		if (errors) pending.reject(new RegoErrors(errors));
		else pending.resolve(result);
	}

	async #fail(worker: Worker, reason: string): Promise<void> {
		if (this.#worker !== worker) return;
		this.#worker = undefined;
		const lost = [...this.#pending.values()];
		this.#pending.clear();
		for (const { deadline, reject } of lost) {
			clearTimeout(deadline);
			reject(new CompilerFailed(reason));
		}
		await worker.terminate();
	}
}
