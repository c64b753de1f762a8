import { describe, expect, test } from "vitest";
import type { Json } from "../../admission/request.ts";
import { readDocuments } from "../../source-text/source-document.ts";
import { plain } from "../placed.ts";
import type { TemplateValues } from "../template-reading.ts";
import { evaluator } from "./evaluate.ts";
import { templateIn } from "./template.ts";

const TEMPLATE = `
Parameters:
  Stage: {Type: String, Default: test}
  Subnets: {Type: CommaDelimitedList}
  Key: {Type: "AWS::SSM::Parameter::Value<String>", Default: /path}
Mappings:
  Sizes:
    prod: {Cpu: 1024, Secret: "{{resolve:ssm:/x}}", Circle: !FindInMap [Sizes, prod, Circle], Circles: [!FindInMap [Sizes, prod, Circles]]}
    test: {Cpu: 256, Zones: [a, b]}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  NotProd: !Not [!Condition IsProd]
  Both: !And [!Condition IsProd, !Equals [a, a]]
  Never: !And [!Condition IsProd, !Equals [a, b]]
  Either: !Or [!Equals [a, a], !Condition IsProd]
  Neither: !Or [!Equals [a, b], !Equals [c, d]]
  Circle: !Not [!Condition Circle]
  Strange: {"Fn::Contains": [[a], a]}
Resources:
  Task: {Type: "AWS::ECS::TaskDefinition"}
  Value:
    Type: X
    Properties: PROPERTY
`;

function value(property: string, given: Record<string, string> = {}, defaults = false): Json | undefined {
	const [document] = readDocuments(TEMPLATE.replace("PROPERTY", () => property));
	const values: TemplateValues = { parameters: new Map(Object.entries(given)), defaults };
	const template = templateIn(document?.value ?? null, values);
	if (template === undefined) throw new Error("no template");
	const found = evaluator(template)((template.resources as unknown as { Value: { Properties: Json } }).Value.Properties, "/at");
	return found === undefined ? undefined : plain(found);
}
const unknown = (reason: string) => ({ $unknown: reason });

describe("what the template decides", () => {
	test.each<[string, Json | undefined]>([
		["plain", "plain"],
		["{a: [1, true, null]}", { a: [1, true, null] }],
		["!Ref AWS::NoValue", undefined],
		["{a: 1, b: !Ref AWS::NoValue}", { a: 1 }],
		["[1, !Ref AWS::NoValue, 2]", [1, 2]],
		["!FindInMap [Sizes, prod, Cpu]", 1024],
		["!FindInMap [Sizes, test, Zones]", ["a", "b"]],
		['{"Fn::FindInMap": [Sizes, other, Cpu, {DefaultValue: 5}]}', 5],
		["!Join ['-', [a, 1, true]]", "a-1-true"],
		["!Select [1, [a, b]]", "b"],
		["!Select ['0', [a, !ImportValue x]]", "a"],
		["!Select [1, !Split ['/', a/b]]", "b"],
		["!Base64 hello", "aGVsbG8="],
		["!Sub plain", "plain"],
		[`!Sub 'a\${!Literal}b'`, `a\${Literal}b`],
		[`!Sub ['\${A}-\${B}', {A: 1, B: !Join ['', [x]]}]`, "1-x"],
		["!If [Never, a, b]", "b"],
		["!If [Either, a, !Ref Stage]", "a"],
		["!If [Neither, a, b]", "b"],
		["!If [IsProd, same, same]", "same"],
		["!If [IsProd, !Ref AWS::NoValue, !Ref AWS::NoValue]", undefined],
		["!Length [a, b]", 2],
		["!ToJsonString {a: [1]}", '{"a":[1]}'],
	])("%s", (property, expected) => {
		expect(value(property)).toEqual(expected);
	});
});

