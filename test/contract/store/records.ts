/** What the suites write into a store. */
import type { Enforcement } from "../../../src/admission/decide.ts";
import type { PlannedAction } from "../../../src/admission/plan.ts";
import type { DecisionRecord } from "../../../src/store/store.ts";
import type { WholeStore } from "../../../src/store/whole-store.ts";

/** A store under test; `again` is another connection to the same data, as another process would open it. */
export type Open = () => Promise<{ readonly store: WholeStore; readonly again: () => Promise<WholeStore> }>;

/** The instant that many seconds after the suite's midnight. */
export function at(seconds: number): string {
	return new Date(Date.UTC(2026, 10, 20) + seconds * 1000).toISOString();
}

export const SERVICE = "arn:aws:ecs:eu-west-1:111122223333:service/shop/web";
export const TASK = "arn:aws:ecs:eu-west-1:111122223333:task/shop/0123456789abcdef0123456789abcdef";

/** A denied service; its key is its uid's own unless told. */
export function denied(uid: string, changes: Partial<DecisionRecord> = {}): DecisionRecord {
	return {
		uid,
		key: `event/${uid}`,
		time: at(0),
		decidedAt: at(1),
		enforcementPoint: "cloudtrail-event",
		reach: "revert",
		action: "UpdateService",
		kind: "Service",
		operation: "UPDATE",
		name: "web",
		account: "111122223333",
		region: "eu-west-1",
		cluster: "shop",
		principal: "arn:aws:iam::111122223333:role/deployer",
		resource: SERVICE,
		verdict: "denied",
		violations: [violation()],
		failures: [],
		unknown: [],
		notApplicable: [{ policy: "host/pid", reason: "Windows" }],
		source: "ecs",
		object: { serviceName: "web", desiredCount: 2, tags: [{ key: "ünïcode", value: null }] },
		revision: "2026.11.20",
		constraintsDigest: "sha256:00",
		durationMs: 1.25,
		...changes,
	};
}

export function allowed(uid: string, changes: Partial<DecisionRecord> = {}): DecisionRecord {
	return denied(uid, { verdict: "allowed", violations: [], ...changes });
}

export function violation(changes: Partial<Enforcement> = {}): Enforcement {
	return {
		policy: "workload/privileged",
		constraint: "no-privileged",
		severity: "critical",
		action: "deny",
		message: "container app is privileged",
		field: "/containerDefinitions/0/privileged",
		remediation: "Remove `privileged`.",
		...changes,
	};
}

/** Stopping the task; one effect unless told otherwise. */
export function stopTask(changes: Partial<PlannedAction> = {}): PlannedAction {
	return {
		type: "StopTask",
		target: TASK,
		effectKey: `StopTask/${TASK}`,
		account: "111122223333",
		region: "eu-west-1",
		partition: "aws",
		reason: "workload/privileged: container app is privileged",
		precondition: { taskDefinition: "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7", cluster: "shop" },
		otherwise: [],
		state: "planned",
		...changes,
	};
}

export function notify(uid: string, changes: Partial<PlannedAction> = {}): PlannedAction {
	return stopTask({ type: "Notify", target: uid, effectKey: `Notify/${uid}`, precondition: {}, ...changes });
}
