import { describe, expect, test } from "vitest";
import { examined, only } from "../../../test/doctor-patient.ts";
import type { AdvancedSelector, Trail } from "../reads.ts";
import { trail } from "./trail.ts";

const TRAIL: Trail = {
	...{ name: "all", arn: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/all", homeRegion: "eu-central-1" },
	...{ isMultiRegion: false, isOrganization: false, isLogging: true, selectors: [], advancedSelectors: [] },
};
const MANAGEMENT = { Field: "eventCategory", Equals: ["Management"] };
const withTrail = (changed: Partial<Trail>) => ({ reads: { trails: async () => [{ ...TRAIL, ...changed }] } });
const advanced = (...FieldSelectors: NonNullable<AdvancedSelector["FieldSelectors"]>) =>
	withTrail({ advancedSelectors: [{ FieldSelectors }] });

describe("heard", () => {
	test.each([
		["none at all, which is all management events", withTrail({})],
		["a basic selector without any word", withTrail({ selectors: [{}] })],
		["writes alone", withTrail({ selectors: [{ ReadWriteType: "WriteOnly", IncludeManagementEvents: true }] })],
		["an advanced selector for all management events", advanced(MANAGEMENT)],
		["one for writes", advanced(MANAGEMENT, { Field: "readOnly", Equals: ["false"] })],
		["one that leaves others out", advanced(MANAGEMENT, { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] })],
	])("%s", async (_, changed) => {
		expect((await only(trail, changed)).status).toBe("ok");
	});
});

describe("not heard", () => {
	test.each([
		["reads alone", withTrail({ selectors: [{ ReadWriteType: "ReadOnly" }] })],
		["data events alone", withTrail({ selectors: [{ IncludeManagementEvents: false }] })],
		["an advanced selector of data events", advanced({ Field: "eventCategory", Equals: ["Data"] })],
		["one of reads", advanced(MANAGEMENT, { Field: "readOnly", Equals: ["true"] })],
		["one that leaves ECS out", advanced(MANAGEMENT, { Field: "eventSource", NotEquals: ["ecs.amazonaws.com"] })],
		["one by what it begins with", advanced(MANAGEMENT, { Field: "eventSource", NotStartsWith: ["ecs."] })],
		["one of some calls alone", advanced(MANAGEMENT, { Field: "eventName", Equals: ["RunTask"] })],
	])("%s", async (_, changed) => {
		const { status, mend = [] } = await only(trail, changed);
		expect(status).toBe("problem");
		expect(mend).toEqual([expect.stringContaining("aws cloudtrail put-event-selectors --trail-name all ")]);
	});
	test("no trail at all: a bucket, its policy, a trail, and it logs", async () => {
		const { mend = [] } = await only(trail, { reads: { trails: async () => [] } });
		expect(mend.map((command) => command.split(" ").slice(1, 3).join(" "))).toEqual([
			...["s3api create-bucket", "s3api put-bucket-policy", "cloudtrail create-trail", "cloudtrail start-logging"],
		]);
		expect(mend[0]).toContain("LocationConstraint");
	});
	test("a trail of another Region alone", async () => {
		expect((await only(trail, withTrail({ homeRegion: "us-east-1", selectors: [{}] }))).seen).toBe("no trail reaches this Region");
	});
	test("one that has been stopped is started in its own Region", async () => {
		const { mend = [] } = await only(trail, withTrail({ isLogging: false, isMultiRegion: true, homeRegion: "us-east-1", selectors: [{}] }));
		expect(mend).toEqual([`aws cloudtrail start-logging --name all --region us-east-1`]);
	});
});

test("what the trail selects stays selected", async () => {
	const data = { FieldSelectors: [{ Field: "eventCategory", Equals: ["Data"] }] };
	const [found] = await examined(trail, withTrail({ advancedSelectors: [data] }));
	const [, json = ""] = /--advanced-event-selectors '(.*)' --region/.exec(found?.mend?.[0] ?? "") ?? [];
	expect(JSON.parse(json)).toEqual([
		data,
		expect.objectContaining({ FieldSelectors: [MANAGEMENT, { Field: "readOnly", Equals: ["false"] }] }),
	]);
});

test("one trail that hears is enough", async () => {
	const trails = [
		{ ...TRAIL, isLogging: false },
		{ ...TRAIL, name: "other", selectors: [{}] },
	];
	expect((await only(trail, { reads: { trails: async () => trails } })).seen).toBe("trail other logs management events here");
});
