/** One of two gates: a world whose every call outward waits for its turn, and the worker that runs in it. */
import { DeregisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import type { PlannedAction } from "../../../src/admission/plan.ts";
import type { AdmissionRequest } from "../../../src/admission/request.ts";
import { LookUpFailed } from "../../../src/ecs/ecs-reader.ts";
import { perform } from "../../../src/ecs/perform.ts";
import type { WholeStore } from "../../../src/store/whole-store.ts";
import { startWorker } from "../../../src/worker.ts";
import type { World } from "../../../src/world.ts";
import { type EcsOfTwo, ecsClient } from "./ecs-of-two.ts";
import { Turns } from "./turns.ts";
import type { Watch } from "./watch.ts";

/** What may be broken on purpose, at the boundaries alone: src/ stays as it is. */
export interface Sabotage {
	readonly breaksStore?: (store: WholeStore, callNow: (action: PlannedAction) => Promise<void>) => Partial<WholeStore>;
	readonly forgetsToReRead?: true;
}

interface Surroundings extends Sabotage {
	/** Policies, look-ups and settings; every revision is denied but those of the family `good`. */
	readonly base: World;
	readonly store: WholeStore;
	readonly now: () => string;
	readonly isHalted: () => boolean;
	readonly ecs: EcsOfTwo;
	readonly records: WholeStore;
	readonly watch: Watch;
}

export interface Gate {
	readonly world: World;
	readonly turns: Turns;
	close(): Promise<void>;
}

export const LIMIT = { count: 1, windowMs: 10 * 60_000 };

/** The calls to the store that the protocol consists of. */
const GATED = ["accept", "claimEvents", "postpone", "discard", "record", "decisionByKey", "decision", "openBreakers"] as const;

export function openGate(surroundings: Surroundings): Gate {
	const { base, store, now, ecs, records, watch, breaksStore, forgetsToReRead } = surroundings;
	const turns = new Turns();
	const told = {
		status: (arn: string) => (forgetsToReRead ? "ACTIVE" : ecs.status(arn)),
		deregister: (arn: string) => ecs.deregister(arn),
	} as const;
	const client = ecsClient(turns, told, (arn) => watch.called(turns, arn, records));
	const callNow = async ({ target: taskDefinition }: PlannedAction) =>
		void (await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition })));
	const gated = gatedStore(turns, { ...store, ...breaksStore?.(store, callNow) }, surroundings);
	const means = { ...UNASKED, aws: { ecs: async () => client, eventBridge: fails, self: fails } };
	const world: World = {
		...base,
		...{ now, store: gated },
		engine: {
			...base.engine,
			evaluate: async (request, at, questions) => {
				const answers = await base.engine.evaluate(request, at, questions);
				return isGood(request) ? answers.map((answer) => ({ ...answer, violations: [] })) : answers;
			},
		},
		reader: {
			...base.reader,
			taskDefinition: (...asked) =>
				turns.take(
					"look-up",
					() => base.reader.taskDefinition(...asked),
					() => new LookUpFailed("ECS does not answer", { transient: true }),
				),
		},
		perform: (action) => perform(means, action),
	};
	const worker = startWorker(world);
	return {
		...{ world, turns },
		close: async () => {
			turns.isDead = true;
			turns.waiting.length = 0;
			void worker.stop();
			await store.close();
		},
	};
}

function isGood({ targets }: AdmissionRequest): boolean {
	return targets.taskDefinition?.includes("/good:") === true;
}

const nothing = async () => undefined;

/** What a deregistration and a notice without a bus need of nobody. */
const UNASKED = {
	...{ lastAdmitted: nothing, admittedEarlier: nothing, newestVerdict: nothing, decision: nothing },
	...{ quarantine: fails, quarantined: async () => [], eventBus: undefined, buckets: {} },
};

async function fails(): Promise<never> {
	throw new Error("there is no such thing here");
}

function gatedStore(turns: Turns, store: WholeStore, { watch, isHalted }: Surroundings): WholeStore {
	const gated = GATED.map((name) => [
		name,
		(...given: never[]) => turns.take(name, () => (store[name] as (...given: never[]) => Promise<unknown>)(...given)),
	]);
	return {
		...store,
		...Object.fromEntries(gated),
		halted: () =>
			turns.take("halted", async () => {
				watch.looked(turns, isHalted());
				return store.halted();
			}),
		claimActions: (...given) =>
			turns.take("claimActions", async () => {
				const claimed = await store.claimActions(...given);
				watch.claimed(turns, claimed, given[0], given[1]);
				return claimed;
			}),
		takePermit: (...given) =>
			turns.take("takePermit", async () => {
				const isGranted = await store.takePermit(...given);
				watch.permit(turns, isGranted, given[4], { limit: LIMIT.count, windowMs: LIMIT.windowMs });
				return isGranted;
			}),
		settle: (...given) => turns.take("settle", () => store.settle(...given).then(() => watch.released(turns, given[0]))),
		retry: (...given) => turns.take("retry", () => store.retry(...given).then(() => watch.released(turns, given[0]))),
	};
}
