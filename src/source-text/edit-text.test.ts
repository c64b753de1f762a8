import { expect, it } from "vitest";
import type { Simple } from "../admission/operation.ts";
import type { Json } from "../admission/request.ts";
import { editText, Uneditable } from "./edit-text.ts";
import { readDocuments } from "./source-document.ts";

const add = (path: string, value: Json): Simple => ({ op: "add", path, value });
const YAML = `# ours
family: web   # the name
tags:
- {key: team, value: shop}
containerDefinitions:
    - name: "app" # first
      command: [run, --long-option-that-makes-the-line-longer-than-eighty-columns, --and-another-one]
      linuxParameters: &linux
          initProcessEnabled: false
---
family: other
`;

it("keeps comments, quotes and the other documents of YAML", () => {
	const operations: Simple[] = [
		add("/tags/-", { key: "a", value: "b" }),
		add("/tags/0", { key: "first", value: "1" }),
		{ op: "replace", path: "/containerDefinitions/0/linuxParameters/initProcessEnabled", value: true },
		{ op: "test", path: "/family", value: "web" },
		{ op: "remove", path: "/tags/1" },
		{ op: "replace", path: "/tags/0", value: { key: "zero", value: "0" } },
		{ op: "remove", path: "/containerDefinitions/0/name" },
		add("/cpu", "256"),
	];
	const edited = editText(YAML, 0, operations, {});
	for (const line of ["# ours", "family: web # the name", "family: other", "linuxParameters: &linux", "--and-another-one"])
		expect(edited).toContain(line);
	expect(readDocuments(edited).map(({ value }) => value)).toMatchObject([
		{
			family: "web",
			cpu: "256",
			tags: [
				{ key: "zero", value: "0" },
				{ key: "a", value: "b" },
			],
			containerDefinitions: [{ linuxParameters: { initProcessEnabled: true } }],
		},
		{ family: "other" },
	]);
});

it.each([
	["four blanks and a last line break", '{\n    "a": 1\n}\n', '{\n    "a": 1,\n    "b": []\n}\n'],
	["tabs, CRLF and a mark", '\uFEFF{\r\n\t"a": 1\r\n}', '\uFEFF{\r\n\t"a": 1,\r\n\t"b": []\r\n}'],
	["one line", '{"a": 1}', '{"a":1,"b":[]}'],
])("keeps the indentation of JSON: %s", (_, text, expected) => {
	expect(editText(text, 0, [add("/b", [])], { a: 1, b: [] })).toBe(expected);
});

it.each([
	["an alias", "a: &x {c: 1}\nb: *x\n", "/b/c"],
	["a merge key", "a: &x {c: {}}\nb:\n  <<: *x\n", "/b/c/d"],
])("touches nothing that %s leads to", (_, text, path) => {
	expect(() => editText(text, 0, [add(path, 2)], {})).toThrow(Uneditable);
});

it("knows what it cannot write", () => {
	expect(() => editText('{"a":1}\n{"a":2}\n', 1, [add("/b", 1)], {})).toThrow(/several JSON documents/);
});
