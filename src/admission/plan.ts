/** What follows from a decision: the actions, least harmful first, one per target. Pure; nothing is done here. */
import type { Decision } from "./decide.ts";
import { movedFirst } from "./move-to-patched.ts";
import { type Asking, answerPause } from "./pause-answer.ts";
import { refusedTags } from "./refused-tags.ts";
import type { AdmissionRequest, Kind, Reach, Targets } from "./request.ts";
import { type Responding, respond } from "./respond.ts";
import { refusalMessage } from "./review.ts";
import { tagAdmitted, tagRefused } from "./verdict-tags.ts";

export const ACTION_TYPES = [
	"RegisterPatched",
	"RollBackDeployment",
	"RestoreService",
	"ScaleToZero",
	"StopTask",
	"DeregisterTaskDefinition",
	"RegisterTaskDefinition",
	"ScaleTaskSetToZero",
	"RestoreDaemon",
	"RestoreExpressService",
	"RestoreTags",
	"ContinueDeployment",
	"TagResource",
	"Quarantine",
	"Notify",
] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

/** What was true of the target when it was denied. */
export interface Precondition {
	/** Full ARN of the revision that was denied: the task's, the service's, the daemon's or the target itself. */
	readonly taskDefinition?: string;
	/** Full ARN of the daemon's or Express service's own revision that was denied. */
	readonly revision?: string;
	readonly cluster?: string;
	/** Full ARN of the service revision that was judged: what the paused deployment is about to bring in. */
	readonly serviceRevision?: string;
}

/** What an action needs beside its target. */
export interface ActionParameters {
	/** ContinueDeployment: which paused hook, and what is said to it. */
	readonly hookId?: string;
	readonly answer?: "CONTINUE" | "ROLLBACK";
	/** ContinueDeployment: the stage at which it is said to have paused. */
	readonly stage?: string;
	/** TagResource: the tags to set. RestoreTags: the refused ones that the call has set. */
	readonly tags?: Readonly<Record<string, string>>;
	/** RestoreTags: the refused keys that the call has removed. */
	readonly untag?: readonly string[];
	/** Quarantine: the digest of the image besides the revision, `sha256:…`. */
	readonly digest?: string;
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
	/** RFC 3339: whoever planned it does it itself until then, and afterwards the outbox ends it. Without it the outbox does it at once. */
	readonly dueAt?: string;
	/** `withheld` carries why in `outcome` and is never performed later. */
	readonly state: "planned" | "withheld";
	readonly outcome?: string;
}

export interface Circumstances extends Asking, Responding {
	readonly reach: Reach;
	/** The point's answer cannot say why. */
	readonly silent?: true;
	/** A denial is told, although nothing is undone. */
	readonly tells?: true;
	/** Opt-in: the tag that an admitted task definition gets. */
	readonly admissionTag?: string;
}

/** ECS cuts a task's stop reason at 255 characters. */
const REASON_LENGTH = 254;

/**
 * Denied at a revert point: undo, gentlest first, and tell. Undecided or flagged there: tell, never undo.
 * A preventing point's answer is its action; one that cannot say why has the reason told besides. A reporting point only reports,
 * and tells of what others have refused, or of everything where it is there to tell.
 */
export function plan(decision: Decision, circumstances: Circumstances): readonly PlannedAction[] {
	const { reach, silent = false, tells = false } = circumstances;
	if (decision.request.dryRun) return [];
	const told = reach === "revert" || tells || (reach === "prevent" && silent) || decision.refusedBy !== undefined;
	const denied = reach === "revert" && decision.verdict === "denied" && "context" in decision.request;
	const undone = denied ? undo(decision, decision.request as AdmissionRequest, circumstances) : [];
	const undoing = reach === "revert" ? movedFirst<ActionType, Following>(decision, undone) : [];
	const asides = silent ? tagRefused(decision) : tagAdmitted(decision, circumstances);
	const { account = "", region = "", partition } = decision.request;
	const state =
		circumstances.withheld === undefined ? { state: "planned" as const } : { state: "withheld" as const, outcome: circumstances.withheld };
	const shared = { account, region, partition, reason: refusalMessage(decision, REASON_LENGTH), ...state };
	const notify = { type: "Notify" as const, target: decision.uid, precondition: {}, otherwise: [] };
	const notices = told && deservesNotice(decision, tells) ? [notify] : [];
	return [...answerPause(decision, circumstances), ...undoing, ...asides, ...notices].map((action) => ({
		effectKey: effectKey(action.type, action.target, decision.uid),
		...shared,
		...action,
	}));
}

