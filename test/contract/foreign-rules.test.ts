/** The corners of what conftest and Gatekeeper let a rule be. */
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type JsonObject, KINDS } from "../../src/admission/request.ts";
import { readConstraints } from "../../src/constraints/read-constraints.ts";
import schema from "../../src/ecs/schema/generated/ecs-requests.json" with { type: "json" };
import bodies from "../../src/rego/bodies.json" with { type: "json" };
import { openCompiler } from "../../src/rego/compiler.ts";
import { admissionRequest } from "../requests.ts";
import { bothAnswers, decisionOf, type ForeignGate, openForeign, told } from "./foreign-policies.ts";

const compiler = openCompiler();
afterAll(() => compiler.close());

const gateOf = (files: Readonly<Record<string, string>>): Promise<ForeignGate> => openForeign(compiler, files);
const toldOf = async (text: string, object: JsonObject) => told(await decisionOf(await gateOf({ "p.rego": text }), { object }));
const OBJECT = { family: "web", containerDefinitions: [{ name: "app", image: "x" }] };

describe("a rule may answer", () => {
	it("with texts and objects; the rest of an object are its details, and a file's path is no field", async () => {
		const text = `package any.where
violation_a[{"msg": "m", "path": "/var/run", "severity": 1}] { input.family }
violation_a["text"] { input.family }
deny_b := ["one", {"msg": "two", "details": {"field": "/family"}}] { input.family }
`;
		const gate = await gateOf({ "p.rego": text });
		expect(told(await decisionOf(gate, { object: OBJECT }))).toEqual([
			"any/where/deny_b deny: one",
			"any/where/deny_b deny: two @ /family",
			"any/where/violation_a deny: m",
			"any/where/violation_a deny: text",
		]);
		const [wasm, opa] = await bothAnswers(gate, admissionRequest({ object: OBJECT }));
		expect(wasm).toEqual(opa);
		expect(JSON.stringify(wasm)).toContain(JSON.stringify(JSON.stringify({ path: "/var/run", severity: 1 })).slice(1, -1));
	});

	it("with what is no message: then it has failed, and nothing passes", async () => {
		for (const answer of ['[{"message": "m"}]', "[7]", "input.family"]) {
			const gate = await gateOf({ "p.rego": `package main\n\ndeny := x if x := object.get(input, "none", ${answer})\n` });
			const decision = await decisionOf(gate, { object: OBJECT });
			expect([decision.verdict, decision.failures[0]?.reason.slice(0, 26)], answer).toEqual(["undecided", "the rule must answer with "]);
		}
	});

	it("nothing at all about documents that ECS does not have: not applicable, no pass", async () => {
		const gate = await gateOf({ "p.rego": 'package main\n\ndeny contains "x" if input.resource_changes\n' });
		const decision = await decisionOf(gate, { object: OBJECT });
		expect(decision.notApplicable).toEqual([
			{ policy: "main/deny", reason: "the rule reads resource_changes, which no request body of ECS has" },
		]);
	});
});

describe("METADATA and what is read", () => {
	it("says what it can of severity and kinds; what means something else elsewhere is left aside", async () => {
		const text = `# METADATA
# scope: package
# title: Own title
# custom:
#   severity: HIGH
#   kinds: [TaskDefinition, Pod]
#   references: [x/y]
#   id: ABC-1
package main
deny contains "x" if input.containerDefinitions
`;
		const { bundle } = await gateOf({ "p.rego": text });
		expect(bundle.policies).toMatchObject([
			{ id: "main/deny", title: "Own title", severity: "high", kinds: ["TaskDefinition"], references: ["x/y"] },
		]);
	});

	it("lets a policy that reads all its parameters take any", async () => {
		const text = 'package p\n\nviolation[{"msg": "x"}] { input.parameters[_] == input.review.name }\n';
		const { bundle } = await gateOf({ "p.rego": text });
		const yaml = (name: string) =>
			`apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: c}\nspec: {policy: p, parameters: {${name}: 1}}\n`;
		expect(readConstraints(yaml("whatever"), "c.yaml", bundle.policies).constraints).toHaveLength(1);
	});

	it("knows the bodies of ECS by their members", () => {
		const model = Object.entries(schema.$defs as Record<string, { properties?: object }>);
		const expected = model.filter(([kind]) => kind in bodies).map(([kind, { properties }]) => [kind, Object.keys(properties ?? {}).sort()]);
		expect(bodies, "run npm run generate:schema").toEqual(Object.fromEntries(expected));
		expect(Object.keys(bodies)).toEqual(expect.arrayContaining(["TaskDefinition", "Task", "Service", "Cluster"]));
	});
});

