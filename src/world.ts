/** Everything outside the program that a request meets on its way: the clock, ECS, the policies in force, the store. */
import type { Constraint } from "./admission/constraint.ts";
import type { Exemption } from "./admission/exemption.ts";
import type { AdmissionRequest, Context } from "./admission/request.ts";
import type { Response } from "./admission/respond.ts";
import type { DecisionLog } from "./decision-log/decision-log.ts";
import type { ActionResult } from "./ecs/action-result.ts";
import type { EcsReader } from "./ecs/ecs-reader.ts";
import type { Registry } from "./ecs/registry.ts";
import type { Evidence } from "./evidence/evidence.ts";
import type { LiveBundle } from "./live-bundle/live-bundle.ts";
import type { Hold } from "./live-bundle/succession.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { PolicyEngine } from "./rego/policy-engine.ts";
import type { StoredAction } from "./store/store.ts";
import type { WholeStore } from "./store/whole-store.ts";
import type { Tracing } from "./tracing.ts";

/** What judging needs; `check` has no more than this. */
export interface JudgeWorld {
	/** RFC 3339, now. */
	now(): string;
	readonly reader: EcsReader;
	readonly engine: PolicyEngine;
	readonly constraints: readonly Constraint[];
	readonly exemptions: readonly Exemption[];
	/** sha256 over constraints and exemptions. */
	readonly constraintsDigest: string;
	/** An address that a policy's id and `.md` follow. */
	readonly policyPages?: string;
	/** A built-in profile's constraints. @throws {ConstraintError} where there is none of that name, or the bundle lacks its policies. */
	readonly profile?: (name: string) => Promise<readonly Constraint[]>;
	/** What the store knows of what a request is about, for its context; absent where there is no store. @throws {LookUpFailed} */
	readonly recall?: (request: AdmissionRequest) => Promise<Partial<Context>>;
	/** Where policies may be replaced while they judge: those in force now, for one judgement. Absent where they stay. */
	readonly hold?: () => Hold;
	/** Answers what policies ask about images; absent where registries are not asked. */
	readonly evidence?: Evidence;
	readonly metrics?: Pick<Metrics, "resolved" | "evaluated">;
	readonly tracing?: Tracing;
}

/** What recording and acting need besides. */
export interface World extends JudgeWorld {
	readonly store: WholeStore;
	readonly settings: Settings;
	/** Told of every decision once it is recorded. */
	readonly decisionLog?: DecisionLog;
	readonly log: Log;
	readonly metrics: Metrics;
	/** What renews the policies; absent for the built-in library. */
	readonly bundle?: Pick<LiveBundle, "refresh" | "refreshIfDue" | "problem">;
	/** Does one action, preconditions re-read; absent where AWS is not asked. */
	readonly perform?: (action: StoredAction) => Promise<ActionResult>;
	/** Registers with the gate's own role; absent where AWS is not asked. */
	readonly registry?: Registry;
	/** The ARNs under which the gate itself calls AWS in an account: its own calls are recognised by them. */
	readonly ownPrincipals?: (account: string) => Promise<readonly string[]>;
	/** The account that a caller's access key belongs to; absent where AWS is not asked. @throws {LookUpFailed} */
	readonly accountOfKey?: (accessKeyId: string, region: string) => Promise<string>;
}

export interface Settings {
	readonly enforce: boolean;
	/** An event older than this is recorded, never acted on. */
	readonly maxEventAgeMs: number;
	readonly actionLimit: ActionLimit;
	/** Opt-in: a service that nothing else brings back is scaled to zero. */
	readonly scaleToZero: boolean;
	/** Opt-in: a service whose task definition constraints would patch is moved to a patched revision. */
	readonly registerPatched?: boolean;
	/** How far a response to a runtime alert may go. */
	readonly runtimeResponse: Response;
	/** Lifecycle stages at which a paused deployment waits for the gate's word. */
	readonly pauseStages: readonly string[];
	/** Opt-in: what a template leaves unknown is left to the question that is asked again once it is known. */
	readonly deferUnknown: boolean;
	/** Opt-in: the tag that admitted task definitions get. */
	readonly admissionTag?: string;
	/** Opt-in: people may try policies in the console. */
	readonly playground?: boolean;
	/** Opt-in: what waits in the store is left to the other processes on it, and nothing is changed in AWS. */
	readonly leavesWork?: boolean;
	/** Where decisions live, for people. */
	readonly storeAddress?: string;
	/** Decisions older than this are rolled up; undefined keeps them for ever. */
	readonly retentionMs?: number;
}

/** The breaker: `count` actions per account and Region in any `windowMs`. */
export interface ActionLimit {
	readonly count: number;
	readonly windowMs: number;
}

/** The one clock. */
export function systemNow(): string {
	return new Date().toISOString();
}

/** `instant` (RFC 3339) moved by `ms`. */
export function later(instant: string, ms: number): string {
	return new Date(Date.parse(instant) + ms).toISOString();
}
