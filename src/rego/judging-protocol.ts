/** What the host and a judging thread say to each other, and the few bytes that both see while the thread is busy. */
import type { Question } from "../admission/policy.ts";
import type { JudgeLimits } from "./judge.ts";
import type { Answers, Entrypoints, Rule } from "./rules.ts";

export interface JudgingSetup {
	readonly module: WebAssembly.Module;
	readonly entrypoints: Entrypoints;
	readonly limits: JudgeLimits;
	readonly progress: SharedArrayBuffer;
}

export interface JudgingJob<Asked extends Rule = Rule> {
	readonly rule: Asked;
	/** wellFormedJson of an AdmissionRequest. */
	readonly request: string;
	readonly now: string;
	readonly questions: readonly Question[];
}

export type JudgingAnswer<Asked extends Rule = Rule> = readonly Answers[Asked][];

/** A thread inside a policy can answer nothing, so it leaves word here before each question. */
export class Progress {
	readonly memory: SharedArrayBuffer;
	readonly #started: BigInt64Array;
	readonly #state: Int32Array;

	constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(16)) {
		this.memory = memory;
		this.#started = new BigInt64Array(memory, 0, 1);
		this.#state = new Int32Array(memory, 8, 2);
	}

	/** By the host, before it sends a job. */
	clear(): void {
		Atomics.store(this.#started, 0, 0n);
		Atomics.store(this.#state, 0, -1);
		Atomics.store(this.#state, 1, 0);
	}

	/** By the thread. */
	start(): void {
		Atomics.store(this.#started, 0, process.hrtime.bigint());
	}

	begin(question: number): void {
		Atomics.store(this.#state, 0, question);
	}

	finish(): void {
		Atomics.store(this.#state, 1, 1);
	}

	/** Index of the question in progress, -1 before the first. */
	get question(): number {
		return Atomics.load(this.#state, 0);
	}

	get finished(): boolean {
		return Atomics.load(this.#state, 1) === 1;
	}

	/** Undefined until the thread has taken the job up: waiting for a processor is not the policies' time. */
	get elapsedMs(): number | undefined {
		const started = Atomics.load(this.#started, 0);
		return started === 0n ? undefined : Number(process.hrtime.bigint() - started) / 1e6;
	}
}
