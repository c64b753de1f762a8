import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Kind } from "../../admission/request.ts";
import { resolved, type Schema, SHAPES, shapeName } from "../../ecs/schema/model.ts";
import { folded } from "../api-spelling.ts";
import { KINDS, RENAMED } from "./spelling.ts";

/** CDK's classes carry CloudFormation's own property names, generated from its resource specification. */
const CDK = dirname(createRequire(import.meta.url).resolve("aws-cdk-lib/package.json"));
const SOURCE = readFileSync(join(CDK, "aws-ecs/lib/ecs.generated.js"), "utf8");

/** Property name → the function that reads its value, if that is an object or a list of objects. */
function propertiesOf(reader: string): ReadonlyMap<string, string | undefined> {
	const start = SOURCE.indexOf(`function ${reader}FromCloudFormation(`);
	const body = SOURCE.slice(start, SOURCE.indexOf("return ret.addUnrecognizedPropertiesAsExtra", start));
	const found = body.slice(0, 20_000).split("ret.addPropertyResult(").slice(1);
	const end = found.findIndex((part) => part.includes("function Cfn"));
	return new Map(
		found.slice(0, end === -1 ? undefined : end + 1).map((part) => {
			const [, name = ""] = /^"\w+","(\w+)"/.exec(part) ?? [];
			return [name, /(Cfn\w+Property)FromCloudFormation/.exec(part.split("function ")[0] ?? "")?.[1]];
		}),
	);
}

/** What CloudFormation has and the API's model has not, as `Shape.Property`. */
function missing(reader: string, schema: Schema, seen: Set<string>): readonly string[] {
	const shape = shapeName(schema) ?? "";
	const properties = resolved(schema).properties ?? {};
	if (seen.has(shape)) return [];
	seen.add(shape);
	return [...propertiesOf(reader)].flatMap(([name, inner]) => {
		const renamed = RENAMED[shape];
		if (renamed !== undefined && Object.hasOwn(renamed, folded(name)) && renamed[folded(name)] === undefined) return [];
		const member = renamed?.[folded(name)] ?? Object.keys(properties).find((key) => folded(key) === folded(name));
		if (member === undefined || !Object.hasOwn(properties, member)) return [`${shape}.${name}`];
		const type = resolved(properties[member] as Schema);
		const below = type.items ?? (properties[member] as Schema);
		return inner === undefined ? [] : missing(inner, below, seen);
	});
}

const READERS: Readonly<Partial<Record<Kind, string>>> = Object.fromEntries(
	Object.entries(KINDS).map(([type, kind]) => [kind, `Cfn${type.replace("AWS::ECS::", "")}Props`]),
);

describe("every property that CloudFormation has for ECS is a member of the API's request", () => {
	test.each(Object.entries(READERS))("%s", (kind, reader) => {
		expect(propertiesOf(reader).size).toBeGreaterThan(4);
		// Newer than our copy of the API's model; it goes through under its own name.
		const newer = ["InstanceLaunchTemplate.NitroEnclavesEnabled"];
		expect(missing(reader, { $ref: `#/$defs/${kind}` }, new Set()).filter((each) => !newer.includes(each))).toEqual([]);
	});
});

test("no shape has two members that differ in case alone", () => {
	for (const { properties = {} } of Object.values(SHAPES)) {
		const members = Object.keys(properties).map(folded);
		expect(new Set(members).size).toBe(members.length);
	}
});
