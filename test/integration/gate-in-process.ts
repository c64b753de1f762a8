/** A gate with real AWS clients, a real store and one policy of the test's own, in this process: events in, calls out. */
import { KINDS } from "../../src/admission/request.ts";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsEcsReader } from "../../src/ecs/aws-ecs-reader.ts";
import { perform } from "../../src/ecs/perform.ts";
import { judgeAtOnce } from "../../src/intake.ts";
import { finishActions } from "../../src/outbox.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import type { DecisionWithActions } from "../../src/store/store.ts";
import { systemNow, type World } from "../../src/world.ts";
import { policy } from "../requests.ts";
import { testWorld } from "../worlds.ts";

export const ADMISSION_TAG = "ecs-admission";

export interface InProcessGate {
	readonly alarms: readonly string[];
	/** Judges an event, does what follows, and answers the decisions with what became of their actions. */
	hear(event: Record<string, unknown>): Promise<readonly DecisionWithActions[]>;
	close(): Promise<void>;
}

/** `refuses`: whether the one policy refuses what the text, JSON of everything that is judged, holds. */
export function gateInProcess(
	refuses: (text: string) => boolean,
	ownRole: string,
	settings: Partial<World["settings"]> = {},
): InProcessGate {
	const basis = testWorld({ settings, ownPrincipals: [ownRole] });
	const { store } = basis;
	const aws = new AwsClients();
	const means = {
		...{ aws, eventBus: undefined, admissionTag: ADMISSION_TAG },
		lastAdmitted: store.lastAdmitted,
		admittedEarlier: async () => undefined,
		newestVerdict: store.newestVerdict,
		decision: store.decision,
		quarantine: async () => systemNow(),
		quarantined: async () => [],
	};
	const world: World = {
		...basis,
		now: systemNow,
		reader: new AwsEcsReader(aws),
		engine: engineThatRefuses(refuses),
		perform: (action) => perform(means, action),
	};
	return {
		alarms: basis.alarms,
		async hear(event) {
			const recorded = await judgeAtOnce(world, event as Parameters<typeof judgeAtOnce>[1]);
			await finishActions(world);
			return Promise.all(recorded.map(async ({ uid }) => (await store.decision(uid)) as DecisionWithActions));
		},
		close: () => store.close(),
	};
}

function engineThatRefuses(refuses: (text: string) => boolean): PolicyEngine {
	return {
		revision: "r1",
		policies: [policy({ kinds: KINDS })],
		async evaluate({ object, context: { taskDefinition } }, _now, questions) {
			const refused = refuses(JSON.stringify([object, taskDefinition]));
			const tags = [
				...["tags", "tagKeys"].flatMap((member) =>
					Array.isArray(object[member]) ? [...object[member].keys()].map((i) => `/${member}/${i}`) : [],
				),
			];
			const fields = tags.length > 0 && object.resourceArn !== undefined ? tags : ["/object"];
			const violations = refused ? fields.map((field) => ({ msg: "it is bad", field })) : [];
			return questions.map((question) => ({ outcome: "evaluated", ...question, violations, notApplicable: [] }));
		},
		close: async () => {},
	};
}
