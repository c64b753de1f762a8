/** A gate that enforces the profile `baseline`, in this process. It remembers nothing for long, so that what grows is the gate's own. */
import { readConfig } from "../../../src/config.ts";
import { digestOf } from "../../../src/constraints/constraint-set.ts";
import { loadProfile } from "../../../src/constraints/profile.ts";
import type { EcsReader } from "../../../src/ecs/ecs-reader.ts";
import { NOTHING_FOUND } from "../../../src/ecs/nothing-found.ts";
import { RecordedEcsReader } from "../../../src/ecs/recorded-ecs-reader.ts";
import { openMetrics } from "../../../src/metrics.ts";
import { openBuiltIn } from "../../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../../src/rego/engine.ts";
import { openWorkerEngine } from "../../../src/rego/worker-engine.ts";
import { openSqliteStore } from "../../../src/store/sqlite.ts";
import type { World } from "../../../src/world.ts";
import { ARN } from "../../../test/requests.ts";
import { VIOLATING } from "./definitions.ts";

export interface Victim {
	/** ECS is asked, and whatever is asked about has a task definition that is denied. */
	readonly asking: World;
	/** ECS is not asked: the input's own words are all there is. */
	readonly copying: World;
	/** The first, with the engine of `taskgate serve`, which has a deadline. */
	readonly bounded: World;
	/** The store is emptied. */
	renew(): Promise<void>;
	close(): Promise<void>;
}

/** When the fixtures happened: what is older than what is on record already is followed another way. */
const NOW = "2026-03-02T09:10:11Z";

export async function openVictim(): Promise<Victim> {
	const bundle = await openBuiltIn();
	const engine = await openEngine(bundle);
	const worker = await openWorkerEngine(bundle);
	const { constraints } = await loadProfile("baseline", bundle.policies);
	const defaults = readConfig({});
	let store = openSqliteStore(":memory:");
	const asking: World = {
		now: () => NOW,
		reader: DENIED,
		engine,
		constraints,
		exemptions: [],
		constraintsDigest: digestOf(constraints, []),
		get store() {
			return store;
		},
		settings: {
			enforce: true,
			maxEventAgeMs: defaults.TASKGATE_MAX_EVENT_AGE,
			actionLimit: defaults.TASKGATE_ACTION_LIMIT,
			scaleToZero: false,
			runtimeResponse: defaults.TASKGATE_RUNTIME_RESPONSE,
			pauseStages: defaults.TASKGATE_PAUSE_STAGES,
			deferUnknown: false,
		},
		log: { decided: () => {}, info: () => {}, alarm: () => {} },
		metrics: openMetrics(),
		perform: async () => ({ state: "done", outcome: "done" }),
	};
	const reader = new RecordedEcsReader();
	const like = (other: Partial<World>): World => ({
		...asking,
		...other,
		get store() {
			return store;
		},
	});
	const [copying, bounded] = [like({ reader }), like({ engine: worker })];
	return {
		asking,
		copying,
		bounded,
		renew: async () => {
			await store.close();
			store = openSqliteStore(":memory:");
		},
		close: async () => {
			await engine.close();
			await worker.close();
			await store.close();
		},
	};
}

const DENIED: EcsReader = {
	...NOTHING_FOUND,
	source: "ecs",
	taskDefinition: async ({ account, region, partition }, reference) => {
		const arn = reference.startsWith("arn:") ? reference : `arn:${partition}:ecs:${region}:${account}:task-definition/${reference}`;
		return { arn, body: VIOLATING[0]!, status: "ACTIVE" };
	},
	serviceRevision: async (_place, arn) => ({
		serviceRevisionArn: arn,
		serviceArn: `${ARN}:service/prod/web`,
		clusterArn: `${ARN}:cluster/prod`,
		taskDefinition: `${ARN}:task-definition/web:1`,
	}),
};
