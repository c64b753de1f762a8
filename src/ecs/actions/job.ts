/** What every action is given, and the precondition of those that act on a service. */
import { DescribeServicesCommand, type ECSClient, type Service } from "@aws-sdk/client-ecs";
import type { Verdict } from "../../admission/decide.ts";
import type { JsonObject, Kind } from "../../admission/request.ts";
import type { Compromised } from "../../store/admitted-earlier.ts";
import type { DecisionRecord, StoredAction } from "../../store/store.ts";
import type { ActionResult } from "../action-result.ts";
import { clusterArn, clusterName, parseArn } from "../arn.ts";
import type { AwsClients } from "../aws-clients.ts";
import type { Place } from "../ecs-reader.ts";
import type { Buckets } from "./buckets.ts";

/** What performing needs besides AWS. */
export interface Means {
	readonly aws: Pick<AwsClients, "ecs" | "eventBridge" | "self">;
	/** The newest allowed decision about a resource of this kind, by its ARN. */
	lastAdmitted(resource: string, kind: Kind): Promise<DecisionRecord | undefined>;
	/** The newest allowed decision about a service with another revision than those to get away from. */
	admittedEarlier(compromised: Compromised): Promise<DecisionRecord | undefined>;
	/** Of the newest decision about a resource as this kind. */
	newestVerdict(resource: string, kind: Kind): Promise<Verdict | undefined>;
	/** Takes revisions and digests out of use; answers until when (RFC 3339). */
	quarantine(whats: readonly string[], entry: { readonly reason: string; readonly by: string }): Promise<string>;
	/** Revisions and digests that are out of use now. */
	quarantined(): Promise<readonly string[]>;
	/** The decision that planned the action, masked, to be told of. */
	decision(uid: string): Promise<DecisionRecord | undefined>;
	/** Name or ARN of the bus that is notified. */
	readonly eventBus: string | undefined;
	/** The tag that admitted task definitions get, if they get one. */
	readonly admissionTag?: string | undefined;
	/** Where the operator has opted in. */
	readonly patched?: PatchedRevisions | undefined;
	/** Those of this process unless given. */
	readonly buckets?: Buckets;
}

/** What RegisterPatched leaves to whoever judges. */
export interface PatchedRevisions {
	/**
	 * Patched, judged and registered, by the policies in force now; the newest active revision where it is the same.
	 * @throws {RegistrationFailed} {LookUpFailed} {UnreadableEvent}
	 */
	register(asked: PatchAsked): Promise<{ readonly arn: string } | { readonly reason: string }>;
	/** Judges the service as it is now and keeps that, so that whatever restores it later knows of it. Never throws. */
	moved(action: StoredAction, taskDefinition: string): Promise<void>;
}

export interface PatchAsked {
	readonly place: Place;
	/** Of RegisterTaskDefinition, unpatched: ECS's own words. */
	readonly body: JsonObject;
	/** Full ARN of the revision that it is. */
	readonly from: string;
	/** Which decision asks for it: what was asked of the service there selects and excuses it. */
	readonly decisionUid: string;
}

export interface Job {
	readonly action: StoredAction;
	readonly place: Place;
	readonly ecs: ECSClient;
	readonly means: Means;
	/** Aborts when performing takes longer than it may. */
	readonly options: { readonly abortSignal: AbortSignal };
}

export type Perform = (job: Job) => Promise<ActionResult>;

export function ended(state: ActionResult["state"], outcome: string): ActionResult {
	return { state, outcome };
}

/** Done by this call, whose echo is to be known again. */
export function done({ $metadata }: { readonly $metadata: { readonly requestId?: string | undefined } }, outcome: string): ActionResult {
	return { state: "done", outcome, awsRequestId: $metadata.requestId };
}

/** The cluster of an action's target, as a full ARN. */
export function clusterOf({ action, place }: Job): string {
	return clusterArn(place, parseArn(action.target)?.cluster ?? clusterName(action.precondition.cluster));
}

/** The target service as it is now, if it still asks for the denied task definition and ECS itself deploys it; else what ends the action. */
export async function deniedService(job: Job): Promise<{ readonly service: Service } | { readonly end: ActionResult }> {
	const { action, ecs, options } = job;
	const denied = action.precondition.taskDefinition;
	if (denied === undefined) return { end: ended("notApplicable", "the decision names no task definition to compare with") };
	const command = new DescribeServicesCommand({ cluster: clusterOf(job), services: [action.target] });
	const service = (await ecs.send(command, options)).services?.[0];
	if (service?.status !== "ACTIVE") return { end: ended("superseded", "the service is gone") };
	if (service.serviceArn !== action.target) return { end: ended("failed", `ECS answered with another ARN: ${service.serviceArn}`) };
	const controller = service.deploymentController?.type ?? "ECS";
	if (controller !== "ECS") return { end: ended("notApplicable", `the service is deployed by ${controller}, not by ECS`) };
	if (service.taskDefinition !== denied) return { end: await movedOn(job, service) };
	const changed = await changedSince(job, service);
	return changed === undefined ? { service } : { end: ended("superseded", changed) };
}

/** Attempts. Retries go on for a minute by then: ECS shows what was changed before the first of them. */
export const SETTLED_AFTER = 5;

/** ECS may show a service for a moment as it was before the denied call. That is not what it has moved on to. */
async function movedOn({ action, means }: Job, { taskDefinition, deployments }: Service): Promise<ActionResult> {
	const denied = await means.decision(action.decisionUid);
	const isBefore = denied !== undefined && (beganAt(deployments)?.getTime() ?? Number.NaN) < Date.parse(denied.time);
	return isBefore && action.attempts < SETTLED_AFTER
		? ended("retry", `ECS shows the service as it was before the denied call, with ${taskDefinition}`)
		: ended("superseded", `the service has moved on to ${taskDefinition}`);
}

function beganAt(deployments: Service["deployments"]): Date | undefined {
	return deployments?.find(({ status }) => status === "PRIMARY")?.createdAt;
}

/** A deployment belongs to a call that is no more than this much older. */
const SAME_CALL_MS = 60_000;

/** The same revision may have been given other settings since: whoever did that is judged for it, and this decision is the past. */
async function changedSince({ action, means }: Job, { deployments }: Service): Promise<string | undefined> {
	const denied = await means.decision(action.decisionUid);
	if (denied === undefined) return `decision ${action.decisionUid} is not in the store`;
	const admitted = denied.kind === "Service" ? await means.lastAdmitted(action.target, "Service") : undefined;
	if (admitted !== undefined && admitted.time > denied.time)
		return `a later change of the service was admitted by decision ${admitted.uid}`;
	const deployed = beganAt(deployments);
	const anew = deployed !== undefined && deployed.getTime() > Date.parse(denied.time) + SAME_CALL_MS;
	return anew ? `the service was deployed anew at ${deployed.toISOString()}` : undefined;
}
