import { expect, test } from "vitest";
import { excerpt } from "./excerpt.ts";

const OBJECT = {
	family: "web",
	containerDefinitions: [{ name: "app", "a/b": 1, command: ["sh", "-c"], image: { $unknown: "Ref Image" } }],
	tags: [],
};
const shown = (field: string) => excerpt(OBJECT, field)?.text ?? "";
const marked = (field: string) =>
	[...shown(field).matchAll(/<mark>(.*?)<\/mark>/g)].map(([, line]) => line?.replaceAll("&quot;", '"').trim());

test.each([
	["/family", ['"family": "web",']],
	["/containerDefinitions/0/a~1b", ['"a/b": 1,']],
	["/containerDefinitions/0/command", ['"command": [', '"sh",', '"-c"', "],"]],
	["/containerDefinitions/0/image", ['"image": {"$unknown":"Ref Image"}']],
	["/tags", ['"tags": []']],
])("%s", (field, lines) => {
	expect(marked(field)).toEqual(lines);
});

test("a field that is not there: the object that lacks it begins at the mark, and it is said", () => {
	expect(marked("/containerDefinitions/0/user")).toEqual(["{"]);
	expect(shown("/containerDefinitions/0/user")).toContain("user is not there");
});

test("a long value is cut, and how much is left is said", () => {
	const object = { list: Array.from({ length: 40 }, (_, i) => i), text: "x".repeat(5000) };
	expect(excerpt(object, "/list")?.text).toContain("30 more lines of it.");
	expect(excerpt(object, "/text")?.text).toContain("… (5002 characters)");
});

test("nothing for what the object does not hold", () => {
	expect(excerpt(OBJECT, "/context/taskDefinition/family")).toBeUndefined();
	expect(excerpt(OBJECT, undefined)).toBeUndefined();
	expect(excerpt(undefined, "/family")).toBeUndefined();
});
