/** Runtime alerts on their way in: the first of each happening is kept and judged, and what repeats it is counted. */
import type { JsonObject } from "./admission/request.ts";
import { UnreadableEvent } from "./enforcement-points/enforcement-point.ts";
import { runtimeAlert } from "./enforcement-points/runtime-alert.ts";
import { accept } from "./intake.ts";
import type { World } from "./world.ts";

/** The oldest are forgotten first; what is forgotten is found in the store. */
const MOST_REMEMBERED = 10_000;

interface Heard {
	readonly kept: Promise<number>;
	count: number;
}

/**
 * Answers how many requests were kept: none for what only repeats one that is on disk. A flood so costs a look into a map, not a write.
 * @throws {UnreadableEvent} for what is no alert, and for one that cannot be read.
 */
export function alertIntake(world: World): (event: JsonObject) => Promise<number> {
	const heard = new Map<string, Heard>();
	return async (event) => {
		const [request] = runtimeAlert.read(event);
		if (request === undefined)
			throw new UnreadableEvent("(body)", "is no runtime alert of GuardDuty's, Falco's or a CloudEvent of either form");
		const { duplicateKey: key = "", name } = request;
		const before = heard.get(key);
		if (before !== undefined) {
			await before.kept;
			before.count += 1;
			world.metrics.alerted("repeated");
			// At 10, 100, 1,000 …: a flood is told of, and does not flood the log.
			if (/^10+$/.test(String(before.count))) world.log.info("a runtime alert repeats itself", { rule: name, times: before.count });
			return 0;
		}
		const kept = accept(world, event);
		heard.set(key, { kept, count: 1 });
		for (const oldest of heard.keys()) {
			if (heard.size <= MOST_REMEMBERED) break;
			heard.delete(oldest);
		}
		try {
			const requests = await kept;
			world.metrics.alerted("kept");
			return requests;
		} catch (error) {
			// What is not on disk is not acknowledged, and comes again.
			heard.delete(key);
			throw error;
		}
	};
}
