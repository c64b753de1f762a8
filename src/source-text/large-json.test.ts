import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLargeJson } from "./large-json.ts";
import { readDocuments } from "./source-document.ts";

describe("positions", () => {
	/** Every pointer of a value, and one below each that is not there. */
	function pointers(value: unknown, at = ""): readonly string[] {
		const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
		const below = members.flatMap(([key, member]) => pointers(member, `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`));
		return [at, `${at}/absent\u0000/deeper`, ...below];
	}

	test("are those of the YAML reader, in whatever order they are asked for", () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, "\t"), (value, indent) => {
				const text = JSON.stringify({ value }, null, indent);
				const [small] = readDocuments(text);
				const large = readLargeJson(text);
				for (const pointer of pointers({ value }).toReversed())
					expect([pointer, large.position(pointer)]).toEqual([pointer, small?.position(pointer)]);
			}),
		);
	});

	test("with escaped quotes, empty lists and scalars before a blank", () => {
		const document = readLargeJson('\n{"a\\"\\\\": [ ] , "b" : 1 ,\n "c\\\\": "x\\\\\\"", "d": [true , null\n, {"e": -1.5e3}]}');
		expect(['/a"\\', "/b", "/c\\", "/d/0", "/d/1", "/d/2/e"].map((pointer) => document.position(pointer).line)).toEqual([2, 2, 3, 3, 3, 4]);
	});
});

test.each([
	["what is no JSON", '{"a": ', /^not JSON/],
	["nesting", "[".repeat(65) + "]".repeat(65), /64 deep/],
])("%s is refused", (_, text, reason) => {
	expect(() => readLargeJson(text)).toThrow(reason);
});
