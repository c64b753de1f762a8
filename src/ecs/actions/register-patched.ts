/** RegisterPatched: the service goes on to a revision that policies have patched. What cannot be patched, or admitted, is left to `otherwise`. */
import { setTimeout as sleep } from "node:timers/promises";
import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { PATCHED_FROM } from "../../admission/move-to-patched.ts";
import type { JsonObject } from "../../admission/request.ts";
import type { ActionResult } from "../action-result.ts";
import { isArray, isObject, tagsOf } from "../api-shape.ts";
import { isIn } from "../arn.ts";
import { describeTaskDefinition } from "../aws-ecs-reader.ts";
import { faultOf, messageOf } from "../aws-error.ts";
import { LookUpFailed } from "../ecs-reader.ts";
import { RegistrationFailed } from "../registry.ts";
import { clusterOf, deniedService, done, ended, type Job, type PatchAsked, type PatchedRevisions, type Perform } from "./job.ts";

/** Where a service is denied, what was meant to undo it comes next; where nothing was, a patch that cannot be had is done without. */
export const registerPatched: Perform = async (job) => {
	const result = await move(job);
	return result.state === "notApplicable" && job.action.otherwise.length === 0 ? { ...result, state: "superseded" } : result;
};

async function move(job: Job): Promise<ActionResult> {
	const { action, ecs, means, options } = job;
	const { patched } = means;
	const from = action.precondition.taskDefinition;
	if (patched === undefined) return ended("notApplicable", "patched revisions are not registered here (TASKGATE_REGISTER_PATCHED=off)");
	const before = await deniedService(job);
	if ("end" in before) return before.end.state === "superseded" ? ((await movedBefore(job, patched)) ?? before.end) : before.end;
	const body = await asRegistered(job, String(from));
	if ("state" in body) return body;
	const asked = { place: job.place, body: body.body, from: String(from), decisionUid: action.decisionUid };
	const registered = await inTime(job, register(patched, asked)).catch((error: unknown) => givenUp(job, error));
	if ("state" in registered) return registered;
	if ("reason" in registered) return ended("notApplicable", registered.reason);
	// Judging and registering took their time.
	const now = await deniedService(job);
	if ("end" in now) return now.end;
	const { arn } = registered;
	const command = new UpdateServiceCommand({ cluster: clusterOf(job), service: action.target, taskDefinition: arn });
	const updated = await ecs.send(command, options).catch((error: unknown) => {
		if (faultOf(error) === "transient") throw error;
		return messageOf(error);
	});
	if (typeof updated === "string") return ended("notApplicable", `${arn} is registered, and the service does not take it: ${updated}`);
	await recorded(patched.moved(action, arn));
	return done(updated, `the service was moved to ${arn}, patched from ${from}`);
}

/** By another action, or by this one, when the gate stopped before it could write that down. */
async function movedBefore(job: Job, patched: PatchedRevisions): Promise<ActionResult | undefined> {
	const { action, place, ecs, options } = job;
	const command = new DescribeServicesCommand({ cluster: clusterOf(job), services: [action.target] });
	const { status, taskDefinition } = (await ecs.send(command, options)).services?.[0] ?? {};
	if (
		status !== "ACTIVE" ||
		taskDefinition === undefined ||
		taskDefinition === action.precondition.taskDefinition ||
		!isIn(place, taskDefinition)
	)
		return undefined;
	const described = await describeTaskDefinition(ecs, place, taskDefinition, options);
	if (tagsOf(described?.body.tags)[PATCHED_FROM] !== action.precondition.taskDefinition) return undefined;
	await patched.moved(action, taskDefinition);
	return ended("done", `the service was moved before to ${taskDefinition}, patched from ${action.precondition.taskDefinition}`);
}

/** AWS keeps tags of its own that nobody else may set, as the gate does. */
const NOT_KEPT = /^(aws|taskgate):/i;

/** Read from ECS, whose words are whole; no record's, where values are masked. */
async function asRegistered({ place, ecs, means, options }: Job, from: string): Promise<{ readonly body: JsonObject } | ActionResult> {
	const described = await describeTaskDefinition(ecs, place, from, options);
	if (described === undefined) return ended("notApplicable", `${from} is gone`);
	const { tags, ...body } = described.body;
	if (Object.hasOwn(tagsOf(tags), PATCHED_FROM))
		return ended("notApplicable", `${from} is a patched revision itself, and is not patched again`);
	// What ECS has is all known: this would be a name of somebody's own, and nobody could tell it from a value that was masked.
	if (JSON.stringify(body).includes("$unknown")) return ended("notApplicable", `${from} has a member called $unknown`);
	const admissionTag = means.admissionTag?.toLowerCase();
	const isKept = (key: unknown) => typeof key === "string" && !NOT_KEPT.test(key) && key.toLowerCase() !== admissionTag;
	const kept = (isArray(tags) ? tags.filter(isObject) : []).filter(({ key }) => isKept(key));
	return { body: kept.length === 0 ? body : { ...body, tags: kept } };
}

/** What AWS or the gate itself will not take is no revision to go on to. */
async function register(patched: PatchedRevisions, asked: PatchAsked): ReturnType<PatchedRevisions["register"]> {
	try {
		return await patched.register(asked);
	} catch (error) {
		const cause = error instanceof RegistrationFailed ? error.cause : error;
		const isPassing = error instanceof LookUpFailed ? error.transient : faultOf(cause) === "transient";
		if (isPassing)
			throw new LookUpFailed(`the patched revision could not be registered: ${messageOf(error)}`, { transient: true, cause: error });
		return { reason: `the patched revision could not be registered: ${messageOf(error)}` };
	}
}

/** Attempts. What undoes a denial waits no longer for a revision that cannot be registered now. */
const PATIENT_ATTEMPTS = 3;

/** A registration that is under way has ended by then, judging included: one that nobody has heard of yet would be made twice. */
const UNDER_WAY_MS = 60_000;

/** @throws the error where it is worth another attempt */
function givenUp({ action: { attempts, otherwise } }: Job, error: unknown): { readonly reason: string } | ActionResult {
	const isLast = otherwise.length > 0 && attempts + 1 >= PATIENT_ATTEMPTS;
	if (isLast) return { reason: `${error instanceof Error ? error.message : String(error)}; given up after ${PATIENT_ATTEMPTS} attempts` };
	if (error instanceof UnderWay) return { ...ended("retry", error.message), afterMs: UNDER_WAY_MS };
	throw error;
}

class UnderWay extends Error {
	override readonly name = "UnderWay";
}

/** With the time that any action may take it stays within the lease on this one: the call's id is written down by whoever made it. */
const RECORDING_MS = 4_000;

/** Whoever judges the move goes on with that. */
async function recorded(judging: Promise<void>): Promise<void> {
	const judged = new AbortController();
	const enough = sleep(RECORDING_MS, undefined, { signal: judged.signal }).catch(() => {});
	await Promise.race([judging, enough]);
	judged.abort();
}

/** Within the time that the action may take. What goes on meanwhile is found when it is tried again. */
async function inTime<T>({ options: { abortSignal } }: Job, work: Promise<T>): Promise<T> {
	const { promise, reject } = Promise.withResolvers<never>();
	const late = () => reject(new UnderWay("the patched revision is not registered yet"));
	abortSignal.addEventListener("abort", late, { once: true });
	try {
		return await Promise.race([work, promise]);
	} finally {
		abortSignal.removeEventListener("abort", late);
	}
}
