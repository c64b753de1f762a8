/** What a hostile template must not do: go on for ever, or have a resource left out by how a value is written. */
import { describe, expect, test } from "vitest";
import { readDocuments } from "../../source-text/source-document.ts";
import { UnreadableText } from "../../source-text/unreadable-text.ts";
import type { TemplateReading } from "../template-reading.ts";
import { readCloudFormation } from "./declared.ts";

function reading(text: string, given: Readonly<Record<string, string>> = {}): TemplateReading {
	const [document] = readDocuments(text);
	return readCloudFormation(document?.value ?? null, { parameters: new Map(Object.entries(given)), defaults: false }) as TemplateReading;
}

describe("refused, not followed to the end", () => {
	test("conditions that double at every step", () => {
		const conditions = Array.from({ length: 40 }, (_, i) => `C${i}: !Or [!Condition C${i + 1}, !Condition C${i + 1}]`).join("\n  ");
		const text = `Resources: {T: {Type: AWS::ECS::TaskDefinition, Condition: C0}}\nConditions:\n  ${conditions}`;
		expect(() => reading(text)).toThrow(UnreadableText);
	});

	test("loops within loops", () => {
		let nested = "{T: {Type: X}}";
		for (let i = 0; i < 12; i += 1) nested = `{"Fn::ForEach::L${i}": [V${i}, [0,1,2,3,4,5,6,7,8,9], ${nested}]}`;
		expect(() => reading(`{Transform: AWS::LanguageExtensions, Resources: ${nested}}`)).toThrow(/over a million times/);
	});

	test.each([["{{resolve:"], ["$".concat("{")]])("a text of nothing but %s takes no time", (part) => {
		const Properties = { Family: { "Fn::Sub": part.repeat(100_000) } };
		const start = performance.now();
		expect(reading(JSON.stringify({ Resources: { T: { Type: "AWS::ECS::TaskDefinition", Properties } } })).declared).toHaveLength(1);
		expect(performance.now() - start).toBeLessThan(5_000);
	});
});

describe("a resource is left out only by a condition that is false however it is read", () => {
	test.each<[string, string, boolean]>([
		["012345678901", "012345678901", true],
		["012345678901", "12345678901", false],
		["1.0", "1.0", true],
		["yes", "true", true],
		["true", "on", true],
		["no", "true", false],
		["prod", "test", false],
	])("%s and %s", (written, given, isMade) => {
		const head = `Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, ${written}]}`;
		const { declared } = reading(`${head}\nResources: {T: {Type: AWS::ECS::TaskDefinition, Condition: C}}`, { P: given });
		expect(declared).toHaveLength(isMade ? 1 : 0);
	});
});
