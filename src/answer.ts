/** What a caller asks before acting, all the way to the answer in its own words: the same for HTTP, Lambda and the proxies. */
import type { Decision } from "./admission/decide.ts";
import type { UnresolvedRequest } from "./admission/request.ts";
import { type Admission, admissionAt, admit, NotYet } from "./admit.ts";
import { RecordedEcsReader } from "./ecs/recorded-ecs-reader.ts";
import type { EnforcementPoint } from "./enforcement-points/enforcement-point.ts";
import { traced } from "./tracing.ts";
import type { World } from "./world.ts";

/** A template asks for many things at once, and whoever hands it in waits. */
const CONCURRENCY = 8;

/**
 * Judges and records what the event asks for. A caller who may wait gets an answer that says so, and nothing is recorded yet.
 * @throws {UnreadableEvent}
 */
export async function answer<Answer>(world: World, point: EnforcementPoint<Answer>, event: unknown): Promise<Answer> {
	return traced(world, "answer", { "taskgate.point": point.name }, () => answered(world, point, event));
}

async function answered<Answer>(world: World, point: EnforcementPoint<Answer>, event: unknown): Promise<Answer> {
	const mayWait = point.mayWait?.(event, world.now()) ?? false;
	const admission = { ...admissionAt(point, mayWait), since: performance.now() };
	const requests = await traced(world, "read", {}, async () => point.read(event));
	const decisions: (Decision | undefined)[] = [];
	const waiting = requests.entries();
	const work = async () => {
		for (const [i, request] of waiting) decisions[i] = await decisionOn(world, request, admission);
	};
	await Promise.all(Array.from({ length: Math.min(CONCURRENCY, requests.length) }, work));
	const made = decisions.filter((decision) => decision !== undefined);
	world.metrics.answered(point.name, made);
	return point.answer(event, made);
}

/**
 * The same; while enforcement is off even what cannot be read, judged or recorded is let through, with an alarm: off is off, also when
 * something breaks. @throws {UnreadableEvent} and whatever else went wrong, while enforcement is on
 */
export async function answerOrLetThrough<Answer>(
	world: World,
	point: EnforcementPoint<Answer>,
	event: unknown,
	letThrough: Answer,
): Promise<Answer> {
	try {
		return await answer(world, point, event);
	} catch (error) {
		world.metrics.answered(point.name, undefined);
		if (world.settings.enforce || point.whenOff !== "lets through") throw error;
		world.log.alarm("what was asked could not be judged, and is let through: enforcement is off", {
			point: point.name,
			reason: String(error),
		});
		return letThrough;
	}
}

async function decisionOn(world: World, request: UnresolvedRequest, admission: Admission): Promise<Decision | undefined> {
	try {
		return (await admit(worldFor(world, request), request, admission))?.decision;
	} catch (error) {
		if (error instanceof NotYet && error.decision !== undefined) return { ...error.decision, notYet: true };
		throw error;
	}
}

/** Without an account and a Region there is nowhere to look: then the request's own words are all there is. */
function worldFor(world: World, { account, region }: UnresolvedRequest): World {
	if (world.reader.source === "copy" || (account !== undefined && region !== undefined)) return world;
	return { ...world, reader: new RecordedEcsReader("its account or its Region is not known") };
}
