/** What `npm run prove -- hostile` found, each where it was mended. */
import { expect, it } from "vitest";
import { isToken } from "../../src/admission/secret-text.ts";
import { runtimeAlert } from "../../src/enforcement-points/runtime-alert.ts";
import { rankOf } from "../../src/enforcement-points/wire/alert.ts";
import { readStrictBody } from "../../src/http/json-body.ts";

it("a priority that every object has a member of is none", () => {
	expect(rankOf("constructor")).toBeUndefined();
	expect(rankOf("High")).toBe(6);
});

it("a detail-type that cannot be made a text is no alert's", () => {
	expect(runtimeAlert.read({ source: "aws.guardduty", "detail-type": { toString: 1 }, detail: {} })).toEqual([]);
});

it("a run of 10 MiB is looked at, and is no token", () => {
	expect(isToken("x".repeat(10 * 2 ** 20))).toBe(false);
});

it.for([
	['{"privileged":true,"privileged":false}', 'the key "privileged" stands twice'],
	['{"memory":1e400}', "a number is too large"],
	["[]", "must be a JSON object"],
	["", "not JSON"],
])("a body that is asked about is read in one way, or refused: %s", ([text, problem]) => {
	expect(() => readStrictBody(Buffer.from(text as string))).toThrow(problem as string);
});
