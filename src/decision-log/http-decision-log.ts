/**
 * Decisions to an HTTP service as OPA's decision log plugin sends them: gzipped JSON arrays, a few at a time, again and again until they are taken.
 * They wait in memory, bounded; the record of decisions is the store. What is waiting when the process dies is not sent.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import type { DecisionLogMetrics } from "../metrics.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { nextChunk, type Waiting } from "./chunk.ts";
import type { DecisionLog, SpanIds } from "./decision-log.ts";
import { opaEvent, withoutObject } from "./opa-event.ts";
import { type Service, upload } from "./upload.ts";

export interface Told {
	readonly metrics: DecisionLogMetrics;
	readonly log: Pick<Log, "info" | "alarm">;
}

interface Limits {
	/** Of one upload, compressed: OPA's own. */
	readonly chunkBytes: number;
	/** Of what waits, as JSON. */
	readonly bufferBytes: number;
	/** The longest that an event waits for others. */
	readonly everyMs: number;
	readonly answerMs: number;
	readonly firstRetryMs: number;
	readonly lastRetryMs: number;
	/** The last upload, before the process ends. */
	readonly drainMs: number;
}

const LIMITS: Limits = {
	...{ chunkBytes: 32 * 1024, bufferBytes: 16 * 1024 * 1024, everyMs: 2_000 },
	...{ answerMs: 10_000, firstRetryMs: 1_000, lastRetryMs: 60_000, drainMs: 5_000 },
};

export class HttpDecisionLog implements DecisionLog {
	readonly #service: Service;
	readonly #told: Told;
	readonly #limits: Limits;
	readonly #labels: Readonly<Record<string, string>>;
	readonly #closing = new AbortController();
	#waiting: Waiting[] = [];
	#bytes = 0;
	/** How many, at the front, are being sent. */
	#underWay = 0;
	#retryMs = 0;
	#isFull = false;
	#timer: NodeJS.Timeout | undefined;
	#sending: Promise<void> | undefined;

	constructor(
		{ url, token, version }: { url: string; token?: string | undefined; version: string },
		told: Told,
		limits: Partial<Limits> = {},
	) {
		this.#limits = { ...LIMITS, ...limits };
		this.#service = { url, token, agent: `taskgate/${version}`, answerMs: this.#limits.answerMs };
		this.#told = told;
		this.#labels = { app: "taskgate", id: randomUUID(), version };
	}

	decided(decision: DecisionWithActions, span?: SpanIds): void {
		const event = opaEvent(decision, this.#labels, span);
		const json = JSON.stringify(event);
		this.#waiting.push({ json, bare: () => JSON.stringify(withoutObject(event)) });
		this.#bytes += json.length;
		this.#makeRoom();
		this.#told.metrics.buffered(this.#bytes);
		this.#schedule();
	}

	async flush(withinMs: number): Promise<void> {
		const enough = new AbortController();
		await Promise.race([this.#send().then(() => this.#send()), sleep(withinMs, undefined, { signal: enough.signal, ref: false })]);
		enough.abort();
	}

	async close(): Promise<void> {
		await this.flush(this.#limits.drainMs);
		this.#closing.abort();
		clearTimeout(this.#timer);
		if (this.#waiting.length === 0) return;
		this.#told.log.alarm("the decision log's service did not take the last events", { dropped: this.#waiting.length });
		this.#told.metrics.dropped(this.#waiting.length);
		this.#waiting = [];
	}

	/** The oldest go first, as with OPA, but for those under way. It is told once, until the service takes events again. */
	#makeRoom(): void {
		const { bufferBytes } = this.#limits;
		const count = this.#waiting.length;
		while (this.#bytes > bufferBytes && this.#waiting.length > this.#underWay) this.#take(this.#underWay, 1);
		const dropped = count - this.#waiting.length;
		if (dropped === 0) return;
		this.#told.metrics.dropped(dropped);
		if (!this.#isFull) this.#told.log.alarm("the decision log's buffer is full: the oldest events are dropped", { bufferBytes });
		this.#isFull = true;
	}

	#take(from: number, count: number): void {
		for (const { json } of this.#waiting.splice(from, count)) this.#bytes -= json.length;
		this.#told.metrics.buffered(this.#bytes);
	}

	#schedule(): void {
		if (this.#closing.signal.aborted) return;
		this.#timer ??= setTimeout(
			() => {
				this.#timer = undefined;
				void this.#send();
			},
			Math.max(this.#retryMs, this.#limits.everyMs),
		).unref();
	}

	/** Everything that waits, chunk by chunk, until the service does not take one. */
	#send(): Promise<void> {
		this.#sending ??= this.#sendAll().finally(() => {
			this.#sending = undefined;
			this.#underWay = 0;
			if (this.#waiting.length > 0) this.#schedule();
		});
		return this.#sending;
	}

	async #sendAll(): Promise<void> {
		while (this.#waiting.length > 0) {
			const { body, taken, dropped } = nextChunk(this.#waiting, this.#limits.chunkBytes);
			this.#underWay = taken;
			const problem = dropped > 0 ? undefined : await upload(this.#service, body, this.#closing.signal);
			if (problem !== undefined) return this.#refused(problem);
			if (dropped > 0) this.#told.log.alarm("a decision is too large for the decision log", { chunkBytes: this.#limits.chunkBytes });
			if (this.#retryMs > 0) this.#told.log.info("the decision log's service takes events again");
			this.#retryMs = 0;
			this.#isFull = false;
			this.#take(0, taken);
			this.#told.metrics.dropped(dropped);
			this.#told.metrics.sent(taken - dropped);
		}
	}

	#refused(reason: string): void {
		const { firstRetryMs, lastRetryMs } = this.#limits;
		this.#told.metrics.failed();
		if (this.#retryMs === 0) this.#told.log.alarm("the decision log's service takes no events: they wait", { reason });
		this.#retryMs = Math.min(Math.max(firstRetryMs, this.#retryMs * 2), lastRetryMs);
	}
}
