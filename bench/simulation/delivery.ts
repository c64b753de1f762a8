/** EventBridge from a member's bus to the hub's queue: at least once, late now and then, in any order; of CloudTrail's events some are lost. */
import type { Chance } from "./chance.ts";
import type { Happening } from "./journal.ts";
import type { Queue } from "./queue.ts";
import type { Timeline } from "./timeline.ts";

export interface DeliveryTerms {
	/** Share of events that come twice. */
	readonly duplicates: number;
	/** Share of CloudTrail's events that never come. */
	readonly lostCalls: number;
	/** Share of events that come minutes late. */
	readonly lateCalls: number;
	readonly lateDurable: number;
}

const MINUTE = 60_000;
/** As long as it takes as a rule. AWS publishes no figure: of calls, what a maintainer of Cloud Custodian has told. */
const CALL = { median: 8_000, p99: 90_000 };
const DURABLE = { median: 1_000, p99: 8_000 };

export class Delivery {
	readonly #timeline: Timeline;
	readonly #chance: Chance;
	readonly #terms: DeliveryTerms;
	readonly #queue: Pick<Queue, "send">;
	duplicates = 0;
	late = 0;
	underWay = 0;

	constructor(timeline: Timeline, chance: Chance, terms: DeliveryTerms, queue: Pick<Queue, "send">) {
		this.#timeline = timeline;
		this.#chance = chance;
		this.#terms = terms;
		this.#queue = queue;
	}

	/** `happening`: what the gate is to decide by it; absent for what is nobody's business. */
	emit(event: object, kind: Happening["kind"], happening?: Happening): void {
		if (kind === "call" && this.#chance.is(this.#terms.lostCalls)) {
			if (happening !== undefined) happening.isLost = true;
			return;
		}
		const body = JSON.stringify(event);
		const delay = this.#delay(kind);
		this.#deliver(body, delay, happening);
		if (!this.#chance.is(this.#terms.duplicates)) return;
		this.duplicates += 1;
		this.#deliver(body, delay + this.#chance.between(0, 2 * MINUTE), happening);
	}

	#delay(kind: Happening["kind"]): number {
		const { median, p99 } = kind === "call" ? CALL : DURABLE;
		if (!this.#chance.is(kind === "call" ? this.#terms.lateCalls : this.#terms.lateDurable)) return this.#chance.delay(median, p99);
		this.late += 1;
		return kind === "call" ? this.#chance.between(2 * MINUTE, 15 * MINUTE) : this.#chance.between(MINUTE, 5 * MINUTE);
	}

	#deliver(body: string, delay: number, happening: Happening | undefined): void {
		this.underWay += 1;
		this.#timeline.after(delay, () => {
			this.underWay -= 1;
			if (happening !== undefined) happening.copies += 1;
			this.#queue.send(body);
		});
	}
}
