/**
 * One Lambda environment: the gate's own world with what a process has for itself (reader and its cache, rate limits), on the store that all
 * share. Whatever it asks takes time on the virtual clock; an answer that comes when it is dead reaches nobody.
 */
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { openBuckets } from "../../src/ecs/actions/buckets.ts";
import { AwsEcsReader } from "../../src/ecs/aws-ecs-reader.ts";
import { perform } from "../../src/ecs/perform.ts";
import type { Log } from "../../src/log.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import type { WholeStore } from "../../src/store/whole-store.ts";
import type { World } from "../../src/world.ts";
import type { Chance } from "./chance.ts";
import { type EcsService, ecsClient } from "./ecs-client.ts";
import type { Timeline } from "./timeline.ts";

export interface StoreTerms {
	readonly median: number;
	readonly p99: number;
	/** Share of calls that fail after all of the SDK's tries; of half of them only the answer is lost. */
	readonly failures: number;
}

/** What every environment shares. */
export interface Outside {
	readonly gate: Pick<World, "constraints" | "exemptions" | "constraintsDigest" | "settings" | "metrics">;
	readonly engine: PolicyEngine;
	readonly store: WholeStore;
	readonly storeTerms: StoreTerms;
	readonly ecs: EcsService;
	/** What evaluating one request takes of the environment's CPU, in milliseconds. */
	readonly cpuMs: number;
	readonly log: Log;
	/** Called for each event that was put on the bus, with the decision's uid. */
	readonly notified: (uid: string) => void;
}

const BUS = "taskgate";

export class Environment {
	readonly world: World;
	isAlive = true;
	#cpuFreeAt = 0;
	readonly #timeline: Timeline;
	readonly #chance: Chance;

	constructor(timeline: Timeline, chance: Chance, outside: Outside) {
		this.#timeline = timeline;
		this.#chance = chance;
		const { gate, engine, ecs, log } = outside;
		const pace = { elapsed: () => timeline.now, wait: (ms: number) => this.#pass(ms) };
		const aws = {
			ecs: ecsClient(ecs, this),
			eventBridge: async () => this.#eventBridge(outside),
			self: () => Promise.reject(new Error("nobody asks who the gate is")),
		};
		const store = this.#reached(outside.store, outside.storeTerms);
		const means = {
			...{ aws, eventBus: BUS, buckets: openBuckets(pace) },
			lastAdmitted: store.lastAdmitted,
			newestVerdict: store.newestVerdict,
			decision: store.decision,
			...{ admittedEarlier: noAlert, quarantine: noAlert, quarantined: async () => [] },
		};
		this.world = {
			...{ ...gate, log, store, now: () => timeline.instant(), reader: new AwsEcsReader(aws) },
			engine: {
				...engine,
				evaluate: async (request, now, questions) => {
					await this.#compute(outside.cpuMs);
					return engine.evaluate(request, now, questions);
				},
			},
			perform: (action) => perform(means, action),
			ownPrincipals: async (account) => ecs.ownPrincipals(account),
		};
	}

	/** It does nothing any more from now on. */
	die(): void {
		this.isAlive = false;
	}

	/** A call on its way there and back; what was sent is done, whether or not the caller lives to hear of it. */
	async call<T>(thereMs: number, backMs: number, work: () => T | Promise<T>): Promise<T> {
		if (!this.isAlive) return nothingEver();
		await this.#timeline.sleep(thereMs);
		let answer: () => T;
		try {
			const value = await work();
			answer = () => value;
		} catch (error) {
			answer = () => {
				throw error;
			};
		}
		await this.#pass(backMs);
		return answer();
	}

	#pass(ms: number): Promise<void> {
		return this.#timeline.sleep(ms).then(() => (this.isAlive ? undefined : nothingEver()));
	}

	/** One thing after the other: an environment has less than one CPU. */
	#compute(ms: number): Promise<void> {
		const { now } = this.#timeline;
		this.#cpuFreeAt = Math.max(now, this.#cpuFreeAt) + ms;
		return this.#pass(this.#cpuFreeAt - now);
	}

	#reached(store: WholeStore, { median, p99, failures }: StoreTerms): WholeStore {
		const methods = Object.entries(store).map(([name, method]) => {
			// Read bit by bit, where every bit is a look-up.
			if (name === "entered" || name === "close") return [name, method];
			const reached = (...args: unknown[]) => {
				const half = this.#chance.delay(median, p99) / 2;
				const lost = this.#chance.is(failures);
				const before = lost && this.#chance.is(0.5);
				return this.call(half, half, async () => {
					if (before) throw new StoreFailed("the store could not take it");
					const answer = await (method as (...given: unknown[]) => unknown)(...args);
					if (lost) throw new StoreFailed("the store's answer was lost");
					return answer;
				});
			};
			return [name, reached];
		});
		return Object.fromEntries(methods) as WholeStore;
	}

	#eventBridge({ notified, storeTerms }: Outside): EventBridgeClient {
		const send = ({ input }: { input: { Entries: readonly { Detail: string }[] } }) =>
			this.call(storeTerms.median, storeTerms.median, () => {
				for (const { Detail } of input.Entries) notified((JSON.parse(Detail) as { uid: string }).uid);
				return { FailedEntryCount: 0, Entries: [{ EventId: this.#chance.uuid() }] };
			});
		return { send } as unknown as EventBridgeClient;
	}
}

class StoreFailed extends Error {
	override readonly name = "StoreFailed";
}

function nothingEver(): Promise<never> {
	return new Promise(() => {});
}

function noAlert(): Promise<never> {
	return Promise.reject(new Error("no alert comes in a simulation"));
}
