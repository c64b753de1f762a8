/** A world for tests: a real store in memory, a clock that stands still until told, and ECS and policies as the test says. */
import type { Violation } from "../src/admission/policy.ts";
import type { ActionResult } from "../src/ecs/action-result.ts";
import { type DescribedTaskDefinition, type EcsReader, LookUpFailed } from "../src/ecs/ecs-reader.ts";
import { NOTHING_FOUND } from "../src/ecs/nothing-found.ts";
import type { Log } from "../src/log.ts";
import { openMetrics } from "../src/metrics.ts";
import type { PolicyEngine } from "../src/rego/policy-engine.ts";
import { openSqliteStore } from "../src/store/sqlite.ts";
import type { StoredAction } from "../src/store/store.ts";
import { later, type World } from "../src/world.ts";
import { ARN, constraint, NOW, policy } from "./requests.ts";

export interface TestWorld extends World {
	/** Moves the clock. */
	pass(ms: number): void;
	readonly alarms: string[];
	/** What was performed, in order. */
	readonly performed: string[];
}

export interface Given {
	/** What the one policy finds. */
	readonly violations?: readonly Violation[];
	/** The next look-ups fail, `transient` or not. */
	readonly lookUps?: ("transient" | "permanent" | "fine")[];
	/** What becomes of the next actions; `done` when the list is over. */
	readonly results?: ActionResult[];
	readonly settings?: Partial<World["settings"]>;
	readonly ownPrincipals?: readonly string[];
	readonly policyPages?: string;
}

export function testWorld({ violations = [], lookUps = [], results = [], settings, ownPrincipals, policyPages }: Given = {}): TestWorld {
	let now = NOW;
	const alarms: string[] = [];
	const performed: string[] = [];
	const log: Log = { decided: () => {}, info: () => {}, alarm: (happening) => alarms.push(happening) };
	return {
		now: () => now,
		pass: (ms) => {
			now = later(now, ms);
		},
		alarms,
		performed,
		reader: readerThat(lookUps),
		engine: engineThatFinds(violations),
		constraints: [constraint()],
		exemptions: [],
		constraintsDigest: "digest",
		store: openSqliteStore(":memory:"),
		settings: {
			enforce: true,
			maxEventAgeMs: 3_600_000,
			actionLimit: { count: 20, windowMs: 3_600_000 },
			scaleToZero: false,
			runtimeResponse: "flag",
			pauseStages: ["PRE_SCALE_UP"],
			deferUnknown: false,
			...settings,
		},
		log,
		metrics: openMetrics(),
		perform: async (action: StoredAction) => {
			performed.push(`${action.type} ${action.target}`);
			return results.shift() ?? { state: "done", outcome: "done" };
		},
		...(policyPages === undefined ? {} : { policyPages }),
		...(ownPrincipals === undefined ? {} : { ownPrincipals: async () => ownPrincipals }),
	};
}

function engineThatFinds(violations: readonly Violation[]): PolicyEngine {
	return {
		revision: "r1",
		policies: [policy()],
		evaluate: async (_request, _now, questions) =>
			questions.map(({ constraint, policy }) => ({ outcome: "evaluated", constraint, policy, violations, notApplicable: [] })),
		close: async () => {},
	};
}

function readerThat(lookUps: ("transient" | "permanent" | "fine")[]): EcsReader {
	const answer = (arn: string): DescribedTaskDefinition => ({ arn, body: { family: "web", containerDefinitions: [] }, status: "ACTIVE" });
	return {
		...NOTHING_FOUND,
		source: "ecs",
		taskDefinition: async (_place, reference) => {
			const next = lookUps.shift() ?? "fine";
			if (next !== "fine") throw new LookUpFailed(`ECS was ${next}`, { transient: next === "transient" });
			return answer(reference.startsWith("arn:") ? reference : `${ARN}:task-definition/${reference}`);
		},
	};
}
