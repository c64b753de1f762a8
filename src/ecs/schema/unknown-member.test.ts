import { expect, test } from "vitest";
import { unknownMember } from "./unknown-member.ts";

test("names the first member that ECS does not have, wherever it stands", () => {
	expect(unknownMember("TaskDefinition", { family: "web", nmae: 1 })).toBe("/nmae");
	expect(unknownMember("TaskDefinition", { containerDefinitions: [{ name: "a" }, { Privileged: true }] })).toBe(
		"/containerDefinitions/1/Privileged",
	);
	expect(unknownMember("TaskDefinition", { volumes: [{ host: { "a/b": 1 } }] })).toBe("/volumes/0/host/a~1b");
	expect(unknownMember("TaskDefinition", { constructor: 1 })).toBe("/constructor");
});

test("keys of a map are their author's own, and wrong types are for the schema check", () => {
	expect(
		unknownMember("TaskDefinition", {
			containerDefinitions: [{ dockerLabels: { anything: "x" }, logConfiguration: { options: { o: "x" } } }],
		}),
	).toBeUndefined();
	expect(unknownMember("TaskDefinition", { family: 7, containerDefinitions: "none", volumes: null })).toBeUndefined();
	expect(unknownMember("TaskDefinition", {})).toBeUndefined();
});
