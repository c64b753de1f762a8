/** Events from a queue, which is their inbox: a message that is answered for is deleted, one that is not comes back. */
import { NotYet } from "../admit.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";
import { judgeAtOnce } from "../intake.ts";
import type { World } from "../world.ts";
import { finishInTime } from "./finish-in-time.ts";
import { readMessage, type SqsMessage } from "./sqs-message.ts";

/** Partial batch failure: these messages return to the queue, the others are deleted. */
export interface BatchAnswer {
	readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

const CONCURRENCY = 8;
/** As long as the look-ups for one event may take; with less time left a message is not begun and returns. */
const JUDGING_MS = 15_000;
/** A look-up that fails for now returns the message; from this delivery on the deploy is undecided. Less than the queue's maxReceiveCount. */
const PATIENT_RECEIVES = 4;

/** Judges every message and begins to act as soon as the first is decided. */
export async function judgeBatch(world: World, messages: readonly SqsMessage[], remainingMs: () => number): Promise<BatchAnswer> {
	const returned: string[] = [];
	const outbox = outboxOf(world, remainingMs);
	const waiting = messages.values();
	const work = async () => {
		for (const message of waiting) {
			const outcome = remainingMs() < JUDGING_MS ? "returns" : await judge(world, message);
			if (outcome === "returns") returned.push(message.id);
			if (outcome === "decided") outbox.finish();
		}
	};
	await Promise.all(Array.from({ length: Math.min(CONCURRENCY, messages.length) }, work));
	await outbox.finished();
	return { batchItemFailures: returned.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function judge(world: World, { id, body, receives }: SqsMessage): Promise<"decided" | "noise" | "returns"> {
	try {
		const decisions = await judgeAtOnce(world, readMessage(body), receives < PATIENT_RECEIVES);
		return decisions.length === 0 ? "noise" : "decided";
	} catch (error) {
		const facts = { message: id, receives, reason: error instanceof Error ? error.message : String(error) };
		if (error instanceof NotYet) world.log.info("look-up postponed", facts);
		else if (!(error instanceof UnreadableEvent)) world.log.alarm("event could not be judged", facts);
		else if (receives === 1) world.log.alarm("message cannot be read: it returns until redrive takes it to the dead-letter queue", facts);
		else world.log.info("message cannot be read", facts);
		return "returns";
	}
}

/** One pass at a time, and at most one waiting behind it. What fails here is on record, and the schedule function finishes it. */
function outboxOf(world: World, remainingMs: () => number) {
	let passes: Promise<void> = Promise.resolve();
	let isWaiting = false;
	const pass = async () => {
		isWaiting = false;
		try {
			await finishInTime(world, remainingMs);
		} catch (error) {
			world.log.alarm("planned actions could not be finished", { reason: String(error) });
		}
	};
	return {
		finish: () => {
			if (isWaiting) return;
			isWaiting = true;
			passes = passes.then(pass);
		},
		finished: () => passes,
	};
}