describe("what exists only at deploy time, and why", () => {
	test.each<[string, string]>([
		["!Ref Stage", "Ref Stage"],
		["!Ref Task", "Ref Task"],
		["!Ref AWS::Region", "Ref AWS::Region"],
		["{Ref: [Stage]}", "Ref"],
		["!Ref Key", "Ref Key"],
		["!GetAtt Task.Arn", "Fn::GetAtt Task.Arn"],
		["{'Fn::GetAtt': [Task, Arn]}", "Fn::GetAtt Task.Arn"],
		["!ImportValue Network-Subnet", "Fn::ImportValue Network-Subnet"],
		["!ImportValue [a]", "Fn::ImportValue"],
		[`!Sub 'secret \${Stage} \${Task.Arn} \${Stage}'`, `Fn::Sub \${Stage} \${Task.Arn}`],
		["!Sub [!Ref Stage]", "Fn::Sub"],
		["!If [IsProd, a, b]", "Fn::If IsProd"],
		["!If [NotProd, a, b]", "Fn::If NotProd"],
		["!If [Both, a, b]", "Fn::If Both"],
		["!If [Circle, a, b]", "Fn::If Circle"],
		["!If [Strange, a, b]", "Fn::If Strange"],
		["!If [Absent, a, b]", "Fn::If Absent"],
		["!If [IsProd, !Ref Stage, !Ref Stage]", "Fn::If IsProd"],
		["!If [IsProd, a]", "Fn::If"],
		["!FindInMap [Sizes, !Ref Stage, Cpu]", "Fn::FindInMap Sizes Ref Stage"],
		["!FindInMap [Sizes, absent, Cpu]", "Fn::FindInMap Sizes"],
		["!FindInMap [Sizes, prod, Secret]", "{{resolve:ssm:/x}}"],
		["!Join ['-', [a, !Ref Stage]]", "Fn::Join Ref Stage"],
		["!Join ['-', !Ref Subnets]", "Fn::Join Ref Subnets"],
		["!Join ['', ['{{resolve:', 'ssm:/x}}']]", "{{resolve:ssm:/x}}"],
		["!Select [0, !Ref Subnets]", "Fn::Select Ref Subnets"],
		["!Select [7, [a]]", "Fn::Select"],
		["!Select [1, [!If [IsProd, a, !Ref AWS::NoValue], b, c]]", "Fn::Select Fn::If IsProd"],
		["!Length [a, !If [IsProd, b, !Ref AWS::NoValue]]", "Fn::Length Fn::If IsProd"],
		["!FindInMap [Sizes, prod, Circle]", "Fn::FindInMap Sizes"],
		["!FindInMap [Sizes, prod, Circles]", "Fn::FindInMap Sizes"],
		["!Split [',', !ImportValue x]", "Fn::Split Fn::ImportValue x"],
		["!GetAZs ''", "Fn::GetAZs"],
		["!Cidr [10.0.0.0/16, 2, 8]", "Fn::Cidr"],
		["{'Fn::Length': {Ref: Subnets}}", "Fn::Length Ref Subnets"],
		["{'Fn::ToJsonString': {a: {Ref: Stage}}}", "Fn::ToJsonString Ref Stage"],
		["{'Fn::Base64': {Ref: Stage}}", "Fn::Base64 Ref Stage"],
		["!Invented x", "Fn::Invented"],
		["{'Fn::Transform': {Name: m}, a: 1}", "Fn::Transform beside other members"],
		["'x {{resolve:secretsmanager:db:SecretString:password}}'", "{{resolve:secretsmanager:db:SecretString:password}}"],
		[
			"!ImportValue aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			`Fn::ImportValue ${"a".repeat(79)}…`,
		],
	])("%s", (property, reason) => {
		expect(value(property)).toEqual(unknown(reason));
	});
});

describe("parameters", () => {
	test("that are given are known, lists split", () => {
		expect(value(`[!Ref Stage, !Ref AWS::Region, !Sub '\${Stage}!']`, { Stage: "prod", "AWS::Region": "eu-central-1" })).toEqual([
			...["prod", "eu-central-1", "prod!"],
		]);
		expect(value("!Ref Subnets", { Subnets: "a, b" })).toEqual(["a", "b"]);
		expect(value("!Ref Subnets", { Subnets: "" })).toEqual([]);
		expect(value("!If [IsProd, a, b]", { Stage: "prod" })).toBe("a");
		expect(value("!If [Never, a, b]", { Stage: "prod" })).toBe("b");
	});

	test("a default decides nothing unless the user says so", () => {
		expect(value("!Ref Stage")).toEqual(unknown("Ref Stage"));
		expect(value("!Ref Stage", {}, true)).toBe("test");
		expect(value("!Ref Subnets", {}, true)).toEqual(unknown("Ref Subnets"));
	});

	test("one that is given as a dynamic reference is looked up when it is deployed", () => {
		const given = { Stage: "{{resolve:ssm:/stage}}", Subnets: "a,{{resolve:ssm:/b}}" };
		expect(value("!Ref Stage", given)).toEqual(unknown("{{resolve:ssm:/stage}}"));
		expect(value("!Ref Subnets", given)).toEqual(["a", unknown("{{resolve:ssm:/b}}")]);
	});

	test("one that Systems Manager holds is never known, and what is no parameter cannot be given", () => {
		expect(value("!Ref Key", { Key: "/other" }, true)).toEqual(unknown("Ref Key"));
		expect(value("!Ref Task", { Task: "x" })).toEqual(unknown("Ref Task"));
	});
});
