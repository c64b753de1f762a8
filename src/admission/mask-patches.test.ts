import { expect, it } from "vitest";
import { applyOperation } from "../json-patch.ts";
import { maskPatches } from "./mask-patches.ts";
import type { Operation } from "./operation.ts";
import type { Json, JsonObject } from "./request.ts";

const SECRET = "wJalrXUtnFEMIK7MDENG";
const TOKEN = "ghp_012345678901234567890123456789abcdef";
const MASKED = { $unknown: "masked" };
const BEFORE: JsonObject = {
	family: "web",
	containerDefinitions: [{ name: "app", command: ["run", "--password"], environment: [{ name: "A", value: SECRET }], dockerLabels: {} }],
};
const shown = (...operations: Operation[]) =>
	maskPatches(BEFORE, [{ policy: "p", constraint: "c", operations }], applyOperation)[0]?.operations;
const add = (path: string, value: Json): Operation => ({ op: "add", path, value });

it.each<[string, string, Json, Json]>([
	["what is no secret", "/containerDefinitions/0/user", "1000", "1000"],
	["a member of the whole", "/family", "shop", "shop"],
	["an environment value", "/containerDefinitions/0/environment/-", { name: "B", value: SECRET }, { name: "B", value: MASKED }],
	["the value alone", "/containerDefinitions/0/environment/0/value", SECRET, MASKED],
	[
		"a whole container",
		"/containerDefinitions/1",
		{ environment: [{ name: "B", value: SECRET }] },
		{ environment: [{ name: "B", value: MASKED }] },
	],
	["the word after --password", "/containerDefinitions/0/command/-", "hunter2!", MASKED],
	["what has the form of a token", "/containerDefinitions/0/user", TOKEN, MASKED],
])("%s, where it is written", (_, path, value, expected) => {
	expect(shown(add(path, value))).toEqual([{ op: "add", path, value: expected }]);
});

it("keeps the form of every operation, and follows what they do to one another", () => {
	const operations: Operation[] = [
		{ op: "test", path: "/family", value: "web" },
		{ op: "copy", from: "/containerDefinitions/0", path: "/containerDefinitions/0" },
		{ op: "move", from: "/containerDefinitions/1", path: "/containerDefinitions/0" },
		{ op: "remove", path: "/containerDefinitions/1/environment" },
		{ op: "replace", path: "/containerDefinitions/0/environment/0/value", value: SECRET },
	];
	expect(shown(...operations)).toEqual([...operations.slice(0, 4), { ...operations[4], value: MASKED }]);
});

it("masks a key that is one itself, and what it leads to", () => {
	const told = JSON.stringify(
		shown(add(`/containerDefinitions/0/dockerLabels/${TOKEN}`, "x"), {
			op: "remove",
			path: `/containerDefinitions/0/dockerLabels/${TOKEN}`,
		}),
	);
	expect(told).not.toContain(TOKEN);
});
