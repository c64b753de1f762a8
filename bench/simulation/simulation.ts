/** Puts the parts together: customers → ECS → EventBridge → SQS → Lambda with the gate's own code → ECS, on one virtual clock. */
import { readConfig } from "../../src/config.ts";
import { digestOf } from "../../src/constraints/constraint-set.ts";
import { loadProfile } from "../../src/constraints/profile.ts";
import { openMetrics } from "../../src/metrics.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { WholeStore } from "../../src/store/whole-store.ts";
import { Chance } from "./chance.ts";
import { Customers } from "./customers.ts";
import { Delivery } from "./delivery.ts";
import { Ecs } from "./ecs.ts";
import { EcsService } from "./ecs-client.ts";
import type { Outside } from "./environment.ts";
import { Journal } from "./journal.ts";
import { Lambda } from "./lambda.ts";
import { Queue } from "./queue.ts";
import { remembering } from "./remembered-engine.ts";
import { type DeployedStack, hubStack } from "./stack.ts";
import { Telling } from "./telling.ts";
import { Timeline } from "./timeline.ts";
import { virtualTime } from "./virtual-time.ts";

/** What is assumed; docs/scale.md tells of each. */
const ASSUMED = {
	deploysAnHour: 50,
	bad: 0.03,
	reckless: 0.005,
	delivery: { duplicates: 0.015, lostCalls: 0.005, lateCalls: 0.01, lateDurable: 0.005 },
	ghosts: 0.0005,
	lambda: { crashes: 0.02, crashAfter: { median: 100, p99: 3_000 } },
	ecsFailures: 0.01,
	store: { median: 8, p99: 60, failures: 0.0005 },
	cpuMs: 20,
} as const;

const START = Date.parse("2026-11-20T12:00:00.000Z");
const MINUTE = 60_000;
/** Long enough for every message to use up its deliveries. */
const DRAIN_MS = 2 * 60 * MINUTE;
const THROTTLED_MS = 30_000;

const POISON = ["not JSON", '["a list"]', '{"source":"aws.ecs","detail-type":"AWS API Call via CloudTrail"}'];

export interface Given {
	readonly accounts: number;
	readonly minutes: number;
	readonly seed: number;
	readonly store: WholeStore;
	/** Share of invocations that crash, where another one is wanted than what is assumed of Lambda. */
	readonly crashes?: number;
	/** The date stays the machine's, because the store's SDK signs by it. */
	readonly storeIsReal?: boolean;
	/** Breaks one thing, to see that the laws tell. */
	readonly sabotage?: { readonly drops?: (body: string) => boolean; readonly doesTwice?: boolean };
	/** Told each virtual minute. */
	readonly progress?: (minute: number, told: string) => void;
	/** Counts what waits for the store outside the virtual clock; see Timeline.outside. */
	readonly timeline?: Timeline;
}

export interface Outcome {
	readonly given: Given;
	readonly stack: DeployedStack;
	readonly journal: Journal;
	readonly queue: Queue;
	readonly lambda: Lambda;
	readonly delivery: Delivery;
	readonly service: EcsService;
	readonly poison: readonly string[];
	readonly alarms: ReadonlyMap<string, number>;
	readonly dateReads: number;
	/** Virtual minutes until nothing was left to do. */
	readonly minutes: number;
}

export function startOfTime(): Timeline {
	return new Timeline(START);
}

