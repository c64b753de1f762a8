/** A file that holds what would be sent to ECS, or what ECS described: judged before anything is sent. */
import { z } from "zod";
import type { Decision } from "../admission/decide.ts";
import { type Json, type JsonObject, KINDS, type Kind, type UnresolvedRequest } from "../admission/request.ts";
import { asRequest, bodiesIn, isObject, kindOf } from "../ecs/api-shape.ts";
import { parseArn, partitionOf } from "../ecs/arn.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { callFor } from "./wire/calls.ts";
import { factsOf } from "./wire/facts.ts";
import { OBJECT, oneOf, parse, TEXT } from "./wire/parse.ts";

/** One document of a file. */
interface Manifest {
	/** The path, for messages. */
	readonly source: string;
	/** Parsed JSON or YAML. */
	readonly body: Json;
	/** Given by the user; otherwise told by the body's members. */
	readonly kind?: Json;
}

const KINDED = z.looseObject({ source: TEXT, body: OBJECT, kind: oneOf(KINDS) });

export const manifestCheck: EnforcementPoint<readonly Decision[]> = {
	name: "manifest-check",
	reach: "prevent",
	whenOff: "answers",
	about: {
		catches: "task definitions, request bodies, templates and plans, as files in a pipeline",
		delay: "before anything is sent",
		bypass: "what is deployed need not be what was checked, and values that exist only at deploy time are unknown",
		closedBy: "the points that meet the call itself",
	},
	/** One request per ECS body in the document: a list of described services holds several. */
	read(event) {
		if (!isManifest(event)) return [];
		const given = event.kind === undefined ? undefined : parse(KINDED, event).kind;
		if (!isObject(event.body)) return [];
		return bodiesIn(event.body).flatMap((body) => {
			const kind = given ?? kindOf(body);
			return kind === undefined ? [] : [requestOf(kind, body)];
		});
	},
	answer: (_event, decisions) => decisions,
};

function requestOf(kind: Kind, body: JsonObject): UnresolvedRequest {
	const object = asRequest(kind, body);
	const changesService = kind === "Service" && Object.hasOwn(object, "service") && !Object.hasOwn(object, "serviceName");
	const { action, call } = callFor(kind, changesService ? "UPDATE" : "CREATE", object);
	return {
		enforcementPoint: manifestCheck.name,
		action,
		...placeOf(body),
		...factsOf(call, { body: object, response: undefined }),
		// A file says nothing of who will send it.
		userInfo: { arn: "" },
		object,
		dryRun: false,
		// The moment of asking: a file carries none, and a point has no clock.
		time: "",
	};
}

/** What ECS described names its own account and Region; a request body does not. */
function placeOf(body: JsonObject): { readonly partition: string; readonly account?: string; readonly region?: string } {
	for (const [member, value] of Object.entries(body)) {
		const arn = member.endsWith("Arn") && typeof value === "string" ? parseArn(value) : undefined;
		if (arn) return { partition: arn.partition, account: arn.account, region: arn.region };
	}
	return { partition: partitionOf("") };
}

function isManifest(event: unknown): event is Manifest {
	return isObject(event as Json) && typeof (event as JsonObject).source === "string" && Object.hasOwn(event as JsonObject, "body");
}
