/** Notify: the decision, as an event on an EventBridge bus. */
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { StoredAction } from "../../store/store.ts";
import type { ActionResult } from "../action-result.ts";
import { LookUpFailed } from "../ecs-reader.ts";
import { ended, type Means } from "./job.ts";

const SOURCE = "taskgate";
const DETAIL_TYPE = "Taskgate Admission Decision";
/** EventBridge takes 256 KB for a whole entry; the rest of it is small. */
const MAX_DETAIL_BYTES = 240_000;
const FEWER = 20;

/** Without a bus the record is all there is. */
export async function notify(
	{ aws, eventBus: bus, decision: decisionOf }: Means,
	action: StoredAction,
	abortSignal: AbortSignal,
): Promise<ActionResult> {
	if (bus === undefined) return ended("done", "kept in the record; nobody else to tell (TASKGATE_EVENT_BUS is not set)");
	const decision = await decisionOf(action.decisionUid);
	if (decision === undefined) return ended("failed", `decision ${action.decisionUid} is not in the store`);
	const eventBridge = await aws.eventBridge(bus);
	const entry = {
		EventBusName: bus,
		Source: SOURCE,
		DetailType: DETAIL_TYPE,
		Time: new Date(decision.decidedAt),
		Resources: decision.resource.startsWith("arn:") ? [decision.resource] : [],
		Detail: fitting(decision),
	};
	const { FailedEntryCount, Entries } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }), { abortSignal });
	if (!FailedEntryCount) return ended("done", `told ${bus}, event ${Entries?.[0]?.EventId}`);
	const { ErrorCode = "", ErrorMessage = "" } = Entries?.[0] ?? {};
	const transient = /Throttling|Internal/.test(ErrorCode);
	throw new LookUpFailed(`${bus} took no event: ${ErrorCode}: ${ErrorMessage}`, { transient });
}

/** The decision as JSON; too large, without the object, then with the first of each list alone. `trimmed` says so. */
export function fitting(decision: object): string {
	const whole = JSON.stringify(decision);
	if (Buffer.byteLength(whole) <= MAX_DETAIL_BYTES) return whole;
	const { object: _, ...rest } = decision as { object?: unknown };
	const bare = JSON.stringify({ ...rest, trimmed: true });
	if (Buffer.byteLength(bare) <= MAX_DETAIL_BYTES) return bare;
	const short = Object.entries(rest).map(([key, value]) => [key, Array.isArray(value) ? value.slice(0, FEWER) : value]);
	const cut = JSON.stringify({ ...Object.fromEntries(short), trimmed: true }, (_key, value) =>
		typeof value === "string" ? value.slice(0, 500) : value,
	);
	return cut;
}
