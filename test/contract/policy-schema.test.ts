/** What `policy lint` checks policies against, and that the library itself stands up to it. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { policySchema } from "../../scripts/generate-policy-schema.ts";
import { readAuthorFolder } from "../../src/authoring/author-folder.ts";
import { lintFolder } from "../../src/authoring/lint.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import { admissionRequest } from "../requests.ts";

const POLICIES = new URL("../../policies/", import.meta.url);
const compiler = openCompiler();
afterAll(() => compiler.close());

test("policies/schemas/input.json is of the SDK that is installed; otherwise run npm run generate:schema", async () => {
	expect(await readFile(new URL("schemas/input.json", POLICIES), "utf8")).toBe(policySchema());
});

test("it has every member of a request", () => {
	const schema = JSON.parse(policySchema()) as { properties: { request: { properties: Record<string, unknown> } } };
	const known = Object.keys(schema.properties.request.properties);
	expect(Object.keys(admissionRequest()).filter((name) => !known.includes(name))).toEqual([]);
});

test("`policy lint` finds nothing in the library", async () => {
	const folder = await readAuthorFolder(fileURLToPath(POLICIES));
	expect(await lintFolder(compiler, folder, [])).toEqual([]);
}, 240_000);

test("`policy fmt` would change nothing in it", async () => {
	const { files } = await readAuthorFolder(fileURLToPath(POLICIES));
	const formatted = await compiler.format({ files });
	expect(Object.keys(files).filter((path) => formatted[path] !== files[path])).toEqual([]);
});
