/** Rego in threads of their own: a runaway policy neither blocks this one nor passes. */
import type { Failed, Question } from "../admission/policy.ts";
import { HOST_BUILTINS } from "./builtins/host-builtins.ts";
import { type Bundle, entrypointsOf } from "./bundle.ts";
import { DEFAULT_LIMITS, judgeText } from "./engine.ts";
import { Judge, type JudgeLimits } from "./judge.ts";
import type { JudgingAnswer, JudgingJob } from "./judging-protocol.ts";
import { ENGINE_CLOSED, JudgingThread } from "./judging-thread.ts";
import type { PolicyEngine } from "./policy-engine.ts";
import type { Rule } from "./rules.ts";
import { compileSharing } from "./shared-memo.ts";
import { failed } from "./violations.ts";

export interface WorkerEngineOptions extends Partial<JudgeLimits> {
	/** For one request, all its policies together, counted from when a thread takes it up. */
	readonly deadlineMs?: number;
	readonly threads?: number;
	/** Threads besides, which start when the others have been with one request each for a tenth of the deadline, and somebody waits. */
	readonly reserve?: number;
}

/** Throws MissingBuiltins, and an Error for a module that cannot be used. */
export async function openWorkerEngine(bundle: Bundle, options: WorkerEngineOptions = {}): Promise<PolicyEngine> {
	const { deadlineMs = 1000, threads = 1, reserve = 1, ...limits } = options;
	const setup = {
		module: await compileSharing(bundle.wasm),
		entrypoints: entrypointsOf(bundle),
		limits: { ...DEFAULT_LIMITS, ...limits },
	};
	// Threads could only report what is wrong with a bundle when the first request comes.
	new Judge(setup.module, setup.entrypoints, HOST_BUILTINS, setup.limits);
	const some = (count: number) => Array.from({ length: count }, () => new JudgingThread(setup, deadlineMs));
	const pool = new Pool(some(threads), some(reserve), deadlineMs / 10);
	return {
		revision: bundle.revision,
		digest: bundle.digest,
		policies: bundle.policies,
		timeless: bundle.timeless,
		evaluate: async (request, now, questions) =>
			await judgeText(request, questions, (text) => pool.judge({ rule: "violation", request: text, now, questions })),
		patch: async (request, now, questions) =>
			await judgeText(request, questions, (text) => pool.judge({ rule: "patch", request: text, now, questions })),
		close: () => pool.close(),
	};
}

/** A policy that runs away has its thread until the deadline: whoever waits longer than `patienceMs` for the others is judged in the reserve. */
class Pool {
	readonly #threads: readonly JudgingThread[];
	readonly #reserve: ReadonlySet<JudgingThread>;
	readonly #patienceMs: number;
	readonly #idle: JudgingThread[];
	readonly #idleReserve: JudgingThread[];
	readonly #waiting: ((thread: JudgingThread | undefined) => void)[] = [];
	#watch: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(threads: readonly JudgingThread[], reserve: readonly JudgingThread[], patienceMs: number) {
		this.#threads = threads;
		this.#reserve = new Set(reserve);
		this.#patienceMs = patienceMs;
		this.#idle = [...threads];
		this.#idleReserve = [...reserve];
		for (const thread of threads) thread.warm();
	}

	async judge<Asked extends Rule>(job: JudgingJob<Asked>): Promise<JudgingAnswer<Asked>> {
		const thread = await this.#take();
		if (thread === undefined) return job.questions.map((question) => failed(question, ENGINE_CLOSED));
		try {
			return await judgeOn(thread, job);
		} finally {
			this.#giveBack(thread);
		}
	}

	async close(): Promise<void> {
		this.#closed = true;
		for (const next of this.#waiting.splice(0)) next(undefined);
		clearTimeout(this.#watch);
		await Promise.all([...this.#threads, ...this.#reserve].map((thread) => thread.close()));
	}

	async #take(): Promise<JudgingThread | undefined> {
		if (this.#closed) return undefined;
		const free = this.#idle.pop() ?? this.#called();
		if (free) return free;
		this.#keepWatch();
		return await new Promise((resolve) => this.#waiting.push(resolve));
	}

	#giveBack(thread: JudgingThread): void {
		const next = this.#waiting.shift();
		if (next) next(thread);
		else (this.#reserve.has(thread) ? this.#idleReserve : this.#idle).push(thread);
	}

	/** One of the reserve. What a thread takes to start at first is no policy's doing, and calls nobody. */
	#called(): JudgingThread | undefined {
		return this.#threads.every(({ busyMs = 0 }) => busyMs >= this.#patienceMs) ? this.#idleReserve.pop() : undefined;
	}

	#keepWatch(): void {
		this.#watch ??= setTimeout(() => {
			this.#watch = undefined;
			if (this.#waiting.length === 0) return;
			const thread = this.#called();
			if (thread) this.#giveBack(thread);
			this.#keepWatch();
		}, this.#patienceMs).unref();
	}
}

/** When a policy stops the thread, the others get one more chance in a fresh one; a second stop fails all that are left. */
async function judgeOn<Asked extends Rule>(thread: JudgingThread, job: JudgingJob<Asked>): Promise<JudgingAnswer<Asked>> {
	const first = await thread.judge(job);
	if (first.type === "judged") return first.evaluations;
	const culprit = job.questions[first.at];
	if (culprit === undefined) return job.questions.map((question) => failed(question, first.reason));
	const others = job.questions.toSpliced(first.at, 1);
	const second = others.length === 0 ? undefined : await thread.judge({ ...job, questions: others });
	const rest = second?.type === "stopped" ? allStopped(others, second.at, second.reason) : (second?.evaluations ?? []);
	return [...rest.slice(0, first.at), failed(culprit, first.reason), ...rest.slice(first.at)];
}

function allStopped(questions: readonly Question[], at: number, reason: string): readonly Failed[] {
	const culprit = questions[at]?.policy ?? "the request";
	return questions.map((question, i) => failed(question, i === at ? reason : `not judged: ${culprit} ${reason}`));
}
