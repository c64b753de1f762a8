/** Whatever ECS does is told by EventBridge, and written in the journal. */
import type { Chance } from "./chance.ts";
import type { Delivery } from "./delivery.ts";
import type { EcsPlace, Service, Task } from "./ecs-state.ts";
import type { Effect, Journal } from "./journal.ts";
import type { Timeline } from "./timeline.ts";
import { type Caller, called, deploymentBegan, taskState } from "./told-events.ts";

export class Telling {
	readonly #timeline: Timeline;
	readonly #chance: Chance;
	readonly #journal: Journal;
	readonly #delivery: Delivery;
	/** Sabotage: each call of the gate takes effect twice. */
	readonly #doesTwice: boolean;

	constructor(timeline: Timeline, chance: Chance, journal: Journal, delivery: Delivery, doesTwice = false) {
		this.#timeline = timeline;
		this.#chance = chance;
		this.#journal = journal;
		this.#delivery = delivery;
		this.#doesTwice = doesTwice;
	}

	task(ecs: EcsPlace, task: Task): void {
		const { arn, definition, service } = task;
		const key = `task-state-change/${service === undefined ? `task/${arn}` : `service/${ecs.cluster}/${service}/${definition.arn}`}`;
		const target = service === undefined ? arn : ecs.arn(`service/main/${service}`);
		const told = { isBad: definition.isBad, kind: "durable" as const, target, at: this.#timeline.now, isOwn: false };
		this.#delivery.emit(taskState(ecs, task, this.#timeline.instant()), "durable", this.#journal.happened(key, told));
	}

	call(ecs: EcsPlace, call: Parameters<typeof called>[1], by: Caller, target: string, isBad: boolean): void {
		const ids = { eventID: this.#chance.uuid(), requestID: by.requestId ?? this.#chance.uuid(), eventTime: this.#timeline.instant() };
		const told = { isBad, kind: "call" as const, target, at: this.#timeline.now, isOwn: by.isGate };
		this.#delivery.emit(called(ecs, call, by, ids), "call", this.#journal.happened(`cloudtrail-event/${ids.eventID}`, told));
	}

	/** Nobody's business, and yet in the queue. */
	deployment(ecs: EcsPlace, service: Service): void {
		for (const type of ["ECS Deployment State Change", "ECS Service Action"]) {
			this.#delivery.emit(deploymentBegan(ecs, service, type, this.#timeline.instant()), "durable");
		}
	}

	effect(effect: Omit<Effect, "at">): void {
		const at = this.#timeline.now;
		this.#journal.effects.push({ ...effect, at }, ...(this.#doesTwice ? [{ ...effect, at }] : []));
	}

	repeat(type: Effect["type"], target: string): void {
		this.#journal.repeats.push({ type, target });
	}
}
