import fc from "fast-check";
import { expect, test } from "vitest";
import { bounded, boundedText } from "./bounded.ts";
import type { JsonObject } from "./request.ts";

test("what is small stays as it is", () => {
	const alert = {
		rule: "Terminal shell in container",
		n: 1,
		on: true,
		none: null,
		tags: ["a", { b: "c" }],
		masked: { $unknown: "masked" },
	};
	expect(bounded(alert)).toEqual(alert);
});

test("long texts, lists, objects and deep ones are cut", () => {
	const deep = JSON.parse(`${'{"a":'.repeat(30)}[1]${"}".repeat(30)}`) as JsonObject;
	const members = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`m${i}`, i]));
	const found = bounded({
		text: "x".repeat(5000),
		list: Array.from({ length: 500 }, () => "y"),
		members,
		marker: { $unknown: "z".repeat(5000) },
	});
	expect((found.text as string).length).toBe(1024);
	expect((found.list as string[]).length).toBe(50);
	expect(Object.keys(found.members as object).length).toBe(100);
	expect(((found.marker as JsonObject).$unknown as string).length).toBe(1024);
	expect(JSON.stringify(bounded(deep)).length).toBeLessThan(120);
});

test("a text is one line that reads in one direction", () => {
	expect(boundedText("a\u001b[31m\r\nb\u202egnp")).toBe("a [31m b gnp");
	expect(boundedText("abcdef", 4)).toBe("abc…");
});

test("a cut leaves no half of a secret, which nobody would know for one", () => {
	for (const secret of ["AKIAIOSFODNN7EXAMPLE", "postgres://user:S3cr3tPassw0rd@db.example.com/x"]) {
		for (let before = 975; before < 1024; before += 1) {
			for (const between of [" ", "&", '"']) {
				const kept = boundedText(`${"x".repeat(before)}${between}${secret} and more of it ${"y".repeat(100)}`);
				expect(kept.includes(secret) || !/AKIA|postgres/.test(kept), kept.slice(-60)).toBe(true);
			}
		}
		expect(boundedText(`a ${"\n".repeat(2_040)}${secret}`)).not.toMatch(/AKIA|postgres/);
	}
});

test("bounding twice changes nothing", () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
			const once = bounded(value as JsonObject);
			expect(bounded(once)).toEqual(once);
		}),
	);
});
