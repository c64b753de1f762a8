import { expect, test } from "vitest";
import { admissionRequest, decision } from "../../test/requests.ts";
import type { Enforcement } from "./decide.ts";
import { refusedTags } from "./refused-tags.ts";

import type { JsonObject } from "./request.ts";

const [denial] = decision().enforcements as [Enforcement];

function refused(object: JsonObject, ...fields: readonly string[]) {
	const enforcements = fields.map((field) => ({ ...denial, field }));
	return refusedTags(decision({ enforcements, request: admissionRequest({ kind: "Tags", object }) }));
}

const tags = [
	{ key: "team", value: "shop" },
	{ key: "taskgate:admitted", value: "yes" },
	{ key: "taskgate:password", value: "password=hunter2" },
	{ key: "taskgate:empty" },
];

test("those that a denial points at, and no others", () => {
	expect(refused({ tags }, "/tags/1/key")).toEqual({ tags: { "taskgate:admitted": "yes" } });
	expect(refused({ tagKeys: ["a", "taskgate:b"] }, "/tagKeys/1")).toEqual({ untag: ["taskgate:b"] });
	expect(refused({ tags, tagKeys: ["x"] }, "/tags/0", "/tagKeys/0")).toEqual({ tags: { team: "shop" }, untag: ["x"] });
});

test("a value that must not be kept is left out", () => {
	expect(refused({ tags }, "/tags/2/key")).toBeUndefined();
});

test.each([
	[{ tags }, "/tags/9/key"],
	[{ tags }, "/tags/3/key"],
	[{ tags: [null] }, "/tags/0"],
	[{ tags: "all" }, "/tags/0"],
	[{ tagKeys: [7] }, "/tagKeys/0"],
	[{ tags }, "/resourceArn"],
])("nothing of %j at %s", (object, field) => {
	expect(refused(object, field)).toBeUndefined();
});

test("a warning refuses nothing, nor does a denial without a field", () => {
	const { field: _, ...bare } = denial;
	const enforcements = [{ ...denial, action: "warn" as const, field: "/tags/1/key" }, bare];
	expect(refusedTags(decision({ enforcements, request: admissionRequest({ kind: "Tags", object: { tags } }) }))).toBeUndefined();
});
