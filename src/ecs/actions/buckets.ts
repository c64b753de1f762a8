/** AWS's own limits on calls, for an account and Region: what customers call counts too, so that Taskgate takes half at most. */
import type { ActionType } from "../../admission/plan.ts";
import { RateLimit } from "../rate-limit.ts";

const PATIENCE_MS = 8_000;

/** RegisterTaskDefinition and its undoing: 20 at once, 1 a second. */
const definitions = new RateLimit({ burst: 3, everyMs: 2_000, patienceMs: PATIENCE_MS });
/** Services, Express services and daemons: 50 at once, 5 a second. AWS names none for task sets; they are counted here. */
const services = new RateLimit({ burst: 10, everyMs: 400, patienceMs: PATIENCE_MS });
/** TagResource and UntagResource: 20 at once, 10 a second. */
const tags = new RateLimit({ burst: 5, everyMs: 200, patienceMs: PATIENCE_MS });

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/request-throttling.html */
export const BUCKETS: { readonly [type in ActionType]?: { readonly name: string; readonly limit: RateLimit } } = {
	DeregisterTaskDefinition: { name: "task definitions", limit: definitions },
	RestoreService: { name: "services", limit: services },
	ScaleToZero: { name: "services", limit: services },
	ScaleTaskSetToZero: { name: "services", limit: services },
	RestoreDaemon: { name: "services", limit: services },
	RestoreExpressService: { name: "services", limit: services },
	RestoreTags: { name: "tags", limit: tags },
	TagResource: { name: "tags", limit: tags },
};
