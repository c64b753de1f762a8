/** OCSF, ASFF and OpenReports against their official schemas, each from the package that carries it, pinned. */
import { execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Ajv } from "ajv";
import { describe, expect, inject, test } from "vitest";
import { parse } from "yaml";
import { asffReport } from "../../src/report/asff.ts";
import { ocsfReport } from "../../src/report/ocsf.ts";
import { openreportsReport } from "../../src/report/openreports.ts";
import { AUDITED, MANY } from "../audited.ts";
import { EVERYTHING, STYLE } from "../reported.ts";

const PYTHON = join(dirname(inject("awsCli")), "python");
const GO_MODULE = "github.com/openreports/reports-api";

/** Files, for which ASFF needs to be told a place. */
const FILES = {
	...EVERYTHING,
	decisions: EVERYTHING.decisions.map((one) => ({ ...one, account: "111122223333", region: "eu-central-1" })),
};
const SOME_OF_MANY = { ...MANY, decisions: MANY.decisions.slice(0, 300) };
const REPORTS = [
	["an audit", AUDITED],
	["files", FILES],
	["many objects", SOME_OF_MANY],
] as const;

/** What is wrong with it, at most 20 things. */
async function problems(format: "ocsf" | "asff", text: string): Promise<readonly string[]> {
	const python = spawn(PYTHON, [join(import.meta.dirname, "../validate_report.py"), format], { stdio: ["pipe", "pipe", "inherit"] });
	python.stdin.end(text);
	const parts: Buffer[] = [];
	for await (const part of python.stdout) parts.push(part);
	return JSON.parse(Buffer.concat(parts).toString());
}

describe.each([
	["ocsf", ocsfReport, '"uid":', '"uidd":'],
	["asff", asffReport, '"GeneratorId":', '"Generator":'],
] as const)("%s", (name, format, member, misspelt) => {
	test.each(REPORTS)("%s", async (_, report) => {
		expect(await problems(name, format(report, STYLE))).toEqual([]);
	});

	test("the schema would have said", async () => {
		expect(await problems(name, format(AUDITED, STYLE).replace(member, misspelt))).not.toEqual([]);
	});
});

test("ASFF is held to the lengths and enums that AWS's documentation states", async () => {
	const [first] = JSON.parse(asffReport(AUDITED, STYLE)).Findings;
	const broken = { ...first, Title: "x".repeat(257), Workflow: { Status: "DONE" }, Types: Array(51).fill("a") };
	const found = (await problems("asff", JSON.stringify({ Findings: [broken] }))).join("\n");
	for (const place of [".Title: longer than 256", ".Workflow.Status: DONE is none of", ".Types: more than 50"])
		expect(found).toContain(place);
});

describe("OpenReports", async () => {
	const cwd = join(import.meta.dirname, "../openreports");
	const env = { ...process.env, GOWORK: "off", GOFLAGS: "-mod=mod" };
	const { stdout } = await promisify(execFile)("go", ["mod", "download", "-json", GO_MODULE], { cwd, env });
	const crd = parse(await readFile(join(JSON.parse(stdout).Dir, "config/crd/openreports.io_clusterreports.yaml"), "utf8"));
	const [version] = crd.spec.versions;
	const validate = new Ajv({ strict: false, allErrors: true, formats: { int32: true, int64: true } }).compile(
		closed(version.schema.openAPIV3Schema),
	);
	const itemsOf = (text: string) =>
		JSON.parse(text).items as { metadata: { name: string }; results: unknown[]; summary: Record<string, number> }[];

	test.each(REPORTS)("%s", (_, report) => {
		for (const item of itemsOf(openreportsReport(report, STYLE))) {
			expect(item).toMatchObject({ apiVersion: `openreports.io/${version.name}`, kind: crd.spec.names.kind });
			expect(item.metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,250}[a-z0-9])?$/);
			validate(item);
			expect(validate.errors).toBeNull();
			expect(Object.values(item.summary).reduce((sum, count) => sum + count, 0)).toBe(item.results.length);
			expect(JSON.stringify(item).length).toBeLessThan(1024 * 1024);
		}
	});

	test("the schema would have said", () => {
		const [item] = itemsOf(openreportsReport(AUDITED, STYLE));
		expect(validate({ ...item, results: [{ policy: "a", result: "passed" }] })).toBe(false);
		expect(validate({ ...item, unheardOf: 1 })).toBe(false);
	});
});

/** Kubernetes drops what a schema does not name, without a word; here it is an error. */
function closed(schema: Record<string, unknown>): Record<string, unknown> {
	const inner = Object.entries(schema).map(([key, value]) => {
		if (key === "properties") return [key, Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, closed(one)]))];
		return [key, key === "items" ? closed(value as Record<string, unknown>) : value];
	});
	return { ...Object.fromEntries(inner), ...("properties" in schema ? { additionalProperties: false } : {}) };
}
