/** One of two gates: a world whose every call outward waits for its turn, and the worker that runs in it. */
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { PlannedAction } from "../../../src/admission/plan.ts";
import type { AdmissionRequest } from "../../../src/admission/request.ts";
import { LookUpFailed } from "../../../src/ecs/ecs-reader.ts";
import { perform } from "../../../src/ecs/perform.ts";
import type { WholeStore } from "../../../src/store/whole-store.ts";
import { startWorker } from "../../../src/worker.ts";
import type { World } from "../../../src/world.ts";
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
	readonly ecs: { isActive(arn: string): boolean; deregister(arn: string): void };
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
	const { base, store, now, ecs, breaksStore, forgetsToReRead } = surroundings;
	const turns = new Turns();
	const client = ecsClient(turns, surroundings);
	const broken = { ...store, ...breaksStore?.(store, async ({ target }) => void (await client.send(deregistering(target)))) };
	const gated = gatedStore(turns, broken, surroundings);
	const nothing = async () => undefined;
	const means = {
		aws: { ecs: async () => client, eventBridge: fails, self: fails },
		...{ lastAdmitted: nothing, admittedEarlier: nothing, newestVerdict: nothing, decision: nothing, quarantine: fails, quarantined: async () => [] },
		...{ eventBus: undefined, buckets: {} },
	};
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
				turns.take("look-up", () => base.reader.taskDefinition(...asked), () => new LookUpFailed("ECS does not answer", { transient: true })),
		},
		perform: async (action) => {
			if (action.type !== "DeregisterTaskDefinition" || !forgetsToReRead) return perform(means, action);
			return perform({ ...means, aws: { ...means.aws, ecs: async () => unread(client, ecs) } }, action);
		},
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

async function fails(): Promise<never> {
	throw new Error("there is no such thing here");
}

function gatedStore(turns: Turns, store: WholeStore, { watch, isHalted }: Surroundings): WholeStore {
	const gated = GATED.map((name) => [name, (...given: never[]) => turns.take(name, () => (store[name] as (...given: never[]) => Promise<unknown>)(...given))]);
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
		settle: (...given) => turns.take("settle", async () => (await store.settle(...given), watch.released(turns, given[0]))),
		retry: (...given) => turns.take("retry", async () => (await store.retry(...given), watch.released(turns, given[0]))),
	};
}

function deregistering(taskDefinition: string): never {
	return { input: { taskDefinition }, constructor: { name: "DeregisterTaskDefinitionCommand" } } as never;
}

/** Knows two calls. */
function ecsClient(turns: Turns, { ecs, watch, records }: Surroundings): ECSClient {
	const send = ({ input, constructor }: { readonly input: { readonly taskDefinition: string }; readonly constructor: { readonly name: string } }) => {
		const { taskDefinition: arn } = input;
		const isRead = constructor.name === "DescribeTaskDefinitionCommand";
		const fault = () => Object.assign(new Error("Service Unavailable"), { name: "ServerException" });
		return turns.take(
			constructor.name,
			async () => {
				if (isRead) return { taskDefinition: { taskDefinitionArn: arn, status: ecs.isActive(arn) ? "ACTIVE" : "INACTIVE" } };
				await watch.called(turns, arn, true, records);
				ecs.deregister(arn);
				return { $metadata: {} };
			},
			fault,
		);
	};
	return { send } as unknown as ECSClient;
}

/** Answers that everything is as it was. */
function unread(client: ECSClient, ecs: Surroundings["ecs"]): ECSClient {
	const send = (command: { readonly constructor: { readonly name: string }; readonly input: { readonly taskDefinition: string } }) =>
		command.constructor.name === "DescribeTaskDefinitionCommand" && !ecs.isActive(command.input.taskDefinition)
			? Promise.resolve({ taskDefinition: { taskDefinitionArn: command.input.taskDefinition, status: "ACTIVE" } })
			: client.send(command as never);
	return { send } as unknown as ECSClient;
}
