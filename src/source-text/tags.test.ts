import { describe, expect, test } from "vitest";
import { readLargeJson } from "./large-json.ts";
import { readDocuments } from "./source-document.ts";

const value = (text: string) => readDocuments(text)[0]?.value;

describe("a marker that a file writes itself is no marker", () => {
	const LITERAL = { privileged: true, "\\$unknown": "x", list: [{ "\\$unknown": "y" }] };
	const TEXT = '{"privileged": true, "$unknown": "x", "list": [{"$unknown": "y"}]}';

	test("in JSON, in YAML, behind an anchor, in a large file", () => {
		expect(value(TEXT)).toEqual(LITERAL);
		expect(value("privileged: true\n$unknown: x\nlist: [{$unknown: y}]")).toEqual(LITERAL);
		expect(value("a: &a {$unknown: x}\nb: *a\nc: {<<: *a}")).toEqual({
			...{ a: { "\\$unknown": "x" }, b: { "\\$unknown": "x" }, c: { "\\$unknown": "x" } },
		});
		expect(readLargeJson(TEXT).value).toEqual(LITERAL);
	});

	test("what a tag stands for is one", () => {
		expect(value("image: !Ref Image")).toEqual({ image: { $unknown: "Ref Image" } });
	});
});

test("in a template a number is the text that stands there unless JSON writes it so", () => {
	const text = "Resources: {}\nValues: [012345678901, 1.10, 1e3, 0x1F, 12345678901234567890, 1.5, 256, -0]\nMap: {012: a}";
	expect(value(text)).toMatchObject({
		...{ Values: ["012345678901", "1.10", "1e3", "0x1F", "12345678901234567890", 1.5, 256, "-0"], Map: { "012": "a" } },
	});
	expect(value("Values: [1.10]")).toEqual({ Values: [1.1] });
});
