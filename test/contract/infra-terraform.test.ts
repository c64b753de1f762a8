/** The Terraform modules say no less than the templates that they wrap. What Terraform itself says of them nobody has asked here: it is not on npm. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MODULES, terraformModule } from "../../infra/terraform.ts";
import { type PlainName, plain } from "../template.ts";

interface Module {
	readonly variable: Readonly<Record<string, { readonly type: string; readonly default?: unknown }>>;
	readonly locals: { readonly template: string };
	readonly resource: {
		readonly aws_cloudformation_stack: { readonly this: { readonly parameters: Readonly<Record<string, string>> } };
	};
	readonly output: Readonly<Record<string, { readonly value: string }>>;
}

const FOLDER = new URL("../../infra/terraform/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = { String: "string", Number: "number", CommaDelimitedList: "list(string)" };
const modules = Object.keys(MODULES);
const committed = (path: string) => readFileSync(new URL(path, FOLDER), "utf8");
const read = (path: string): Module => JSON.parse(committed(path));
const templateOf = (path: string): PlainName => MODULES[path]!.template;

test.each(modules)("the committed %s is what infra/ makes now (else: npm run generate:template)", (path) => {
	expect(committed(path)).toBe(terraformModule(MODULES[path]!));
});

test.each(modules)("%s gives every parameter of its template, and tells every output", (path) => {
	const { resource, output } = read(path);
	const { Parameters, Outputs } = plain(templateOf(path));
	expect(Object.keys(resource.aws_cloudformation_stack.this.parameters).sort()).toEqual(Object.keys(Parameters).sort());
	const told = Object.values(output).map(({ value }) => /outputs\["(\w+)"\]/.exec(value)?.[1]);
	expect(told.sort()).toEqual(Object.keys(Outputs).sort());
});

test.each(modules)("%s asks with the type and the default that the template has", (path) => {
	const { variable, resource } = read(path);
	const { Parameters } = plain(templateOf(path));
	const asked = Object.entries(resource.aws_cloudformation_stack.this.parameters).filter(([name]) => !name.startsWith("Code"));
	expect(asked.length).toBeGreaterThan(8);
	for (const [name, value] of asked) {
		const declared = variable[/var\.(\w+)/.exec(value)?.[1] ?? ""];
		const { Type, Default } = Parameters[name]!;
		expect(declared, name).toMatchObject({ type: TYPES[Type] });
		expect(declared?.default === undefined ? undefined : String(declared.default), name).toBe(Default);
	}
});

test.each(modules)("%s refers to nothing that is not there, and asks for nothing that it does not use", (path) => {
	const text = committed(path);
	const { variable, locals } = read(path);
	const used = new Set([...text.matchAll(/\bvar\.(\w+)/g)].map(([, name]) => name));
	expect([...used].sort()).toEqual(Object.keys(variable).sort());
	for (const [, name] of text.matchAll(/\blocal\.(\w+)/g)) expect(Object.keys(locals)).toContain(name);
	const [, template = ""] = /\$\{path\.module\}\/([^"]+)/.exec(locals.template) ?? [];
	expect(existsSync(new URL(template, new URL(path, FOLDER)))).toBe(true);
});
