/** What exists already, whichever way it came: found by `taskgate audit`, told, and never acted on. */
import { z } from "zod";
import type { Decision } from "../admission/decide.ts";
import { type Json, KINDS, OPERATIONS, type UnresolvedRequest } from "../admission/request.ts";
import { isObject } from "../ecs/api-shape.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { ACCOUNT, OBJECT, oneOf, parse, TEXT } from "./wire/parse.ts";

/** A thing as the inventory names it, its request ready to be judged. */
const FOUND = z.looseObject({
	found: z.looseObject({
		id: TEXT,
		arn: TEXT,
		request: z.looseObject({
			...{ enforcementPoint: z.literal("audit-scan"), kind: oneOf(KINDS), operation: oneOf(OPERATIONS), action: TEXT, name: z.string() },
			...{ partition: TEXT, account: ACCOUNT, region: TEXT, object: OBJECT, references: OBJECT, duplicateKey: TEXT },
		}),
	}),
});

export const auditScan: EnforcementPoint<readonly Decision[]> = {
	name: "audit-scan",
	reach: "report",
	// It never acts, so that there is nothing to withhold.
	whenOff: "answers",
	about: {
		catches: "everything that exists when `taskgate audit` looks, whichever way it came in, and what events missed",
		delay: "until the next audit",
		bypass: "what has come and gone between two audits leaves no trace here",
		closedBy: "the points that meet the call or the event itself; the audit finds what those have missed",
	},
	read(event) {
		if (!isObject(event as Json) || !isObject((event as { found?: Json }).found)) return [];
		return [parse(FOUND, event).found.request as unknown as UnresolvedRequest];
	},
	answer: (_event, decisions) => decisions,
};
