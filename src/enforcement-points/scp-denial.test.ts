import { describe, expect, test } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import { cloudtrailEvent } from "./cloudtrail-event.ts";
import { scpDenial } from "./scp-denial.ts";

type Event = { readonly detail: object };
const denied = fixture("scp-denial", "run-task") as Event;
const withDetail = (detail: object) => ({ ...denied, detail: { ...denied.detail, ...detail } });

test("reads who was refused what, and on what", () => {
	expect(scpDenial.read(denied)).toMatchObject([
		{
			...{ enforcementPoint: "scp-denial", kind: "Task", operation: "CREATE", action: "RunTask", name: "", object: {} },
			refusal: { by: "a service control policy", on: expect.stringMatching(/:task-definition\/orders:9$/) },
			userInfo: { arn: expect.stringMatching(/^arn:aws:sts/) },
		},
	]);
});

test("a message that names no resource still says who refused", () => {
	expect(scpDenial.read(fixture("scp-denial", "create-cluster-truncated"))[0]?.refusal).toEqual({ by: "a service control policy" });
});

describe("is not about", () => {
	test.each([
		[
			"a denial by an identity policy",
			{ errorMessage: "User is not authorized to perform: ecs:RunTask because no identity-based policy allows it" },
		],
		["another failure", { errorCode: "ClientException" }],
		["a call that is not guarded", { eventName: "StopTask" }],
		["a call that succeeded", { errorCode: undefined }],
		["a call of another service", { eventSource: "s3.amazonaws.com" }],
	])("%s", (_, detail) => {
		const other = { ...withDetail(detail), "detail-type": "x", source: "x" };
		expect(scpDenial.read("eventSource" in detail ? other : withDetail(detail))).toEqual([]);
	});
});

test("is nobody's workload: the point for calls that have happened ignores it", () => {
	expect(cloudtrailEvent.read(denied)).toEqual([]);
});