/** What is judged again and again, and could not be this time, is on record and told to nobody. */
function deservesNotice(decision: Decision, tells: boolean): boolean {
	return (
		(tells ? decision.verdict === "denied" : decision.verdict !== "allowed") ||
		decision.enforcements.some(({ action }) => action === "warn")
	);
}

/** What is planned, before it is known whether it may be done. */
type Following = Pick<PlannedAction, "type" | "target" | "precondition" | "otherwise"> &
	Partial<Pick<PlannedAction, "parameters" | "state" | "outcome" | "reason" | "effectKey">>;

/** For every kind that can be undone; the other kinds are told of, and docs/what-a-refusal-does.md says why. */
const UNDO: { readonly [kind in Kind]?: (targets: Targets, scaleToZero: boolean, decision: Decision) => readonly Following[] } = {
	TaskDefinition: ({ taskDefinition }) =>
		taskDefinition === undefined
			? []
			: [{ type: "DeregisterTaskDefinition", target: taskDefinition, precondition: { taskDefinition }, otherwise: [] }],
	Task: (targets, scaleToZero) =>
		targets.service === undefined
			? (targets.tasks ?? []).map((task) => ({ type: "StopTask", target: task, precondition: preconditionOf(targets), otherwise: [] }))
			: undoService(targets.service, targets, scaleToZero),
	Service: (targets, scaleToZero) => (targets.service === undefined ? [] : undoService(targets.service, targets, scaleToZero)),
	// Which task set is primary says where traffic goes; taking it back would be a deployment of our own.
	TaskSet: (targets, _, { request }) =>
		targets.taskSet === undefined || request.action === "UpdateServicePrimaryTaskSet"
			? []
			: [{ type: "ScaleTaskSetToZero", target: targets.taskSet, precondition: preconditionOf(targets), otherwise: [] }],
	Daemon: ({ daemon, daemonTaskDefinition, revision, cluster }) =>
		daemon === undefined
			? []
			: [
					{
						...{ type: "RestoreDaemon", target: daemon, otherwise: [] },
						precondition: preconditionOf({ taskDefinition: daemonTaskDefinition, revision, cluster }),
					},
				],
	ExpressGatewayService: (targets) =>
		targets.service === undefined
			? []
			: [{ type: "RestoreExpressService", target: targets.service, precondition: preconditionOf(targets), otherwise: [] }],
	Tags: ({ tagged }, _, decision) => {
		const parameters = refusedTags(decision);
		return tagged === undefined || parameters === undefined
			? []
			: [{ type: "RestoreTags", target: tagged, precondition: {}, otherwise: [], parameters }];
	},
};

function undo(decision: Decision, request: AdmissionRequest, circumstances: Circumstances): readonly Following[] {
	if (request.kind === "RuntimeAlert") return respond(decision, request.targets, circumstances);
	return UNDO[request.kind]?.(request.targets, circumstances.scaleToZero, decision) ?? [];
}

/** Stopping a service's tasks one by one only makes its scheduler start others, so the service itself is brought back. */
function undoService(service: string, targets: Targets, scaleToZero: boolean): readonly Following[] {
	const otherwise: ActionType[] = scaleToZero ? ["RestoreService", "ScaleToZero"] : ["RestoreService"];
	return [{ type: "RollBackDeployment", target: service, precondition: preconditionOf(targets), otherwise }];
}

function preconditionOf({
	taskDefinition,
	revision,
	cluster,
}: { readonly [member in keyof Precondition]?: string | undefined }): Precondition {
	return {
		...(taskDefinition === undefined ? {} : { taskDefinition }),
		...(revision === undefined ? {} : { revision }),
		...(cluster === undefined ? {} : { cluster }),
	};
}

/** A task or revision is undone once, whoever tells of it; a service may be changed for the worse again. */
function effectKey(type: ActionType, target: string, uid: string): string {
	return type === "StopTask" || type === "DeregisterTaskDefinition" ? `${type}/${target}` : `${type}/${target}/${uid}`;
}
