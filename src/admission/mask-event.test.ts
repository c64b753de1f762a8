import { describe, expect, test } from "vitest";
import { maskEvent } from "./mask-event.ts";
import { isUnknown } from "./unknown.ts";

/** Of the form of a secret access key, as moto numbers its answers. */
const RANDOM = "Sgt3byzYzWYtCWAL5EaRZtlY4iNBuvBppEGkqp3pFuJCGAc4wYkl";

describe("an event to be stored", () => {
	test("keeps the numbers of its call, and masks all else that looks like a secret", () => {
		const detail = { requestID: RANDOM, eventID: RANDOM, userAgent: RANDOM, requestParameters: { requestID: RANDOM } };
		const masked = maskEvent({ detail, note: RANDOM }) as { detail: typeof detail; note: string };
		expect([masked.detail.requestID, masked.detail.eventID]).toEqual([RANDOM, RANDOM]);
		for (const hidden of [masked.note, masked.detail.userAgent, masked.detail.requestParameters.requestID]) {
			expect(isUnknown(hidden)).toBe(true);
		}
	});

	test.for([{}, { requestID: null }, { requestID: `${RANDOM} ${RANDOM}` }])("has no number but what could be one: %j", (detail) => {
		expect(JSON.stringify(maskEvent({ detail }))).not.toContain(RANDOM);
	});

	test.for([{}, { detail: "x" }])("may have no detail: %j", (event) => expect(maskEvent(event)).toEqual(event));
});
