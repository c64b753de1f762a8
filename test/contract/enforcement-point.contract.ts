/** What holds for every enforcement point. A new point states its name, and the schema of its answer where it has one. */
import { expect, test } from "vitest";
import { z } from "zod";
import { KINDS, OPERATIONS, type UnresolvedRequest } from "../../src/admission/request.ts";
import { auditScan } from "../../src/enforcement-points/audit-scan.ts";
import type { EnforcementPoint } from "../../src/enforcement-points/enforcement-point.ts";
import { EVENT_POINTS } from "../../src/enforcement-points/points.ts";
import { runtimeAlert } from "../../src/enforcement-points/runtime-alert.ts";
import { type Fixture, fixturesOf } from "../fixtures.ts";
import { decision } from "../requests.ts";

const TIME = z.iso.datetime({ offset: true });

const REQUEST = z.strictObject({
	enforcementPoint: z.string().min(1),
	kind: z.enum(KINDS),
	operation: z.enum(OPERATIONS),
	action: z.string().min(1),
	partition: z.enum(["aws", "aws-cn", "aws-us-gov"]),
	account: z
		.string()
		.regex(/^\d{12}$/)
		.optional(),
	region: z.string().min(1).optional(),
	cluster: z.string().min(1).optional(),
	name: z.string(),
	launchTypes: z.array(z.enum(["FARGATE", "EC2", "EXTERNAL", "MANAGED_INSTANCES"])),
	tags: z.record(z.string(), z.json()),
	userInfo: z.strictObject({
		arn: z.string(),
		issuerArn: z.string().min(1).optional(),
		invokedBy: z.string().min(1).optional(),
		unknown: z.literal(true).optional(),
	}),
	object: z.record(z.string(), z.json()),
	oldObject: z.record(z.string(), z.json()).optional(),
	dryRun: z.boolean(),
	time: TIME.or(z.literal("")),
	duplicateKey: z.string().min(1).optional(),
	references: z.strictObject({
		taskDefinition: z.string().min(1).optional(),
		tasks: z.array(z.string().min(1)).min(1).optional(),
		service: z.string().min(1).optional(),
		cluster: z.string().min(1).optional(),
		serviceRevision: z.string().startsWith("arn:").optional(),
		deployment: z.string().startsWith("arn:").optional(),
		taskSet: z.string().min(1).optional(),
		daemon: z.string().min(1).optional(),
		daemonTaskDefinition: z.string().min(1).optional(),
		imageDigest: z
			.string()
			.regex(/^sha256:[0-9a-f]{64}$/)
			.optional(),
		tagged: z.string().startsWith("arn:").optional(),
		capacityProvider: z.string().min(1).optional(),
	}),
	refusal: z.strictObject({ by: z.string().min(1), on: z.string().min(1).optional() }).optional(),
	replayed: z.literal(true).optional(),
	awsRequestId: z.string().min(1).optional(),
	declared: z
		.strictObject({
			taskDefinition: z.record(z.string(), z.json()).optional(),
			cluster: z.record(z.string(), z.json()).optional(),
			service: z.record(z.string(), z.json()).optional(),
		})
		.optional(),
	notBefore: TIME.optional(),
	opaque: z.string().min(1).optional(),
	askedAgain: z.literal(true).optional(),
	profile: z.string().min(1).optional(),
	pause: z.strictObject({ hookId: z.string().min(1), deployment: z.string().startsWith("arn:"), stage: z.string().min(1) }).optional(),
});

/** What a point that hears of what has happened knows besides, and one that is asked beforehand does not. */
const HEARD = REQUEST.required({ account: true, region: true, duplicateKey: true }).extend({ time: TIME });
/** Somebody raises an alarm and does not say about what. */
const NOWHERE = REQUEST.required({ duplicateKey: true, opaque: true }).extend({ time: TIME });
const ASKED = REQUEST.omit({ duplicateKey: true, replayed: true });
/** What exists is read back like what has happened, and is as it is now. */
const EXISTS = REQUEST.required({ account: true, region: true, duplicateKey: true }).extend({ time: z.literal("") });

const HEARD_OF: ReadonlySet<string> = new Set(EVENT_POINTS.map(({ name }) => name));

export interface Contract {
	readonly point: EnforcementPoint<unknown>;
	readonly answer: z.ZodType;
	/** The events that are not this point's business. */
	readonly foreign: readonly Fixture[];
}

export function keepsItsContract({ point, answer, foreign }: Contract): void {
	const fixtures = fixturesOf(point.name);

	test("has fixtures", () => {
		expect(fixtures.length).toBeGreaterThanOrEqual(3);
	});

	test.for(fixtures)("reads $file", ({ event }) => {
		const before = JSON.stringify(event);
		const requests = point.read(event);
		expect(requests).not.toHaveLength(0);
		for (const request of requests) expectWellFormed(point, request);
		expect(point.read(event)).toEqual(requests);
		expect(JSON.stringify(event), "read changed its event").toBe(before);
	});

	test.for(fixtures)("answers $file in the documented schema", ({ event }) => {
		for (const verdict of ["allowed", "denied", "undecided"] as const) {
			const decisions = point.read(event).map((request) => decision({ verdict, request }));
			expect(answer.safeParse(point.answer(event, decisions)).error).toBeUndefined();
		}
	});

	test.for(foreign)("ignores $file", ({ event }) => {
		expect(point.read(event)).toEqual([]);
	});
}

function schemaFor({ name }: EnforcementPoint<unknown>, { opaque }: UnresolvedRequest) {
	if (name === auditScan.name) return EXISTS;
	if (name === runtimeAlert.name && opaque !== undefined) return NOWHERE;
	return HEARD_OF.has(name) ? HEARD : ASKED;
}

function expectWellFormed(point: EnforcementPoint<unknown>, request: UnresolvedRequest): void {
	expect(schemaFor(point, request).safeParse(request).error).toBeUndefined();
	expect(request.enforcementPoint).toBe(point.name);
	expect(Object.entries(request).filter(([, value]) => value === undefined)).toEqual([]);
	expect(JSON.parse(JSON.stringify(request.object))).toEqual(request.object);
}
