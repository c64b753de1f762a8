/** An answer, or a refusal that the gate means, as a fate. What it does not mean is thrown on. */
import type { UnresolvedRequest } from "../../../src/admission/request.ts";
import { firstUnknown } from "../../../src/admission/unknown.ts";
import { checkShape } from "../../../src/ecs/schema/shape.ts";
import { UnreadableEvent } from "../../../src/enforcement-points/enforcement-point.ts";
import { Problem } from "../../../src/http/problem.ts";
import { ProxyRefusal } from "../../../src/proxy/refused.ts";
import { BundleError } from "../../../src/rego/bundle-archive.ts";
import type { DecisionWithActions } from "../../../src/store/store.ts";
import { stillViolates } from "./definitions.ts";
import type { Fate } from "./fate.ts";

export async function judged(ask: () => Promise<Fate>): Promise<Fate> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof UnreadableEvent) return { end: "refused", cause: error.field === "" ? "" : error.message };
		if (error instanceof Problem && error.status < 500) return { end: "refused", cause: error.message };
		if (error instanceof ProxyRefusal && error.status < 500) return { end: "refused", cause: error.message };
		if (error instanceof BundleError) return { end: "refused", cause: error.message };
		throw error;
	}
}

/** Of what a point has read, where no policy is asked. */
export function fateOfReading(requests: readonly UnresolvedRequest[]): Fate {
	if (requests.length === 0) return { end: "unseen", cause: "nobody's business" };
	for (const { kind, object } of requests) {
		const [shape] = checkShape(kind, object);
		if (shape !== undefined) return { end: "denied", cause: shape.msg };
		if (stillViolates(object)) return { end: "denied", cause: "what it was made to violate stands in what was read" };
		const open = firstUnknown(object);
		if (open !== undefined) return { end: "undecided", cause: `${open} is not known` };
	}
	return { end: "allowed", cause: "" };
}

/** Of whoever asks before acting. */
export function fateOf(isAllowed: boolean, why: string | undefined): Fate {
	if (isAllowed) return { end: "allowed", cause: "" };
	return { end: /undecided/.test(why ?? "") ? "undecided" : "denied", cause: why ?? "" };
}

/** Of an event, by what is on record for it: the worst of its decisions. */
export function fateOnRecord(recorded: readonly DecisionWithActions[]): Fate {
	if (recorded.length === 0) return { end: "unseen", cause: "nobody's business" };
	const worst = recorded.find(({ verdict }) => verdict === "denied") ?? recorded.find(({ verdict }) => verdict === "undecided");
	const [open] = recorded.flatMap(({ unknown }) => unknown);
	// Where ECS is not asked, a masked value is a marker, and what a policy cannot see behind it is told and is no pass.
	if (worst === undefined) return open === undefined ? { end: "allowed", cause: "" } : { end: "undecided", cause: open.message };
	const [said] = [...worst.violations.map(({ message }) => message), ...worst.failures.map(({ reason }) => reason)];
	return { end: worst.verdict as "denied" | "undecided", cause: said ?? worst.refusedBy ?? "" };
}
