import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOperation } from "../json-patch.ts";
import { type Draft, draftOf, patched } from "./mutate.ts";
import { type Operation, pointerOf, stepsOf } from "./operation.ts";
import type { Json, JsonObject } from "./request.ts";

const add = (path: string, value: Json): Operation => ({ op: "add", path, value });

function all(object: JsonObject, ...patches: readonly (readonly Operation[])[]): ReturnType<typeof patched> {
	let draft: ReturnType<typeof patched> = draftOf(object);
	for (const [i, operations] of patches.entries()) {
		if ("reason" in draft) return draft;
		draft = patched(draft as Draft, { policy: `p/c${i}`, constraint: `c${i}`, operations }, applyOperation);
	}
	return draft;
}

describe("whatever the patches", () => {
	const key = fc.constantFrom("a", "b", "0", "1", "list", "a/b~");
	const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
		json: fc.oneof(
			{ depthSize: "small" },
			fc.integer({ min: 0, max: 3 }),
			fc.array(tie("json"), { maxLength: 3 }),
			fc.dictionary(key, tie("json"), { maxKeys: 3 }),
		),
	})).json;
	const object = fc.dictionary(key, json, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>;
	const pointer = fc.array(fc.oneof(key, fc.constant("-")), { minLength: 1, maxLength: 3 }).map(pointerOf);
	const operation: fc.Arbitrary<Operation> = fc.oneof(
		fc.record({ op: fc.constantFrom("add" as const, "replace" as const), path: pointer, value: json }),
		fc.record({ op: fc.constant("remove" as const), path: pointer }),
		fc.record({ op: fc.constantFrom("move" as const, "copy" as const), path: pointer, from: pointer }),
	);

	it("what no pointer leads to stays as it was, to the byte", () => {
		fc.assert(
			fc.property(object, fc.array(operation, { maxLength: 4 }), (given, operations) => {
				const result = all(given, operations);
				if ("reason" in result) return;
				const touched = new Set(
					operations.flatMap((each) => ("from" in each ? [each.from, each.path] : [each.path])).map((path) => stepsOf(path)[0]),
				);
				for (const member of Object.keys(given))
					if (!touched.has(member)) expect(JSON.stringify(result.object[member])).toBe(JSON.stringify(given[member]));
			}),
		);
	});

	it("of two that write differently at one place never does the last win", () => {
		fc.assert(
			fc.property(object, json, json, (given, first, second) => {
				const result = all(given, [add("/a", first)], [add("/a", second)]);
				const isSame = JSON.stringify(first) === JSON.stringify(second);
				if (!("reason" in result)) expect(sorted(first)).toBe(sorted(second));
				if (isSame) expect(result).not.toHaveProperty("reason");
			}),
		);
	});

	it("an earlier write stands after a later patch, or the later one is refused", () => {
		fc.assert(
			fc.property(object, fc.integer(), fc.array(operation, { maxLength: 4 }), (given, value, operations) => {
				const result = all({ ...given, mark: [0] }, [add("/mark/0", `${value}`)], operations);
				if ("reason" in result) return;
				expect(JSON.stringify(result.object)).toContain(`"${value}"`);
			}),
		);
	});
});

function sorted(value: Json): string {
	return JSON.stringify(value, (_, each) =>
		typeof each === "object" && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort()) : each,
	);
}