describe("which packages are policies", () => {
	const native = `package policies.own.rule

# METADATA
# title: T
# description: D
# entrypoint: true
# custom: {severity: low, kinds: [TaskDefinition], remediation: R}
violation contains {"msg": "own"} if deny

deny if input.request.object.family
`;
	it("Taskgate's own stay what they are beside others, and libraries are none", async () => {
		const lib = "package lib.shared\n\ndeny_x { input.family }\n";
		const other = 'package main\n\nimport data.lib.shared\n\ndeny["foreign"] { shared.deny_x }\n';
		const gate = await gateOf({ "own.rego": native, "lib.rego": lib, "other.rego": other });
		expect(gate.bundle.policies.map(({ id }) => id)).toEqual(["main/deny", "own/rule"]);
		expect(told(await decisionOf(gate, { object: OBJECT }))).toEqual(["main/deny deny: foreign", "own/rule deny: own"]);
	});
});

describe("an exception", () => {
	it("named by the empty text is for the rules without a name of their own, as in conftest", async () => {
		const text = `package main
deny contains "plain" if input.family
warn contains "plain" if input.family
deny_named contains "named" if input.family
exception contains rules if rules := [""]
`;
		expect(await toldOf(text, OBJECT)).toEqual(["main/deny exempted: plain", "main/deny_named deny: named", "main/warn exempted: plain"]);
	});
});

describe("an exception that hangs on what is unknown", () => {
	it("excuses nothing", async () => {
		const text = `package main
deny_x contains "x" if input.cpu
exception contains ["x"] if not input.family == "prod"
`;
		expect(await toldOf(text, { ...OBJECT, cpu: "1" })).toEqual(["main/deny_x exempted: x"]);
		expect(await toldOf(text, { ...OBJECT, cpu: "1", family: { $unknown: "Ref Family" } })).toEqual(["main/deny_x deny: x"]);
	});
});

describe("a value that is not known yet", () => {
	it("takes a message that quotes it along", async () => {
		const text = `package main
deny contains msg if { some c in input.containerDefinitions; not startswith(c.image, "ok"); msg := sprintf("%v is not ok", [c.image]) }
`;
		const object = { family: "web", containerDefinitions: [{ name: "a", image: { $unknown: "Ref Image" } }] };
		const decision = await decisionOf(await gateOf({ "p.rego": text }), { object });
		expect(decision.enforcements).toEqual([]);
		expect(decision.unknowns.map(({ message }) => message)).toContain('{"$unknown": "Ref Image"} is not ok');
	});

	it("is never passed over, wherever it stands", async () => {
		const gate = await gateOf({ "p.rego": 'package main\n\ndeny contains "never" if walk(input, [_, "never to be found"])\n' });
		const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
		const property = fc.asyncProperty(json, fc.array(fc.oneof(fc.string(), fc.constant("/~1~"))), async (rest, path) => {
			const deep = path.reduceRight<JsonObject>((inner, key) => ({ [key]: [inner, 1] }), { $unknown: "Ref X" });
			const object = { ...(rest as JsonObject), [path[0] ?? "x"]: deep } as JsonObject;
			const decision = await decisionOf(gate, { object, request: { kind: "TaskDefinition" } });
			expect(decision.unknowns.length).toBeGreaterThan(0);
		});
		await fc.assert(property, { numRuns: 200 });
	});
});

it("knows every kind that a policy may judge", async () => {
	const source = await readFile(new URL("../../src/rego/compiler/about.go", import.meta.url), "utf8");
	const [, list = ""] = /var knownKinds = \[\]string\{([^}]*)\}/.exec(source) ?? [];
	expect([...list.matchAll(/"(\w+)"/g)].map(([, kind]) => kind).sort()).toEqual([...KINDS].sort());
});
