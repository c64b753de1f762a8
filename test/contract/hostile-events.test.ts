import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UnreadableEvent } from "../../src/enforcement-points/enforcement-point.ts";
import { POINTS } from "../../src/enforcement-points/points.ts";
import { GUARDED_CALLS } from "../../src/enforcement-points/wire/calls.ts";
import { fixturesOf } from "../fixtures.ts";

const DELETED = Symbol("deleted");
const REPLACEMENTS = [null, 7, -1.5, "", "text", "null", [], [null], ["x"], {}, { x: 1 }, DELETED];

type Path = readonly (string | number)[];

/** Every place in a value, the outermost last. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
	if (typeof value !== "object" || value === null) return [path];
	const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
	return [...keys.flatMap((key) => pathsIn((value as Record<string | number, unknown>)[key], [...path, key])), path];
}

function replaced(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
	if (key === undefined) return replacement === DELETED ? undefined : replacement;
	const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
	if (rest.length === 0 && replacement === DELETED) delete copy[key];
	else copy[key] = replaced(copy[key], rest, replacement);
	return copy;
}

/** How many requests a point reads; undefined when it says that the event is unreadable. */
function requestsOf(point: (typeof POINTS)[number], event: unknown): number | undefined {
	try {
		return point.read(event).length;
	} catch (error) {
		if (!(error instanceof UnreadableEvent)) throw error;
		expect(error.message.startsWith(`${error.field}: `), error.message).toBe(true);
		return undefined;
	}
}

interface Event {
	readonly source?: unknown;
	readonly "detail-type"?: unknown;
	readonly apiVersion?: unknown;
	readonly kind?: unknown;
	readonly ecsCall?: { readonly operation?: unknown } | null;
	readonly hookTypeName?: unknown;
	readonly found?: unknown;
	readonly actionInvocationPoint?: unknown;
	readonly requestData?: {
		readonly targetName?: unknown;
		readonly payload?: { readonly template?: unknown; readonly changedResources?: unknown };
	};
	readonly specversion?: unknown;
	readonly type?: unknown;
	readonly output_fields?: unknown;
	readonly priority?: unknown;
	readonly lifecycleStage?: unknown;
	readonly executionDetails?: unknown;
	readonly targetServiceRevisionArn?: unknown;
	readonly detail?: {
		readonly hookType?: unknown;
		readonly eventName?: unknown;
		readonly errorCode?: unknown;
		readonly desiredStatus?: unknown;
		readonly type?: unknown;
		readonly "scan-status"?: unknown;
		readonly resources?: unknown;
		readonly resource?: { readonly ecsClusterDetails?: { readonly arn?: unknown } };
		readonly resourceDetails?: { readonly resourceType?: unknown };
	};
}

/** What may be unreadable, but never unseen. */
const MUST_BE_SEEN: Readonly<Record<string, (event: Event) => boolean>> = {
	"cloudtrail-event": ({ detail }) => GUARDED_CALLS.has(String(detail?.eventName)) && !detail?.errorCode,
	// Whoever the message does not blame is not ours: a denial is told by it alone.
	"scp-denial": () => false,
	"task-state-change": ({ source, detail, "detail-type": type }) =>
		source === "aws.ecs" && type === "ECS Task State Change" && detail?.desiredStatus === "RUNNING",
	webhook: ({ apiVersion, kind }) => apiVersion === "admission.taskgate.dev/v1" || kind === "AdmissionReview",
	"api-proxy": ({ ecsCall }) => GUARDED_CALLS.has(String(ecsCall?.operation)),
	"cloudformation-hook": ({ hookTypeName, actionInvocationPoint, requestData }) => {
		if (hookTypeName === undefined || actionInvocationPoint === "DELETE_PRE_PROVISION") return false;
		const { targetName, payload } = requestData ?? {};
		if (targetName === "STACK") return typeof payload?.template !== "string" || payload.template.includes("AWS::ECS::");
		if (targetName === "CHANGE_SET") return !Array.isArray(payload?.changedResources) || payload.changedResources.length > 1;
		return ["AWS::ECS::TaskDefinition", "AWS::ECS::Service"].includes(String(targetName));
	},
	"pause-hook": ({ source, detail, "detail-type": type }) =>
		source === "aws.ecs" && type === "ECS Hook State Change" && detail?.eventName === "HOOK_AWAITING_ACTION" && detail.hookType === "PAUSE",
	"deployment-hook": (event) =>
		[event.lifecycleStage, event.executionDetails, event.targetServiceRevisionArn].some((one) => one !== undefined),
	"manifest-check": () => false,
	"runtime-alert": ({ source, specversion, type, detail, output_fields: fields, priority, ...event }) => {
		const named = event["detail-type"];
		if (source === "aws.guardduty" && named === "GuardDuty Finding") {
			const about = String(detail?.type);
			return about.includes(":ECS/") || (about.includes(":Runtime/") && detail?.resource?.ecsClusterDetails?.arn !== undefined);
		}
		if (source === "aws.guardduty" && /^GuardDuty Runtime Protection (Unh|H)ealthy$/.test(String(named)))
			return detail?.resourceDetails?.resourceType === "ECS";
		if (named === "Falco Alert") return typeof source === "string";
		if (typeof specversion === "string") return type === "falco.rule.output.v1" || type === "dev.taskgate.runtime-alert.v1";
		return fields !== undefined && priority !== undefined;
	},
	"image-scan": ({ source, detail, "detail-type": named }) => {
		if (source === "aws.ecr") return named === "ECR Image Scan" && detail?.["scan-status"] === "COMPLETE";
		if (source !== "aws.inspector2" || named !== "Inspector2 Finding") return false;
		const resources = Array.isArray(detail?.resources) ? detail.resources : [];
		return resources.some((resource) => resource?.type === "AWS_ECR_CONTAINER_IMAGE");
	},
	"audit-scan": ({ found }) => typeof found === "object" && found !== null && !Array.isArray(found),
	register: (event) => Object.hasOwn(event, "register"),
};

describe.for(POINTS.map((point) => [point.name, point] as const))("%s", ([name, point]) => {
	test.for(fixturesOf(name))("survives every field of $file replaced, and loses nothing", ({ event }) => {
		for (const path of pathsIn(event)) {
			for (const replacement of REPLACEMENTS) {
				const mutant = replaced(event, path, replacement);
				const requests = requestsOf(point, mutant);
				const seen = MUST_BE_SEEN[name]?.((mutant ?? {}) as Event);
				if (seen !== false) expect(requests, `${path.join(".")} = ${String(replacement)}`).not.toBe(0);
			}
		}
	});

	test("throws nothing but UnreadableEvent at any JSON", () => {
		fc.assert(fc.property(fc.jsonValue(), (value) => void requestsOf(point, value)));
		const [first] = fixturesOf(name);
		const paths = pathsIn(first?.event);
		fc.assert(
			fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => void requestsOf(point, replaced(first?.event, path, value))),
			{ numRuns: 500 },
		);
	});

	test.for([undefined, null, true, 0, "", "{}", [], [[]], Object.create(null), new Date(0)])("reads nothing in %j", (value) => {
		expect(point.read(value)).toEqual([]);
	});
});
