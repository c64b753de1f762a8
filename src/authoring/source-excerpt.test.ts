import { describe, expect, test } from "vitest";
import { type Complaint, excerpts } from "./source-excerpt.ts";

const sources = {
	files: { "policies/a/b.rego": "package a\n\n\tx := input.requst.kind\n" },
	shown: { "policies/a/b.rego": "own/a/b.rego" },
};
const at = (row: number, col: number, message: string, code?: string): Complaint => ({
	...{ file: "policies/a/b.rego", row, col, message },
	...(code === undefined ? {} : { code }),
});

describe("an error is told with its place, one sentence, the line and a caret", () => {
	test("under the name that OPA does not know, with the one that was meant", () => {
		const message =
			'undefined ref: input.requst.kind\n\tinput.requst.kind\n\t      ^\n\t      have: "requst"\n\t      want (one of): ["now" "request"]';
		expect(excerpts([at(3, 7, message, "rego_type_error")], sources, false)).toBe(
			[
				"own/a/b.rego:3:13: nothing here is called requst (input.requst.kind); did you mean request? [rego_type_error]",
				"3 |     x := input.requst.kind",
				"  |                ^^^^^^",
			].join("\n"),
		);
	});

	test("lists what there is when nothing is near", () => {
		const names = Array.from({ length: 14 }, (_, i) => `"member${i}"`).join(" ");
		expect(excerpts([at(3, 7, `undefined ref: x\n\thave: "q"\n\twant (one of): [${names}]`)], sources, false)).toContain(
			"there are member0, member1, ",
		);
	});

	test.each([
		["var x is unsafe", "x has no value: nothing in this rule or its imports says what it is"],
		["assigned var x unused", "x is never used; write _ for what is not needed"],
		["match error\n\tleft  : string\n\tright : number", "match error left  : string right : number"],
	])("%j in plain words", (message, sentence) => {
		expect(excerpts([at(3, 2, message)], sources, false)).toContain(`own/a/b.rego:3:2: ${sentence}\n`);
	});

	test("a syntax error once, though the tokenizer and the parser both say it", () => {
		const said = excerpts(
			[at(3, 2, "unexpected eof\n\tx\n\t^", "rego_parse_error"), at(3, 2, "unexpected eof: more", "rego_parse_error")],
			sources,
			false,
		);
		expect(said.split("\n")[0]).toBe("own/a/b.rego:3:2: unexpected eof [rego_parse_error]");
		expect(said.match(/unexpected/g)).toHaveLength(1);
	});

	test("an unknown function under its own name, however OPA writes the whole of it", () => {
		const calling = { files: { "policies/a/b.rego": "\tnot _alowed(x)" }, shown: {} };
		const told = excerpts([at(1, 2, 'undefined function data.policies.team["named-user"]._alowed')], calling, false);
		expect(told.split("\n").slice(1)).toEqual(["1 |     not _alowed(x)", "  |         ^^^^^^^"]);
	});

	test("where there is no line: after the end, in no file, in a file nobody has", () => {
		expect(excerpts([at(9, 1, "x")], sources, false)).toBe("own/a/b.rego:9:1: x");
		expect(excerpts([{ ...at(0, 0, "nothing to compile"), file: "" }], sources, false)).toBe("nothing to compile");
		expect(excerpts([{ ...at(1, 0, "x"), file: "other.rego" }], sources, false)).toBe("other.rego:1: x");
	});

	test("with colours where they are wanted, and nothing that a terminal would obey", () => {
		const hostile = { files: { "policies/a/b.rego": "x\u001b[31m" }, shown: {} };
		expect(excerpts([at(1, 1, "m")], hostile, false)).not.toContain("\u001b");
		expect(excerpts([at(1, 1, "unexpected \u001b[31m")], hostile, false)).not.toContain("\u001b");
		expect(excerpts([at(1, 1, "m", "c")], hostile, true)).toContain("\u001b[1m");
	});
});
