/** An SQS standard queue with redrive: at least once, in no order. A message that is not deleted in time comes back, and goes to the dead letters at last. */
import type { Chance } from "./chance.ts";
import type { Timeline } from "./timeline.ts";

export interface Message {
	readonly id: string;
	readonly body: string;
	readonly sentAt: number;
	/** How often it was handed out. */
	receives: number;
	firstReceivedAt: number;
}

export interface QueueTerms {
	readonly visibilityMs: number;
	readonly maxReceiveCount: number;
	readonly alarmAgeMs: number;
	/** Share of deleted messages that SQS hands out once more all the same. */
	readonly ghosts: number;
	/** Sabotage: such a message vanishes. */
	readonly drops?: ((body: string) => boolean) | undefined;
}

/** Milliseconds, a figure for each message. */
export interface Ages {
	/** Until it was first handed out. */
	readonly waited: number[];
	/** Until it was deleted. */
	readonly deleted: number[];
	/** Deleted later than each of its returns and one invocation explain, with a wait of `alarmAgeMs` before each. */
	unexplained: number;
}

/** How far from the front a message may be taken. */
const DISORDER = 200;

export class Queue {
	readonly dead: Message[] = [];
	readonly ages: Ages = { waited: [], deleted: [], unexplained: 0 };
	sent = 0;
	handedOut = 0;
	/** Most that waited at once. */
	longest = 0;
	/** From `#taken` on. */
	#visible: Message[] = [];
	#taken = 0;
	readonly #inFlight = new Map<string, { readonly message: Message; readonly comesBack: () => void }>();
	readonly #timeline: Timeline;
	readonly #chance: Chance;
	readonly #terms: QueueTerms;
	readonly #arrived: () => void;

	/** `arrived` is told whenever there is something to receive. */
	constructor(timeline: Timeline, chance: Chance, terms: QueueTerms, arrived: () => void) {
		this.#timeline = timeline;
		this.#chance = chance;
		this.#terms = terms;
		this.#arrived = arrived;
	}

	get visible(): number {
		return this.#visible.length - this.#taken;
	}

	get isEmpty(): boolean {
		return this.visible + this.#inFlight.size === 0;
	}

	send(body: string): void {
		this.sent += 1;
		if (this.#terms.drops?.(body) === true) return;
		this.#show({ id: `m${this.sent}`, body, sentAt: this.#timeline.now, receives: 0, firstReceivedAt: 0 });
	}

	receive(most: number): readonly Message[] {
		const taken: Message[] = [];
		while (taken.length < most && this.visible > 0) {
			const message = this.#takeOne();
			if (message.receives >= this.#terms.maxReceiveCount) {
				this.dead.push(message);
				continue;
			}
			this.#handOut(message);
			taken.push(message);
		}
		return taken;
	}

	delete({ id }: Message): void {
		const handedOut = this.#inFlight.get(id);
		if (handedOut === undefined) return;
		const { message, comesBack } = handedOut;
		comesBack();
		this.#inFlight.delete(id);
		this.#note(message);
		if (!this.#chance.is(this.#terms.ghosts)) return;
		this.#timeline.after(this.#chance.between(0, 60_000), () => this.#show({ ...message, sentAt: this.#timeline.now }));
	}

	#note({ sentAt, receives }: Message): void {
		const age = this.#timeline.now - sentAt;
		this.ages.deleted.push(age);
		if (age > receives * (this.#terms.alarmAgeMs + this.#terms.visibilityMs)) this.ages.unexplained += 1;
	}

	#handOut(message: Message): void {
		const { now } = this.#timeline;
		message.receives += 1;
		this.handedOut += 1;
		if (message.firstReceivedAt === 0) {
			message.firstReceivedAt = now;
			this.ages.waited.push(now - message.sentAt);
		}
		const comesBack = this.#timeline.after(this.#terms.visibilityMs, () => {
			this.#inFlight.delete(message.id);
			this.#show(message);
		});
		this.#inFlight.set(message.id, { message, comesBack });
	}

	#show(message: Message): void {
		this.#visible.push(message);
		this.longest = Math.max(this.longest, this.visible);
		this.#arrived();
	}

	#takeOne(): Message {
		const first = this.#taken;
		const place = first + Math.floor(this.#chance.next() * Math.min(DISORDER, this.visible));
		const message = this.#visible[place];
		if (message === undefined) throw new Error("nothing is visible");
		this.#visible[place] = this.#visible[first]!;
		this.#taken += 1;
		if (this.#taken > 10_000 || this.visible === 0) {
			this.#visible = this.#visible.slice(this.#taken);
			this.#taken = 0;
		}
		return message;
	}
}
