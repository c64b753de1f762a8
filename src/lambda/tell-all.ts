import type { World } from "../world.ts";

/** Little: whoever asked waits for it. */
const MOST_MS = 1_000;

/** Between invocations a function stands still: what is to be told goes out before the answer. */
export async function tellAll({ decisionLog, tracing }: Pick<World, "decisionLog" | "tracing">): Promise<void> {
	await Promise.all([decisionLog?.flush(MOST_MS), tracing?.flush()]);
}
