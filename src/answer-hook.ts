/** An invocation of a CloudFormation hook, all the way to its answer: the same for HTTP and Lambda. It ends before CloudFormation stops waiting. */
import { setTimeout as sleep } from "node:timers/promises";
import { strictestFailurePolicy } from "./admission/constraint.ts";
import type { Json } from "./admission/request.ts";
import { unknown } from "./admission/unknown.ts";
import { answer } from "./answer.ts";
import { isObject } from "./ecs/api-shape.ts";
import { cloudformationHook } from "./enforcement-points/cloudformation-hook.ts";
import { UnreadableEvent } from "./enforcement-points/enforcement-point.ts";
import { askAgain, type HookAnswer, mayAskAgain, unanswered } from "./enforcement-points/wire/hook-answer.ts";
import { type Fetching, fetchPayload, PayloadMissing } from "./presigned-payload.ts";
import { pageOf } from "./report/report.ts";
import { whyLetThrough } from "./withhold.ts";
import type { World } from "./world.ts";

/** CloudFormation waits for 30 s. */
const MOST_MS = 24_000;
/** For the store to say whether Taskgate is halted, once all else has failed. */
const LAST_MS = 1_000;

export interface Answering extends Fetching {
	readonly mostMs?: number;
}

/** @throws {UnreadableEvent} */
export async function answerHook(world: World, event: unknown, { mostMs = MOST_MS, ...fetching }: Answering = {}): Promise<HookAnswer> {
	const settled = new AbortController();
	const late = sleep(mostMs, undefined, { signal: settled.signal }).then(() => {
		throw new Error(`it took longer than ${mostMs / 1000} s`);
	});
	try {
		return await Promise.race([judged(world, event, fetching), late]);
	} catch (error) {
		if (error instanceof UnreadableEvent) throw error;
		world.log.alarm("a CloudFormation hook could not be answered", { reason: String(error) });
		return answerWithout(world, event, "Taskgate failed; its log has the reason");
	} finally {
		settled.abort();
		late.catch(() => {});
	}
}

/** For an event that came to no decision at all. */
export async function answerWithout(world: World, event: unknown, reason: string): Promise<HookAnswer> {
	const halted = await Promise.race([whyLetThrough(world).catch(() => undefined), sleep(LAST_MS, undefined, { ref: false })]);
	const isIgnored = strictestFailurePolicy(world.constraints, cloudformationHook.name) === "Ignore";
	return unanswered(event, reason, halted ?? (isIgnored ? "failurePolicy is Ignore" : undefined));
}

async function judged(world: World, event: unknown, fetching: Fetching): Promise<HookAnswer> {
	const opened = await withPayload(world, event, fetching);
	if (opened instanceof PayloadMissing) return askAgain(event, opened.message);
	return withPages(await answer(world, cloudformationHook, opened), world.policyPages);
}

/** The event with what its presigned address leads to in the address's place, or the marker that says why it leads nowhere. */
async function withPayload(world: World, event: unknown, fetching: Fetching): Promise<unknown> {
	const body = event as Json;
	if (!isObject(body) || !isObject(body.requestData)) return event;
	const { requestData } = body;
	if (typeof requestData.payload !== "string") return event;
	const opened = (payload: Json) => ({ ...body, requestData: { ...requestData, payload } });
	try {
		return opened(await fetchPayload(requestData.payload, fetching));
	} catch (error) {
		if (!(error instanceof PayloadMissing)) throw error;
		const mayWait = error.transient && world.settings.enforce && mayAskAgain(event);
		return mayWait ? error : opened(unknown(error.message));
	}
}

/** A failed policy's page, where somebody said where the pages are. */
function withPages(said: HookAnswer, policyPages: string | undefined): HookAnswer {
	if (policyPages === undefined || said.annotations === undefined) return said;
	const annotations = said.annotations.map((each) => {
		const remediationLink = each.status === "FAILED" ? pageOf(each.annotationName, { policyPages }) : undefined;
		return remediationLink === undefined ? each : { ...each, remediationLink };
	});
	return { ...said, annotations };
}
