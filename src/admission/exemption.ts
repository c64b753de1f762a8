/** Who was excused from what, by whom, until when. The engine applies exemptions; policy authors never code them. */
import { coverage, type Match } from "./match.ts";
import { matchesAny } from "./pattern.ts";
import type { Violation } from "./policy.ts";
import type { AdmissionRequest, Json, JsonObject } from "./request.ts";

export interface Exemption {
	readonly name: string;
	readonly policy: string;
	/** `accounts` is compulsory; containers, images and fields narrow it to single violations. */
	readonly match: Match & {
		readonly containers?: readonly string[];
		readonly images?: readonly string[];
		readonly fields?: readonly string[];
	};
	readonly reason: string;
	readonly approvedBy: string;
	/** RFC 3339. From this instant on it applies nowhere. */
	readonly expiresAt: string;
}

/** The exemptions in force for a request: not expired, and certain to cover it (what cannot be told is not excused). */
export function exemptionsInForce(exemptions: readonly Exemption[], request: AdmissionRequest, now: string): readonly Exemption[] {
	const instant = Date.parse(now);
	const views = [request, ...asItsService(request)];
	return exemptions.filter(
		({ expiresAt, match }) => Date.parse(expiresAt) > instant && views.some((view) => coverage(match, view).answer === "yes"),
	);
}

/** A service that is excused by its name or tags is so when its tasks are heard of, whose own name is the family. */
function asItsService(request: AdmissionRequest): readonly AdmissionRequest[] {
	const { kind, context, targets } = request;
	const { service } = context;
	if (kind !== "Task" || targets.service === undefined || typeof service?.serviceName !== "string") return [];
	const tags = Array.isArray(service.tags) ? (service.tags as readonly JsonObject[]) : [];
	return [{ ...request, name: service.serviceName, tags: Object.fromEntries(tags.map(({ key, value }) => [key, value ?? ""])) }];
}

/** The first exemption that excuses this violation. */
export function exemptionFor(
	inForce: readonly Exemption[],
	policy: string,
	violation: Violation,
	request: AdmissionRequest,
): Exemption | undefined {
	return inForce.find((exemption) => exemption.policy === policy && covers(exemption, violation, request));
}

/** The first exemption that excuses the whole request from a policy, whatever it finds. */
export function wholeExemption(inForce: readonly Exemption[], policy: string): Exemption | undefined {
	return inForce.find(
		({ policy: exempted, match }) =>
			exempted === policy && match.containers === undefined && match.images === undefined && match.fields === undefined,
	);
}

function covers({ match }: Exemption, violation: Violation, request: AdmissionRequest): boolean {
	const container = containerOf(violation.field, request);
	return narrows(match.containers, container?.name) && narrows(match.images, container?.image) && narrows(match.fields, violation.field);
}

function narrows(patterns: readonly string[] | undefined, value: Json | undefined): boolean {
	return patterns === undefined || (typeof value === "string" && matchesAny(patterns, value));
}

const CONTAINER_POINTER = /^(\/context\/taskDefinition)?\/containerDefinitions\/(\d+)(\/|$)/;

/** The container definition that a violation's field points into. */
function containerOf(field: string | undefined, request: AdmissionRequest): JsonObject | undefined {
	const found = CONTAINER_POINTER.exec(field ?? "");
	if (found === null) return undefined;
	const definition = found[1] === undefined ? request.object : request.context.taskDefinition;
	const containers = definition?.containerDefinitions;
	const container = Array.isArray(containers) ? containers[Number(found[2])] : undefined;
	return typeof container === "object" && container !== null ? (container as JsonObject) : undefined;
}
