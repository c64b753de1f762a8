import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { templateValues } from "./template-values.ts";
import { UsageError } from "./usage-error.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-parameters-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: unknown): Promise<string> {
	const path = join(folder, "parameters.json");
	await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
	return path;
}

test.each([
	[
		"the AWS CLI's list",
		[
			{ ParameterKey: "A", ParameterValue: "b=c" },
			{ ParameterKey: "Kept", UsePreviousValue: true },
		],
	],
	["a list of texts", ["A=b=c"]],
	["CodePipeline's configuration", { Parameters: { A: "b=c" }, Tags: {} }],
	["a map", { A: "b=c" }],
])("%s", async (_, content) => {
	expect((await templateValues({ parameters: await file(content) })).parameters).toEqual(new Map([["A", "b=c"]]));
});

test("the command line goes before the file", async () => {
	const values = await templateValues({ parameter: ["A=1", "B="], parameters: await file({ A: 2, C: true }), parameterDefaults: true });
	expect(values).toEqual({
		parameters: new Map([
			["A", "1"],
			["C", "true"],
			["B", ""],
		]),
		defaults: true,
	});
	expect(await templateValues({})).toEqual({ parameters: new Map(), defaults: false });
});

test.each([
	["no value", { parameter: ["A"] }, /--parameter A: must be KEY=VALUE/],
	["no file", { parameters: "missing.json" }, /missing\.json/],
])("%s", async (_, options, message) => {
	await expect(templateValues(options)).rejects.toThrow(UsageError);
	await expect(templateValues(options)).rejects.toThrow(message);
});

test.each([["- a\n"], ["- {Key: a}"], ["A: [1]"], ["text"], ["- {ParameterKey: a, ParameterValue: []}"]])(
	"%s is no list of parameters",
	async (content) => {
		await expect(templateValues({ parameters: await file(content) })).rejects.toThrow(UsageError);
	},
);
