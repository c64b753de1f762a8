import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { denied } from "../../test/contract/store/records.ts";
import type { JsonObject } from "../admission/request.ts";
import { canonicalJson, digestOf } from "./digest.ts";

test("the digest is that of RFC 8785's form, which no later version may change", () => {
	expect(canonicalJson({ b: [1e21, -0, "\u00e9"], a: { z: null, y: undefined } })).toBe('{"a":{"z":null},"b":[1e+21,0,"é"]}');
	expect(digestOf(denied("d1"))).toBe("4341625d89e4dd2e6b0b824fc4a06e41b03a189385ec80d79fc0e1e3792dfb43");
});

const shuffled = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(shuffled);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, shuffled(member)]));
};

test("whatever the object: reading it back, another order and undefined members change nothing", () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), (given) => {
			const object = given as JsonObject;
			const digest = digestOf(denied("d1", { object }));
			expect(digestOf(JSON.parse(JSON.stringify(denied("d1", { object }))))).toBe(digest);
			expect(digestOf(shuffled(denied("d1", { object, cluster: "shop" })) as ReturnType<typeof denied>)).toBe(digest);
			expect(digestOf({ ...denied("d1", { object }), letThrough: undefined } as never)).toBe(digest);
		}),
		{ numRuns: 30 },
	);
});

test("canonical JSON is what the RFC's own authors make of it", () => {
	const keys = fc.oneof(fc.string({ unit: "grapheme" }), fc.nat().map(String), fc.constantFrom("__proto__", "toJSON", "\u0000", "é", "10", "9"));
	const json = fc.letrec((tie) => ({
		value: fc.oneof({ maxDepth: 4 }, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: "grapheme" }), fc.constant(null), fc.boolean(), tie("array"), tie("object")),
		array: fc.array(tie("value")),
		object: fc.dictionary(keys, tie("value")),
	})).value;
	fc.assert(fc.property(json, (value) => {
			expect(canonicalJson(value)).toBe(canonicalize(value));
		}), { numRuns: 1000 });
	const circular: Record<string, unknown> = {};
	circular.self = circular;
	expect(() => canonicalJson(circular)).toThrow(TypeError);
});

test("half of a surrogate pair counts as what a store keeps of it, in names as in values", () => {
	const kept = denied("d1", { name: "\ufffd", object: { "\ufffd": ["\ufffd"] } });
	expect(digestOf(denied("d1", { name: "\ud800", object: { "\udc00": ["\ud800"] } }))).toBe(digestOf(kept));
});

test("any other value is another digest; the actions are no part of it", () => {
	const one = digestOf(denied("d1"));
	expect(digestOf({ ...denied("d1"), actions: [{ state: "done" }] } as never)).toBe(one);
	for (const [member, value] of Object.entries(denied("d1"))) {
		const other = { ...denied("d1"), [member]: typeof value === "string" ? `${value}!` : [value, "!"] };
		expect(digestOf(other as never), member).not.toBe(one);
	}
});
