/** What follows from a decision: the actions, least harmful first, one per target. Pure; nothing is done here. */
import type { Decision } from "./decide.ts";
import { type Asking, answerPause } from "./pause-answer.ts";
import type { AdmissionRequest, Kind, Reach, Targets } from "./request.ts";
import { refusalMessage } from "./review.ts";
import { tagAdmitted, tagRefused } from "./verdict-tags.ts";

export const ACTION_TYPES = [
	"RollBackDeployment",
	"RestoreService",
	"ScaleToZero",
	"StopTask",
	"DeregisterTaskDefinition",
	"ContinueDeployment",
	"TagResource",
	"Notify",
] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

/** What was true of the target when it was denied. */
export interface Precondition {
	/** Full ARN of the revision that was denied: the task's, the service's or the target itself. */
	readonly taskDefinition?: string;
	readonly cluster?: string;
	/** Full ARN of the service revision that was judged: what the paused deployment is about to bring in. */
	readonly serviceRevision?: string;
}

/** What an action needs beside its target. */
export interface ActionParameters {
	/** ContinueDeployment: which paused hook, and what is said to it. */
	readonly hookId?: string;
	readonly answer?: "CONTINUE" | "ROLLBACK";
	/** TagResource, RestoreTags: the tags to set. */
	readonly tags?: Readonly<Record<string, string>>;
	/** RestoreTags: the keys to remove. */
	readonly untag?: readonly string[];
}

export interface PlannedAction {
	readonly type: ActionType;
	/** Full ARN of what it acts on; for Notify the uid of the decision. */
	readonly target: string;
	/** One action with this key takes effect once, whichever events ask for it. */
	readonly effectKey: string;
	readonly account: string;
	readonly region: string;
	readonly partition: string;
	/** Begins with the policy ids; under 255 characters. */
	readonly reason: string;
	/** Re-read just before acting: a target that no longer looks like this is left alone (`superseded`). */
	readonly precondition: Precondition;
	/** Tried in order when this action does not apply (no deployment in progress, nothing admitted before). */
	readonly otherwise: readonly ActionType[];
	readonly parameters?: ActionParameters;
	/** `withheld` carries why in `outcome` and is never performed later. */
	readonly state: "planned" | "withheld";
	readonly outcome?: string;
}

export interface Circumstances extends Asking {
	readonly reach: Reach;
	/** Opt-in: the last rung for a service that nothing else brings back. */
	readonly scaleToZero: boolean;
	/** The point's answer cannot say why. */
	readonly silent?: true;
	/** Opt-in: the tag that an admitted task definition gets. */
	readonly admissionTag?: string;
}

/** ECS cuts a task's stop reason at 255 characters. */
const REASON_LENGTH = 254;

/**
 * Denied at a revert point: undo, gentlest first, and tell. Undecided or flagged there: tell, never undo.
 * A preventing point's answer is its action; one that cannot say why has the reason told besides. A reporting point only reports.
 */
export function plan(decision: Decision, circumstances: Circumstances): readonly PlannedAction[] {
	const { reach, silent = false } = circumstances;
	if (reach === "report" || (reach === "prevent" && !silent) || decision.request.dryRun) return [];
	const undoing =
		reach === "revert" && decision.verdict === "denied" && "context" in decision.request ? undo(decision.request, circumstances) : [];
	const asides = silent ? tagRefused(decision) : tagAdmitted(decision, circumstances);
	const { account = "", region = "", partition } = decision.request;
	const state =
		circumstances.withheld === undefined ? { state: "planned" as const } : { state: "withheld" as const, outcome: circumstances.withheld };
	const shared = { account, region, partition, reason: refusalMessage(decision, REASON_LENGTH), ...state };
	const notify = { type: "Notify" as const, target: decision.uid, precondition: {}, otherwise: [] };
	const notices = deservesNotice(decision) ? [notify] : [];
	return [...answerPause(decision, circumstances), ...undoing, ...asides, ...notices].map((action) => ({
		...shared,
		...action,
		effectKey: effectKey(action.type, action.target, decision.uid),
	}));
}

function deservesNotice(decision: Decision): boolean {
	return decision.verdict !== "allowed" || decision.enforcements.some(({ action }) => action === "warn");
}

/** What is planned, before it is known whether it may be done. */
type Following = Pick<PlannedAction, "type" | "target" | "precondition" | "otherwise"> &
	Partial<Pick<PlannedAction, "parameters" | "state" | "outcome" | "reason">>;

/** For every kind that can be undone; the other kinds are told of. */
const UNDO: { readonly [kind in Kind]?: (targets: Targets, scaleToZero: boolean) => readonly Following[] } = {
	TaskDefinition: ({ taskDefinition }) =>
		taskDefinition === undefined
			? []
			: [{ type: "DeregisterTaskDefinition", target: taskDefinition, precondition: { taskDefinition }, otherwise: [] }],
	Task: (targets, scaleToZero) =>
		targets.service === undefined
			? (targets.tasks ?? []).map((task) => ({ type: "StopTask", target: task, precondition: preconditionOf(targets), otherwise: [] }))
			: undoService(targets.service, targets, scaleToZero),
	Service: (targets, scaleToZero) => (targets.service === undefined ? [] : undoService(targets.service, targets, scaleToZero)),
};

function undo(request: AdmissionRequest, { scaleToZero }: Circumstances): readonly Following[] {
	return UNDO[request.kind]?.(request.targets, scaleToZero) ?? [];
}

/** Stopping a service's tasks one by one only makes its scheduler start others, so the service itself is brought back. */
function undoService(service: string, targets: Targets, scaleToZero: boolean): readonly Following[] {
	const otherwise: ActionType[] = scaleToZero ? ["RestoreService", "ScaleToZero"] : ["RestoreService"];
	return [{ type: "RollBackDeployment", target: service, precondition: preconditionOf(targets), otherwise }];
}

function preconditionOf({ taskDefinition, cluster }: Targets): Precondition {
	return { ...(taskDefinition === undefined ? {} : { taskDefinition }), ...(cluster === undefined ? {} : { cluster }) };
}

/** A task or revision is undone once, whoever tells of it; a service may be changed for the worse again. */
function effectKey(type: ActionType, target: string, uid: string): string {
	return type === "StopTask" || type === "DeregisterTaskDefinition" ? `${type}/${target}` : `${type}/${target}/${uid}`;
}

/** Takes nothing from anybody: it waits behind what undoes, and the breaker does not count it. */
export function onlyTells(type: ActionType): boolean {
	return type === "Notify" || type === "TagResource";
}

/** The answer to a question that was put to Taskgate, and no act of enforcement: it lets a deployment go on. */
export function isGoAhead({ type, parameters }: Pick<PlannedAction, "type" | "parameters">): boolean {
	return type === "ContinueDeployment" && parameters?.answer === "CONTINUE";
}
