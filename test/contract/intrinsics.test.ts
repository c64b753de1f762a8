/**
 * No function of a template reads as compliant: whatever a policy finds in a template, it still finds it, or says that it cannot
 * know, once the member it looked at is replaced by something that exists only at deploy time.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Constraint } from "../../src/admission/constraint.ts";
import { SCHEMA_POLICY } from "../../src/admission/policy.ts";
import type { Json, JsonObject } from "../../src/admission/request.ts";
import type { EcsObject } from "../../src/check/ecs-object.ts";
import { judgeFiles } from "../../src/check/judge-files.ts";
import { readTemplate } from "../../src/check/template-objects.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { readDocuments } from "../../src/source-text/source-document.ts";
import { NO_VALUES } from "../../src/templates/template-reading.ts";

const TEMPLATE = readFileSync(new URL("../fixtures/cloudformation/everything-wrong.yaml", import.meta.url), "utf8");
const FUNCTIONS: readonly (readonly [string, Json])[] = [
	["Ref of a parameter", { Ref: "Given" }],
	["Ref of a pseudo parameter", { Ref: "AWS::Region" }],
	["Fn::GetAtt", { "Fn::GetAtt": ["Other", "Arn"] }],
	["Fn::Sub", { "Fn::Sub": `\${Given}` }],
	["Fn::If", { "Fn::If": ["Undecided", "1", "2"] }],
	["Fn::ImportValue", { "Fn::ImportValue": "Network-Subnet" }],
	["Fn::FindInMap", { "Fn::FindInMap": ["Map", { Ref: "Given" }, "Key"] }],
	["Fn::Transform", { "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: "s3://bucket/part" } } }],
	["Fn::ForEach", { "Fn::ForEach::Loop": ["X", { Ref: "Given" }, { "&{X}": "1" }], other: "1" }],
	["a function nobody has heard of", { "Fn::Invented": [] }],
	["a dynamic reference", "{{resolve:ssm:/path}}"],
];

let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await openBuiltIn());
});
afterAll(() => engine.close?.());

/** The policies that found something, or could not know, by the kind of object. */
async function found(value: Json): Promise<ReadonlySet<string>> {
	const constraints: Constraint[] = engine.policies.map(({ id }) => ({
		...{ name: id, policy: id, enforcementAction: "deny", scopedActions: {}, failurePolicy: "Fail", match: {}, parameters: {} },
	}));
	const document = { value, position: () => ({ line: 1, column: 1 }) };
	const objects = readTemplate("t.yaml", document, NO_VALUES)?.objects as readonly EcsObject[];
	const world = { engine, constraints, exemptions: [], constraintsDigest: "", now: () => "2026-11-21T00:00:00Z" };
	const decisions = await judgeFiles(world, objects);
	expect(decisions.flatMap(({ failures }) => failures)).toEqual([]);
	return new Set(
		decisions.flatMap(({ kind, violations, unknown }) =>
			[...violations, ...unknown].flatMap(({ policy }) => (policy === SCHEMA_POLICY.id ? [] : [`${kind} ${policy}`])),
		),
	);
}

/** Every member of the template's resources, by its path. */
function paths(value: Json, path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
	if (typeof value !== "object" || value === null) return [path];
	const members = Array.isArray(value) ? value.entries() : Object.entries(value);
	return [path, ...[...members].flatMap(([key, member]) => paths(member as Json, [...path, key as string]))];
}

function replaced(value: Json, [key, ...rest]: readonly (string | number)[], by: Json): Json {
	if (key === undefined) return by;
	if (Array.isArray(value)) return value.map((item, i) => (i === Number(key) ? replaced(item, rest, by) : item));
	const object = value as JsonObject;
	return { ...object, [key]: replaced(object[key] as Json, rest, by) };
}

test("no function of a template reads as compliant", { timeout: 300_000 }, async () => {
	const [document] = readDocuments(TEMPLATE);
	const template = document?.value as { Resources: Record<string, { Properties: JsonObject }> };
	const before = await found(template as unknown as Json);
	expect(before.size).toBeGreaterThan(15);
	const silent: string[] = [];
	for (const [id, { Properties }] of Object.entries(template.Resources)) {
		for (const path of paths(Properties, ["Resources", id, "Properties"])) {
			for (const [name, by] of FUNCTIONS) {
				const after = await found(replaced(template as unknown as Json, path, by));
				for (const policy of before) if (!after.has(policy)) silent.push(`${policy} says nothing once ${path.join("/")} is ${name}`);
			}
		}
	}
	expect(silent).toEqual([]);
});
