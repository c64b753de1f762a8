/** Calls of built-ins with arguments of the types that they declare: material for a differential test. */
import fc from "fast-check";
import type { Builtin } from "../../src/rego/opa-documents.ts";

/** OPA's type language, as far as the declarations of built-ins use it. */
interface Type {
	readonly type: string;
	readonly of?: Type | readonly Type[];
	readonly dynamic?: Type | { readonly key: Type; readonly value: Type };
	readonly static?: readonly Type[];
}

/** An argument: a JSON value, or the members of a set. */
export type Argument = { readonly json: unknown } | { readonly set: readonly unknown[] };

const TEXTS = [
	"",
	"a",
	"ab",
	"aab",
	"a,b,c",
	"/",
	"a/b",
	"10.0.0.0/8",
	"10.1.2.3",
	"::1/128",
	"*",
	"a*",
	"^a+$",
	"(a)(b)?",
	"[",
	"1",
	"1.5",
].concat([
	"-3",
	"0x10",
	"true",
	"é",
	"ß",
	"İ",
	"😀",
	"a😀b",
	" a ",
	"\t\n",
	'"q"',
	'{"a":1}',
	"null",
	"YQ==",
	"_-8=",
	"A",
	"%d",
	"https://x.y/z",
]);
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 6 }));
const number = fc.oneof(fc.constantFrom(0, 1, -1, 2, 3, 10, 1.5, -1.5, 2.5, 0.1, 255), fc.integer({ min: -20, max: 20 }));
const leaf: fc.Arbitrary<unknown> = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const json: fc.Arbitrary<unknown> = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(text, leaf, { maxKeys: 3 }));

/** A module with one rule `r0`, `r1`, … for each built-in, over `input.a`. Whether a result is a set is part of it. */
export function moduleOf(builtins: readonly Builtin[]): string {
	const rules = builtins.map(({ name, decl }, i) => {
		const call = `${name}(${argumentsOf(decl)
			.map((_, k) => `value(input.a[${k}])`)
			.join(", ")})`;
		// walk is a relation: no value, but many; in no order that counts.
		return name === "walk"
			? `r${i} := {"set": true, "is": {member | ${name}(value(input.a[0]), member)}}`
			: `r${i} := {"set": is_set(x), "is": x} if x := ${call}`;
	});
	return ["package probe", "value(x) := x.json", "value(x) := {member | some member in x.set} if x.set", ...rules].join("\n\n");
}

/** Argument lists that type-check, mostly. walk gets no sets: they would come back inside its paths, unsorted. */
export function callsOf({ name, decl }: Builtin): fc.Arbitrary<readonly Argument[]> {
	if (name === "walk") return fc.tuple(json.map((member) => ({ json: member })));
	return fc.tuple(...argumentsOf(decl).map(argument));
}

function argumentsOf(decl: unknown): readonly Type[] {
	return (decl as { readonly args?: readonly Type[] }).args ?? [];
}

function argument(type: Type): fc.Arbitrary<Argument> {
	if (type.type === "set") return fc.array(plain(only(type.of)), { maxLength: 4 }).map((set) => ({ set }));
	if (type.type === "any" && Array.isArray(type.of)) return fc.oneof(...(type.of as readonly Type[]).map(argument));
	const value = plain(type).map((member) => ({ json: member }));
	return type.type === "any"
		? fc.oneof(
				value,
				fc.array(leaf, { maxLength: 3 }).map((set) => ({ set })),
			)
		: value;
}

function plain(type: Type | undefined): fc.Arbitrary<unknown> {
	switch (type?.type) {
		case "string":
			return text;
		case "number":
			return number;
		case "boolean":
			return fc.boolean();
		case "null":
			return fc.constant(null);
		case "array":
			return type.static ? fc.tuple(...type.static.map(plain)) : fc.array(plain(only(type.dynamic as Type)), { maxLength: 4 });
		case "set":
			return fc.array(plain(only(type.of)), { maxLength: 3 });
		case "object":
			return fc.dictionary(text, json, { maxKeys: 3 });
		default:
			return Array.isArray(type?.of) ? fc.oneof(...(type.of as readonly Type[]).map(plain)) : json;
	}
}

function only(type: Type | readonly Type[] | undefined): Type | undefined {
	return Array.isArray(type) ? { type: "any", of: type as readonly Type[] } : (type as Type | undefined);
}
