import { describe, expect, it } from "vitest";
import { applyOperation } from "../json-patch.ts";
import { type Draft, draftOf, patched, withoutExcused } from "./mutate.ts";
import { type Operation, stepsOf, valueAt } from "./operation.ts";
import type { Json, JsonObject } from "./request.ts";
import { unknown } from "./unknown.ts";

const OBJECT: JsonObject = {
	family: "web",
	tags: [
		{ key: "team", value: "shop" },
		{ key: "env", value: "prod" },
	],
	containerDefinitions: [
		{ name: "app", environment: [{ name: "A", value: "1" }], linuxParameters: { tmpfs: [] } },
		{ name: "log", dockerLabels: { "a/b~c": "x", __proto_: "y" } },
	],
};
const by = (constraint: string, ...operations: Operation[]) => ({ policy: `p/${constraint}`, constraint, operations });
const mend = (draft: Draft, constraint: string, ...operations: Operation[]) =>
	patched(draft, by(constraint, ...operations), applyOperation);
const add = (path: string, value: Json): Operation => ({ op: "add", path, value });
const replace = (path: string, value: Json): Operation => ({ op: "replace", path, value });
const test = (path: string, value: Json): Operation => ({ op: "test", path, value });
const remove = (path: string): Operation => ({ op: "remove", path });
const move = (from: string, path: string): Operation => ({ op: "move", from, path });
const copy = (from: string, path: string): Operation => ({ op: "copy", from, path });

function done(result: ReturnType<typeof patched>): Draft {
	if ("reason" in result) throw new Error(result.reason);
	return result;
}
function all(object: JsonObject, ...patches: readonly (readonly Operation[])[]): ReturnType<typeof patched> {
	let draft: ReturnType<typeof patched> = draftOf(object);
	for (const [i, operations] of patches.entries()) {
		if ("reason" in draft) return draft;
		draft = mend(draft, `c${i}`, ...operations);
	}
	return draft;
}

describe("patched", () => {
	it.each<[string, Operation[], string, Json | undefined]>([
		[
			"adds a member",
			[add("/containerDefinitions/0/readonlyRootFilesystem", true)],
			"/containerDefinitions/0/readonlyRootFilesystem",
			true,
		],
		[
			"puts into an array",
			[add("/tags/1", { key: "x", value: "y" })],
			"/tags",
			[
				{ key: "team", value: "shop" },
				{ key: "x", value: "y" },
				{ key: "env", value: "prod" },
			],
		],
		[
			"appends",
			[add("/containerDefinitions/0/environment/-", { name: "B", value: "2" })],
			"/containerDefinitions/0/environment/1/name",
			"B",
		],
		["replaces", [replace("/family", "shop")], "/family", "shop"],
		["replaces with add", [add("/family", "shop")], "/family", "shop"],
		[
			"removes",
			[remove("/tags/0"), remove("/containerDefinitions/1/dockerLabels/a~1b~0c")],
			"/containerDefinitions/1/dockerLabels",
			{ __proto_: "y" },
		],
		["moves, and counts after the removal", [move("/tags/0", "/tags/1")], "/tags/1/key", "team"],
		["copies", [copy("/containerDefinitions/0/name", "/family")], "/family", "app"],
		["heeds a test that holds", [test("/family", "web"), replace("/family", "w")], "/family", "w"],
		["removes what it added", [add("/x", 1), remove("/x"), add("/tags/-", 1), remove("/tags/2")], "/x", undefined],
	])("%s", (_, operations, pointer, expected) => {
		const before = structuredClone(OBJECT);
		expect(valueAt(done(all(OBJECT, operations)).object, stepsOf(pointer))).toEqual(expected);
		expect(OBJECT).toEqual(before);
	});

	it.each<[string, Operation[], RegExp]>([
		["a test that fails", [add("/x", "applied to nothing"), test("/family", "secret-word")], /^test \/family: the test fails$/],
		["the whole", [replace("", {})], /as a whole/],
		["__proto__", [add("/__proto__/polluted", true)], /a member called __proto__/],
		["constructor", [add("/family/constructor/prototype/polluted", true)], /a member called constructor/],
		["a value with __proto__", [add("/x", JSON.parse('[{"y":{"__proto__":{"polluted":true}}}]'))], /value has a member called __proto__/],
		["what is inherited", [remove("/containerDefinitions/length")], /there is nothing/],
		["what is no index", [add("/tags/01", 1)], /no such place/],
		["an index too far", [add("/tags/3", 1)], /no such place/],
		["behind the last", [replace("/tags/-", 1)], /there is nothing/],
		["no parent", [add("/volumes/0/name", "x")], /nothing that it could be added to/],
		["a parent that is a text", [add("/family/x", "x")], /nothing that it could be added to/],
		["what is not there", [remove("/x")], /^remove \/x: there is nothing$/],
		["nothing to move", [move("/x", "/y")], /^move \/y: there is nothing at \/x$/],
		["into itself", [move("/containerDefinitions/0", "/containerDefinitions/0/linuxParameters/x/y")], /nothing that it could be added to/],
		["64 KiB", [add("/x", "x".repeat(65_536))], /bytes, and ECS takes 65536/],
		[
			"copies of copies, although little is left of them",
			[add("/x", ["0123456789"]), ...Array.from({ length: 16 }, () => copy("/x", "/x/-")), remove("/x")],
			/^add \/x\/-: the object would have \d+ bytes, and ECS takes 65536$/,
		],
		["a marker", [add("/x", unknown("Ref X"))], /value is not known yet/],
	])("refuses %s, and applies nothing", (_, operations, reason) => {
		expect(all(OBJECT, operations)).toEqual({ reason: expect.stringMatching(reason) });
		expect(({} as { polluted?: true }).polluted).toBeUndefined();
	});

	it.each<[string, Operation]>([
		["at", replace("/image", "x")],
		["under", add("/image/x", "x")],
		["above", replace("/list", [])],
		["above, with add", add("/list", [])],
		["above, removed", remove("/list")],
		["from", copy("/list", "/x")],
		["tested", test("/image", "x")],
	])("never writes over what is not known: %s", (_, operation) => {
		expect(all({ image: unknown("Ref Image"), list: [{ a: unknown("Ref B") }] }, [operation])).toEqual({
			reason: expect.stringContaining("known yet"),
		});
	});

	it("keeps no patch that changes nothing", () => {
		const draft = done(all(OBJECT, [test("/family", "web"), replace("/family", "web")]));
		expect(draft).toMatchObject({ object: OBJECT, patches: [] });
	});

	it("says what library words would repeat in its own", () => {
		expect(applyOperation({}, { op: "remove", path: "/x" })).toBe("there is nothing at its path");
	});
});

