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
	/**
	 * Threads besides, which start when the others have been with one request each for a tenth of the deadline, and somebody waits; for a
	 * hundredth of it where one was so slow within the last minute.
	 */
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
	const pool = new Pool(some(threads), some(reserve), deadlineMs);
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

const ALERT_MS = 60_000;

/** A policy that runs away has its thread until the deadline: whoever has waited long enough for the others is judged in the reserve. */
class Pool {
	readonly #threads: readonly JudgingThread[];
	readonly #reserve: ReadonlySet<JudgingThread>;
	readonly #deadlineMs: number;
	readonly #idle: JudgingThread[];
	readonly #idleReserve: JudgingThread[];
	readonly #waiting: ((thread: JudgingThread | undefined) => void)[] = [];
	#watch: NodeJS.Timeout | undefined;
	#firstJudgedAt: number | undefined;
	#closed = false;

	constructor(threads: readonly JudgingThread[], reserve: readonly JudgingThread[], deadlineMs: number) {
		this.#threads = threads;
		this.#reserve = new Set(reserve);
		this.#deadlineMs = deadlineMs;
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
			this.#firstJudgedAt ??= performance.now();
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
		this.#warmReserve();
		return await new Promise((resolve) => this.#waiting.push(resolve));
	}

	#giveBack(thread: JudgingThread): void {
		const next = this.#waiting.shift();
		if (next) next(thread);
		else (this.#reserve.has(thread) ? this.#idleReserve : this.#idle).push(thread);
	}

	/** Where requests come at the same time, so that nobody waits for it once it is called; but not while the others have only just begun. */
	#warmReserve(): void {
		const now = performance.now();
		if (now - (this.#firstJudgedAt ?? now) < this.#deadlineMs) return;
		for (const thread of this.#idleReserve) thread.warm();
	}

	/** Where a policy has run away just now, what takes long is probably the next. */
	get #patienceMs(): number {
		const isAlert = [...this.#threads, ...this.#reserve].some(({ slowAgoMs }) => slowAgoMs < ALERT_MS);
		return this.#deadlineMs / (isAlert ? 100 : 10);
	}

	/** One of the reserve. What a thread takes to start at first is no policy's doing, and calls nobody. */
	#called(): JudgingThread | undefined {
		const patienceMs = this.#patienceMs;
		return this.#threads.every(({ busyMs = 0 }) => busyMs >= patienceMs) ? this.#idleReserve.pop() : undefined;
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
