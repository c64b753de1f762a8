/**
 * Lambda: the event source mapping that polls the queue, and the environments that it invokes. An environment takes one batch at a time;
 * one that crashes, or is over its time, does nothing any more from that instant on, and its messages come back.
 */
import { judgeBatch } from "../../src/lambda/judge-batch.ts";
import { readBatch } from "../../src/lambda/sqs-message.ts";
import { tend } from "../../src/lambda/tend.ts";
import type { Chance } from "./chance.ts";
import { Environment, type Outside } from "./environment.ts";
import type { Message, Queue } from "./queue.ts";
import type { DeployedStack } from "./stack.ts";
import type { Timeline } from "./timeline.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: five at first, 300 more each minute. */
const FIRST_POLLERS = 5;
const MORE_A_SECOND = 5;
const IDLE_MS = 60_000;
const COLD_START = { median: 1_200, p99: 3_000 };
const TICK = 1_000;

export interface LambdaTerms {
	/** Share of invocations that crash, if they last long enough. */
	readonly crashes: number;
	/** When a crash comes, in milliseconds after the start. */
	readonly crashAfter: { readonly median: number; readonly p99: number };
	/** Whether Lambda has no room for another invocation. */
	readonly isThrottled: () => boolean;
}

export interface Told {
	invocations: number;
	crashed: number;
	timedOut: number;
	failed: number;
	throttled: number;
	returned: number;
	tended: number;
	mostAtOnce: number;
	environments: number;
	/** Milliseconds that batches took which were answered. */
	readonly durations: number[];
}

export class Lambda {
	readonly told: Told = {
		...{ invocations: 0, crashed: 0, timedOut: 0, failed: 0, throttled: 0, returned: 0, tended: 0, mostAtOnce: 0, environments: 0 },
		durations: [],
	};
	readonly #idle: Environment[] = [];
	#running = 0;
	#pollers = FIRST_POLLERS;
	#busyAt = 0;
	#grownAt = 0;
	readonly #timeline: Timeline;
	readonly #chance: Chance;
	readonly #stack: DeployedStack;
	readonly #terms: LambdaTerms;
	readonly #outside: Outside;
	#queue: Queue | undefined;

	constructor(timeline: Timeline, chance: Chance, stack: DeployedStack, terms: LambdaTerms, outside: Outside) {
		this.#timeline = timeline;
		this.#chance = chance;
		this.#stack = stack;
		this.#terms = terms;
		this.#outside = outside;
	}

	poll(queue: Queue): void {
		this.#queue = queue;
		this.#scale(queue.visible);
		while (queue.visible > 0 && this.#running < this.#pollers) {
			const messages = queue.receive(this.#stack.batchSize);
			if (messages.length === 0) return;
			this.#running += 1;
			this.told.mostAtOnce = Math.max(this.told.mostAtOnce, this.#running);
			this.#invoke(messages, this.#timeline.now + this.#stack.visibilityMs - this.#stack.timeoutMs);
		}
	}

	/** Each minute, at least once. */
	schedule(until: number): void {
		const tick = (at: number) => {
			if (at > until) return;
			this.#timeline.at(at, () => {
				this.#tend();
				if (this.#chance.is(0.005)) this.#timeline.after(this.#chance.between(0, 5_000), () => this.#tend());
				tick(at + this.#stack.scheduleMs);
			});
		};
		tick(this.#timeline.now + this.#stack.scheduleMs);
	}

	/** More pollers while more than a batch waits, and the first few again after a while without. */
	#scale(waiting: number): void {
		const { now } = this.#timeline;
		if (waiting > this.#stack.batchSize) this.#busyAt = now;
		if (now - this.#busyAt > IDLE_MS) this.#pollers = FIRST_POLLERS;
		if (this.#busyAt < now || now - this.#grownAt < TICK) return;
		this.#pollers = Math.min(this.#stack.maxConcurrency, this.#pollers + MORE_A_SECOND);
		this.#grownAt = now;
	}

	/** A throttled invocation is tried again while its messages are hidden; then they come back by themselves. */
	#invoke(messages: readonly Message[], giveUpAt: number, pauseMs = 500): void {
		if (!this.#terms.isThrottled()) {
			this.#start(messages);
			return;
		}
		this.told.throttled += 1;
		if (this.#timeline.now + pauseMs > giveUpAt) this.#free();
		else this.#timeline.after(pauseMs, () => this.#invoke(messages, giveUpAt, Math.min(pauseMs * 2, 20_000)));
	}

	#start(messages: readonly Message[]): void {
		const waiting = this.#idle.pop();
		if (waiting !== undefined) {
			this.#judge(waiting, messages);
			return;
		}
		this.told.environments += 1;
		const environment = new Environment(this.#timeline, this.#chance.fork(`environment ${this.told.environments}`), this.#outside);
		this.#timeline.after(this.#chance.delay(COLD_START.median, COLD_START.p99), () => this.#judge(environment, messages));
	}

	#judge(environment: Environment, messages: readonly Message[]): void {
		this.told.invocations += 1;
		const Records = messages.map(({ id, body, receives }) => ({
			...{ messageId: id, body, attributes: { ApproximateReceiveCount: String(receives) } },
		}));
		this.#run(
			environment,
			async (remainingMs) => {
				const began = this.#timeline.now;
				const { batchItemFailures } = await judgeBatch(environment.world, readBatch({ Records }), remainingMs);
				return () => {
					const returned = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
					this.told.returned += returned.size;
					this.told.durations.push(this.#timeline.now - began);
					for (const message of messages) if (!returned.has(message.id)) this.#queue?.delete(message);
					this.#idle.push(environment);
				};
			},
			() => this.#free(),
		);
	}

	#tend(): void {
		if (this.#terms.isThrottled()) {
			this.told.throttled += 1;
			return;
		}
		this.told.tended += 1;
		const environment = new Environment(this.#timeline, this.#chance.fork(`tending ${this.told.tended}`), this.#outside);
		this.#run(
			environment,
			async (remainingMs) => {
				await tend(environment.world, remainingMs);
				return () => {};
			},
			() => {},
		);
	}

	#run(environment: Environment, work: (remainingMs: () => number) => Promise<() => void>, free: () => void): void {
		const { now } = this.#timeline;
		const end = now + this.#stack.timeoutMs;
		const crash = this.#chance.is(this.#terms.crashes)
			? now + this.#chance.delay(this.#terms.crashAfter.median, this.#terms.crashAfter.p99)
			: end;
		const stop = this.#timeline.at(Math.min(crash, end), () => {
			environment.die();
			this.told[crash < end ? "crashed" : "timedOut"] += 1;
			free();
		});
		const over = (then: () => void) => {
			if (!environment.isAlive) return;
			stop();
			then();
			free();
		};
		work(() => end - this.#timeline.now).then(over, () =>
			over(() => {
				this.told.failed += 1;
			}),
		);
	}

	#free(): void {
		this.#running -= 1;
		if (this.#queue !== undefined) this.poll(this.#queue);
	}
}
