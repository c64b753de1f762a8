/** A gate's hands in moto: performs actions through the stub in front of it. */
import { inject, vi } from "vitest";
import type { PlannedAction } from "../../src/admission/plan.ts";
import type { ActionResult } from "../../src/ecs/action-result.ts";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { perform } from "../../src/ecs/perform.ts";
import type { Compromised } from "../../src/store/admitted-earlier.ts";
import type { DecisionRecord, StoredAction } from "../../src/store/store.ts";
import { type Ground, ground, PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

export const REASON = "workload/privileged: container app is privileged";

/** What performing is told besides the action. */
export interface Told {
	readonly admitted?: Partial<DecisionRecord> | undefined;
	readonly eventBus?: string;
	/** Earlier ones, the newest first. */
	readonly earlier?: readonly Partial<DecisionRecord>[];
	readonly quarantined?: () => Promise<readonly string[]>;
	/** Of the decision that planned the action. */
	readonly denied?: Partial<DecisionRecord>;
	/** More of the action. */
	readonly action?: object;
}

export interface Acting {
	readonly stub: EcsStub;
	readonly ecs: Ground;
	/** `taskDefinition` is the one that was denied. */
	act(type: PlannedAction["type"], target: string, taskDefinition?: string, told?: Told): Promise<ActionResult>;
	close(): Promise<void>;
}

export async function acting(cluster: string): Promise<Acting> {
	const stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
	const ecs = await ground(inject("motoUrl"), cluster);
	return {
		stub,
		ecs,
		act(type, target, taskDefinition, { admitted, earlier = [], quarantined = async () => [], eventBus, denied, action: more } = {}) {
			const precondition = taskDefinition === undefined ? {} : { taskDefinition };
			const action = { ...PLACE, type, target, reason: REASON, precondition, decisionUid: "uid-1", ...more } as unknown as StoredAction;
			const told = { uid: "uid-1", kind: "Service", resource: target, decidedAt: "2026-11-20T12:00:00.000Z", verdict: "denied" };
			const record = { ...told, ...denied } as DecisionRecord;
			const remembered = {
				lastAdmitted: async () => admitted as DecisionRecord | undefined,
				admittedEarlier: async ({ not }: Compromised) =>
					earlier.find(({ object }) => !not.includes(String(object?.taskDefinition))) as DecisionRecord | undefined,
				newestVerdict: async () => undefined,
				decision: async () => record,
				quarantine: async () => "2026-12-01T00:00:00.000Z",
				quarantined,
			};
			return perform({ aws: new AwsClients(), eventBus, ...remembered }, action);
		},
		async close() {
			vi.unstubAllEnvs();
			await stub.close();
		},
	};
}