export async function simulate(given: Given): Promise<Outcome> {
	const { accounts, minutes, seed, store, sabotage = {}, timeline = startOfTime(), crashes = ASSUMED.lambda.crashes } = given;
	const stack = hubStack();
	const chance = new Chance(seed);
	const journal = new Journal();
	const alarms = new Map<string, number>();
	const duration = minutes * MINUTE;

	const queue = new Queue(timeline, chance.fork("queue"), { ...stack, ghosts: ASSUMED.ghosts, drops: sabotage.drops }, () =>
		lambda.poll(queue),
	);
	const delivery = new Delivery(timeline, chance.fork("delivery"), ASSUMED.delivery, queue);
	const telling = new Telling(timeline, chance.fork("telling"), journal, delivery, sabotage.doesTwice);
	const ecs = new Ecs(timeline, chance.fork("ecs"), telling);
	const service = new EcsService(timeline, chance.fork("calls"), ecs, { failures: ASSUMED.ecsFailures });
	const outside = await surroundings(store, service, journal, alarms);
	const throttling = throttledAt(chance.fork("throttling"), duration);
	const isThrottled = () => throttling.some((from) => timeline.now >= from && timeline.now < from + THROTTLED_MS);
	const lambda = new Lambda(timeline, chance.fork("lambda"), stack, { ...ASSUMED.lambda, crashes, isThrottled }, outside);
	const poison = Array.from({ length: Math.max(POISON.length, Math.round(accounts / 50)) }, (_, n) => POISON[n % POISON.length]!);

	const time = virtualTime(timeline, { withDate: given.storeIsReal !== true });
	try {
		const terms = { accounts, duration, deploysAnHour: ASSUMED.deploysAnHour, bad: ASSUMED.bad, reckless: ASSUMED.reckless };
		new Customers(timeline, chance.fork("customers"), service, journal, terms).start();
		const poisoning = chance.fork("poison");
		for (const body of poison) timeline.at(START + poisoning.between(0, duration), () => queue.send(body));
		lambda.schedule(START + duration + DRAIN_MS);
		for (let at = START; at < START + duration + DRAIN_MS; at += MINUTE) {
			await timeline.run(at + MINUTE);
			given.progress?.(
				(at + MINUTE - START) / MINUTE,
				`${queue.sent} sent, ${queue.visible} wait, ${lambda.told.environments} environments`,
			);
			const isOver = at + MINUTE >= START + duration && queue.isEmpty && delivery.underWay === 0;
			if (isOver && (await store.pendingActions()) === 0) break;
		}
		const dateReads = time.dateReads();
		return { given, stack, journal, queue, lambda, delivery, service, poison, alarms, dateReads, minutes: (timeline.now - START) / MINUTE };
	} finally {
		time.restore();
		await outside.engine.close();
	}
}

/** What the environments share: the built-in library with the profile `baseline`, enforcing, by the defaults of every variable. */
async function surroundings(store: WholeStore, ecs: EcsService, journal: Journal, alarms: Map<string, number>): Promise<Outside> {
	const bundle = await openBuiltIn();
	const { constraints } = await loadProfile("baseline", bundle.policies);
	const defaults = readConfig({});
	return {
		...{ store, ecs, storeTerms: ASSUMED.store, cpuMs: ASSUMED.cpuMs },
		gate: {
			...{ constraints, exemptions: [], constraintsDigest: digestOf(constraints, []), metrics: openMetrics() },
			settings: {
				enforce: true,
				maxEventAgeMs: defaults.TASKGATE_MAX_EVENT_AGE,
				actionLimit: defaults.TASKGATE_ACTION_LIMIT,
				scaleToZero: false,
				runtimeResponse: defaults.TASKGATE_RUNTIME_RESPONSE,
				pauseStages: defaults.TASKGATE_PAUSE_STAGES,
				deferUnknown: false,
			},
		},
		engine: remembering(await openEngine(bundle)),
		log: {
			decided: () => {},
			info: () => {},
			alarm: (happening) => alarms.set(happening, (alarms.get(happening) ?? 0) + 1),
		},
		notified: (uid) => journal.notified(uid),
	};
}

/** Twice an hour there is no room in the account for another invocation. */
function throttledAt(chance: Chance, duration: number): readonly number[] {
	return Array.from({ length: Math.max(1, Math.round(duration / (30 * MINUTE))) }, () => START + chance.between(0.1, 0.9) * duration);
}
