/** AWS's own limits on calls, for an account and Region: what customers call counts too, so that Taskgate takes half at most. */
import type { ActionType } from "../../admission/plan.ts";
import { type Pace, RateLimit } from "../rate-limit.ts";

const PATIENCE_MS = 8_000;

export type Buckets = { readonly [type in ActionType]?: { readonly name: string; readonly limit: RateLimit } };

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/request-throttling.html */
export function openBuckets(pace?: Pace): Buckets {
	/** RegisterTaskDefinition and its undoing: 20 at once, 1 a second. */
	const definitions = { name: "task definitions", limit: new RateLimit({ burst: 3, everyMs: 2_000, patienceMs: PATIENCE_MS }, pace) };
	/** Services, Express services and daemons: 50 at once, 5 a second. AWS names none for task sets; they are counted here. */
	const services = { name: "services", limit: new RateLimit({ burst: 10, everyMs: 400, patienceMs: PATIENCE_MS }, pace) };
	/** TagResource and UntagResource: 20 at once, 10 a second. */
	const tags = { name: "tags", limit: new RateLimit({ burst: 5, everyMs: 200, patienceMs: PATIENCE_MS }, pace) };
	return {
		DeregisterTaskDefinition: definitions,
		// It updates the service besides: by this slower one never more than the other allows.
		RegisterPatched: definitions,
		RestoreService: services,
		ScaleToZero: services,
		ScaleTaskSetToZero: services,
		RestoreDaemon: services,
		RestoreExpressService: services,
		RestoreTags: tags,
		TagResource: tags,
	};
}

/** Of this process. */
export const BUCKETS = openBuckets();