describe("two constraints", () => {
	const conflict = { reason: expect.stringMatching(/^it contradicts the constraint c0 \(p\/c0\): both write at .*, and not the same$/) };
	const labels = "/containerDefinitions/1/dockerLabels";

	it.each<[string, Operation[], Operation[]]>([
		["the same place", [replace("/family", "a")], [replace("/family", "b")]],
		["the same place, with add", [add("/x", [1])], [add("/x", [2, 1])]],
		["the place that moved on", [add("/tags/1", { key: "x", value: "1" })], [add("/tags/0", { key: "y" }), replace("/tags/2/value", "2")]],
		["the place that moved back", [replace("/tags/1/value", "1")], [remove("/tags/0"), replace("/tags/0/value", "2")]],
		["above", [add("/containerDefinitions/0/user", "1")], [replace("/containerDefinitions", [])]],
		["an array in place of an object", [add("/x", {})], [add("/x", [])]],
		["a part of what was added", [add("/x", { a: { b: [1, 2] } })], [replace("/x/a/b/0", 3)]],
		["another type", [add("/x", { a: { b: 1 } })], [replace("/x/a", [1])]],
		["what was removed", [remove(`${labels}/__proto_`)], [add(`${labels}/__proto_`, "z")]],
		["what was added and removed", [add("/x", 1), remove("/x")], [add("/x", 2)]],
		["removed again", [add("/x", 1)], [remove("/x")]],
		["taken out again", [add("/tags/0", { key: "x" })], [remove("/tags/0")]],
		["a key that looks like an index", [add(`${labels}/1`, "a")], [add(`${labels}/1`, "b")]],
	])("may not contradict one another: %s", (_, first, second) => {
		expect(all(OBJECT, first, second)).toEqual(conflict);
	});

	it.each<[string, Operation[], Operation[]]>([
		["the same value", [add("/x", { a: [1] })], [add("/x", { a: [1] })]],
		["more of it", [add("/x", { a: 1 })], [add("/x/b", 2)]],
		["around it in an array", [add("/x", ["a", "b"])], [add("/x/0", "z"), add("/x/-", "c")]],
		["beside it", [add("/tags/0", { key: "x" })], [add("/tags/0", { key: "y" }), remove("/tags/2")]],
		["after it", [add("/tags/0", { key: "x" })], [remove("/tags/2"), replace("/tags/1/value", "v")]],
		["elsewhere", [remove("/tags/0")], [remove("/tags/0")]],
		["what stays away", [remove(`${labels}/__proto_`)], [add(`${labels}/x`, "z")]],
		["what the first put back", [remove("/family"), add("/family", "f")], [add("/x", 2)]],
	])("may both write: %s", (_, first, second) => {
		expect(done(all(OBJECT, first, second)).object).toEqual(done(all(OBJECT, [...first, ...second])).object);
	});

	it("even where the first changed nothing, its word stands", () => {
		expect(all(OBJECT, [replace("/family", "web")], [replace("/family", "w")])).toEqual(conflict);
	});
});

describe("withoutExcused", () => {
	it("leaves out what an exemption covers, and no test", () => {
		const patch = by("c", test("/a", 1), add("/a", 2), add("/b", 2), move("/a", "/c"), copy("/a", "/c"), remove("/a"));
		expect(withoutExcused(patch, (pointer) => pointer === "/a").operations).toEqual([test("/a", 1), add("/b", 2), copy("/a", "/c")]);
	});

	it.each<[string, Operation]>([
		["/x/a/b", add("/x", { a: { b: 1 }, c: 1 })],
		["/x/a/0/b~1c", add("/x/a", [{ "b/c": null }])],
		["/tags", add("/tags/-", { key: "team", value: "shop" })],
		["/x", remove("/x/y/z")],
	])("covers with %s what writes around it or into it", (pointer, operation) => {
		const covers = (excused: string) => withoutExcused(by("c", operation), (each) => each === excused).operations;
		expect(covers(pointer)).toEqual([]);
		expect(covers("/x/a/1")).toEqual([operation]);
	});
});
