/** A thousand accounts and what they deploy: steadily, all at once in a release train, by the clock; some of it bad, and in a few accounts most of it. */

import type { Chance } from "./chance.ts";
import { ARN_PARTITION, definitionBody } from "./definitions.ts";
import type { Ecs } from "./ecs.ts";
import { EcsError } from "./ecs-answers.ts";
import type { EcsService } from "./ecs-client.ts";
import type { EcsPlace } from "./ecs-state.ts";
import type { Journal } from "./journal.ts";
import type { Timeline } from "./timeline.ts";

export interface CustomerTerms {
	readonly accounts: number;
	/** Milliseconds of deploying. */
	readonly duration: number;
	/** Of one account. */
	readonly deploysAnHour: number;
	/** Share of deploys that are bad. */
	readonly bad: number;
	/** Share of accounts in which nearly all are, which opens their breakers. */
	readonly reckless: number;
}

const HOUR = 3_600_000;
const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1", "ap-southeast-2"];
const SERVICES = 6;
/** Of all deploys: in the train, by the clock, and the rest at any time. */
const IN_TRAIN = 0.2;
const BY_CLOCK = 0.1;
const TRAIN_SHARE = 0.2;
const TRAIN_MS = 120_000;
const CLOCK_MS = 15_000;
const RECKLESS_BAD = 0.8;

interface Account {
	readonly id: string;
	readonly places: readonly EcsPlace[];
	readonly isReckless: boolean;
	readonly by: { readonly isGate: false; readonly role: string };
}

export class Customers {
	readonly #timeline: Timeline;
	readonly #chance: Chance;
	readonly #ecs: Ecs;
	readonly #service: EcsService;
	readonly #journal: Journal;
	readonly #terms: CustomerTerms;

	constructor(timeline: Timeline, chance: Chance, service: EcsService, journal: Journal, terms: CustomerTerms) {
		this.#timeline = timeline;
		this.#chance = chance;
		this.#service = service;
		this.#ecs = service.ecs;
		this.#journal = journal;
		this.#terms = terms;
	}

	/** Every deploy gets its instant beforehand. */
	start(): void {
		const { accounts, duration, deploysAnHour } = this.#terms;
		const start = this.#timeline.now;
		const all = Array.from({ length: accounts }, (_, n) => this.#account(n));
		const total = Math.round((accounts * deploysAnHour * duration) / HOUR);
		const period = Math.min(HOUR, duration);
		const periods = Math.round(duration / period);
		const later = (at: number, account: Account, isTask: boolean) => this.#timeline.at(at, () => this.#deploy(account, isTask));
		const train = all.slice(0, Math.max(1, Math.round(accounts * TRAIN_SHARE)));
		for (let n = 0; n < total; n += 1) {
			const share = this.#chance.next();
			const base = start + period * this.#chance.whole(0, periods - 1);
			if (share < IN_TRAIN) later(base + 0.35 * period + this.#chance.between(0, TRAIN_MS), this.#chance.pick(train), false);
			else if (share < IN_TRAIN + BY_CLOCK) later(base + 0.6 * period + this.#chance.between(0, CLOCK_MS), this.#chance.pick(all), true);
			else later(start + this.#chance.between(0, duration), this.#chance.pick(all), this.#chance.is(0.05));
		}
	}

	#account(n: number): Account {
		const id = String(100_000_000_000 + n);
		const isReckless = n < Math.ceil(this.#terms.accounts * this.#terms.reckless);
		const regions = isReckless ? [REGIONS[0]!] : REGIONS.slice(0, this.#chance.whole(1, 3));
		const by = { isGate: false as const, role: `arn:aws:iam::${id}:role/ci` };
		const places = regions.map((region) => this.#ecs.at({ partition: ARN_PARTITION, account: id, region }));
		for (const ecs of places) {
			for (let service = 0; service < SERVICES; service += 1) this.#existing(ecs, `service-${service}`, by);
		}
		return { id, places, isReckless, by };
	}

	/** What runs already when the gate is installed; nobody tells of it. */
	#existing(ecs: EcsPlace, name: string, by: Account["by"]): void {
		const given = { body: definitionBody(ecs.place.account, name, false), isBad: false, registeredAt: this.#timeline.now };
		this.#ecs.createService(ecs, name, ecs.add(name, given, this.#timeline.now), by, true);
	}

	#deploy(account: Account, isTask: boolean): void {
		const isBad = this.#chance.is(account.isReckless ? RECKLESS_BAD : this.#terms.bad);
		const ecs = this.#chance.pick(account.places);
		this.#journal.deploys += 1;
		if (isBad) this.#journal.badDeploys += 1;
		const family = isTask ? `job-${this.#chance.whole(0, 9)}` : `service-${this.#chance.whole(0, SERVICES - 1)}`;
		const isNew = !isTask && this.#chance.is(0.05);
		const name = isNew ? `${family}-${ecs.nextNumber()}` : family;
		this.#patiently(ecs, "RegisterTaskDefinition", () => {
			const definition = this.#ecs.register(ecs, name, { body: definitionBody(ecs.place.account, name, isBad), isBad }, account.by);
			this.#timeline.after(this.#chance.between(1_000, 10_000), () => {
				if (isTask) this.#patiently(ecs, "RunTask", () => this.#ecs.runTask(ecs, definition, this.#chance.whole(1, 3), account.by));
				else if (isNew) this.#patiently(ecs, "CreateService", () => this.#ecs.createService(ecs, name, definition, account.by));
				else
					this.#patiently(ecs, "UpdateService", () =>
						this.#ecs.updateService(ecs, ecs.arn(`service/main/${name}`), definition.arn, account.by),
					);
			});
		});
	}

	/** Tries again while ECS throttles; what it refuses because the revision is gone by now was undone in time. */
	#patiently(ecs: EcsPlace, operation: string, work: () => void): void {
		if (!this.#service.takes(ecs.place, operation)) {
			this.#timeline.after(this.#chance.between(1_000, 3_000), () => this.#patiently(ecs, operation, work));
			return;
		}
		try {
			work();
		} catch (error) {
			if (!(error instanceof EcsError)) throw error;
			this.#journal.forestalled += 1;
		}
	}
}
