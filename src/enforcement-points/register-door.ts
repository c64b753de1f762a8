/** A task definition that the gate is asked to register with its own role. Whoever asks always gets the true verdict. */
import { z } from "zod";
import type { Enforcement, Failure, Verdict } from "../admission/decide.ts";
import type { Patch } from "../admission/operation.ts";
import type { Json, JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { admissionReview, isLetThrough, refusalMessage } from "../admission/review.ts";
import { firstUnknown } from "../admission/unknown.ts";
import { asRequest, isObject } from "../ecs/api-shape.ts";
import { partitionOf } from "../ecs/arn.ts";
import { type EnforcementPoint, UnreadableEvent } from "./enforcement-point.ts";
import { callFor } from "./wire/calls.ts";
import { factsOf } from "./wire/facts.ts";
import { present } from "./wire/json.ts";
import { ACCOUNT, OBJECT, parse, TEXT } from "./wire/parse.ts";

/** `body`: of RegisterTaskDefinition. */
const ASKED = z.looseObject({
	register: z.looseObject({
		body: OBJECT,
		account: ACCOUNT.exactOptional(),
		region: TEXT.exactOptional(),
		/** Absent where the asker is known by no more than a key. */
		principal: TEXT.exactOptional(),
		issuer: TEXT.exactOptional(),
		dryRun: z.boolean().exactOptional(),
	}),
});

export type DoorAnswer = { readonly admitted: true; readonly warnings: readonly string[]; readonly patches: readonly Patch[] } | Refusal;

export interface Refusal {
	readonly admitted: false;
	/** 503: a look-up failed that may succeed later. */
	readonly status: 403 | 503;
	readonly verdict: Verdict;
	/** Begins with the policy ids. */
	readonly detail: string;
	readonly violations: readonly Enforcement[];
	readonly failures: readonly Failure[];
}

export const registerDoor: EnforcementPoint<DoorAnswer> = {
	name: "register",
	reach: "prevent",
	whenOff: "answers",
	mutates: true,
	about: {
		catches: "task definitions that people and pipelines have the gate register for them",
		delay: "before anything is registered",
		bypass: "whoever may call ecs:RegisterTaskDefinition need not ask here",
		closedBy: "the statement TaskgateRegisterOnlyThroughTheGate of `taskgate scp`, which leaves that call to the gate's role",
	},
	read(event) {
		if (!isObject(event as Json) || !Object.hasOwn(event as JsonObject, "register")) return [];
		const { body, account, region, principal = "", issuer, dryRun = false } = parse(ASKED, event).register;
		const object = asRequest("TaskDefinition", body);
		const unknown = firstUnknown(object);
		if (unknown !== undefined)
			throw new UnreadableEvent(`register.body${unknown}`, "must be known: `taskgate check` reads what is not yet");
		const { action, call } = callFor("TaskDefinition", "CREATE", object);
		const request: UnresolvedRequest = {
			enforcementPoint: registerDoor.name,
			action,
			partition: partitionOf(region ?? ""),
			...present({ account, region }),
			...factsOf(call, { body: object, response: undefined }),
			userInfo: { arn: principal, ...present({ issuerArn: issuer, unknown: principal === "" || undefined }) },
			object,
			dryRun,
			// The moment of asking: a point has no clock.
			time: "",
		};
		return [request];
	},
	answer(_event, [decision]) {
		if (decision === undefined) throw new Error("nothing was decided, so there is nothing to answer");
		if (isLetThrough(decision)) {
			const { warnings } = admissionReview(decision.uid, decision).response;
			return { admitted: true, warnings, patches: decision.patches ?? [] };
		}
		const { verdict, enforcements: violations, failures } = decision;
		const mayPass = verdict === "undecided" && failures.some(({ transient }) => transient === true);
		return { admitted: false, status: mayPass ? 503 : 403, verdict, detail: refusalMessage(decision), violations, failures };
	},
};
