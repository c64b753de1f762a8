import { describe, expect, test } from "vitest";
import { z } from "zod";
import { mask } from "../../src/admission/mask.ts";
import type { JsonObject } from "../../src/admission/request.ts";
import { EVENT_POINTS, POINTS, pointNamed } from "../../src/enforcement-points/points.ts";
import { fixturesOf } from "../fixtures.ts";
import { keepsItsContract } from "./enforcement-point.contract.ts";

const REFUSAL = z.strictObject({ code: z.literal(403), reason: z.literal("Forbidden"), message: z.string().min(1) });
const ADMISSION_REVIEW = z.strictObject({
	apiVersion: z.literal("admission.taskgate.dev/v1"),
	kind: z.literal("AdmissionReview"),
	response: z
		.strictObject({
			uid: z.string().min(1),
			allowed: z.boolean(),
			status: REFUSAL.optional(),
			warnings: z.array(z.string()),
			auditAnnotations: z.record(z.string(), z.string()),
		})
		.refine(({ allowed, status }) => allowed === (status === undefined), "a refusal, and only a refusal, has a status"),
});
const ANNOTATION = z.strictObject({
	annotationName: z.string().min(1).max(1024),
	status: z.enum(["PASSED", "FAILED", "SKIPPED"]),
	statusMessage: z.string().min(1).max(16_384).optional(),
	remediationMessage: z.string().min(1).max(16_384).optional(),
	remediationLink: z.url().max(5120).optional(),
	severityLevel: z.enum(["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]).optional(),
});
/** https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html */
const CLOUDFORMATION_HOOK = z
	.strictObject({
		hookStatus: z.enum(["SUCCESS", "FAILED", "IN_PROGRESS"]),
		errorCode: z.enum(["NonCompliant", "InternalFailure"]).optional(),
		message: z.string().min(1).max(4096),
		clientRequestToken: z.string().min(1),
		callbackContext: z.record(z.string(), z.json()).optional(),
		callbackDelaySeconds: z.int().positive().optional(),
		annotations: z.array(ANNOTATION).optional(),
	})
	.refine(
		({ hookStatus, errorCode }) => (hookStatus === "FAILED") === (errorCode !== undefined),
		"a failure, and only a failure, has a code",
	);
const NO_ANSWER = z.undefined();

const DOOR = z.discriminatedUnion("admitted", [
	z.strictObject({ admitted: z.literal(true), warnings: z.array(z.string()), patches: z.array(z.looseObject({ policy: z.string() })) }),
	z.strictObject({
		...{ admitted: z.literal(false), status: z.union([z.literal(403), z.literal(503)]), verdict: z.enum(["denied", "undecided"]) },
		...{ detail: z.string().min(1), violations: z.array(z.looseObject({})), failures: z.array(z.looseObject({})) },
	}),
]);

const ANSWERS: Readonly<Record<string, z.ZodType>> = {
	"cloudtrail-event": NO_ANSWER,
	"task-state-change": NO_ANSWER,
	"scp-denial": NO_ANSWER,
	"runtime-alert": NO_ANSWER,
	"image-scan": NO_ANSWER,
	webhook: ADMISSION_REVIEW,
	"api-proxy": z.strictObject({ __type: z.literal("AccessDeniedException"), message: z.string().min(1) }).optional(),
	"cloudformation-hook": CLOUDFORMATION_HOOK,
	"pause-hook": NO_ANSWER,
	"deployment-hook": z.strictObject({
		hookStatus: z.enum(["SUCCEEDED", "FAILED", "IN_PROGRESS"]),
		callBackDelay: z.number().int().positive().optional(),
		hookDetails: z.record(z.string(), z.json()).optional(),
	}),
	"manifest-check": z.array(z.looseObject({ verdict: z.enum(["allowed", "denied", "undecided"]) })).min(1),
	register: DOOR,
	"audit-scan": z.array(z.looseObject({ verdict: z.enum(["allowed", "denied", "undecided"]) })).min(1),
};

describe.for(POINTS.map((point) => [point.name, point] as const))("%s", ([name, point]) => {
	const others = POINTS.filter((other) => other !== point).flatMap((other) => fixturesOf(other.name));
	const answer = ANSWERS[name];
	if (answer === undefined) throw new Error(`state the schema of ${name}'s answer in ANSWERS`);
	keepsItsContract({ point, answer, foreign: [...others, ...fixturesOf("noise")] });
});

test("every point has a name of its own", () => {
	expect(new Set(POINTS.map(({ name }) => name)).size).toBe(POINTS.length);
	for (const point of POINTS) expect(pointNamed(point.name)).toBe(point);
	expect(pointNamed("nobody")).toBeUndefined();
});

describe("what was masked before it was kept is read as before", () => {
	const heard = EVENT_POINTS.flatMap((point) => fixturesOf(point.name).map(({ file, event }) => [point.name, file, point, event] as const));
	test.for(heard)("%s/%s", ([, , point, event]) => {
		const facts = (of: unknown) => point.read(of).map(({ object: _, ...rest }) => rest);
		expect(facts(mask(event as JsonObject))).toEqual(facts(event));
	});
});

test("an event tells of what has happened, but for the one that waits for an answer", () => {
	for (const { name, reach, whenOff } of EVENT_POINTS) {
		const waits = name === "pause-hook";
		expect([name, reach === "prevent", whenOff]).toEqual([name, waits, waits ? "lets through" : "withholds"]);
	}
});
