/** 1,000 planted secrets in an account that is audited: none in a report, a saved inventory, the store and what it remembers, or a period's report. */
import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { FORMATS, type FormatName } from "../../src/report/formats.ts";
import { PERIOD_FORMATS, type PeriodFormatName } from "../../src/report/period-formats.ts";
import { auditEnvironment } from "../audited-account.ts";
import { taskgate } from "../e2e/cli.ts";
import { PlantedSearch } from "../planted-search.ts";
import { plantedSecrets } from "../planted-secrets.ts";
import { definitionOf, type Planted, plant, runOf } from "../planted-workload.ts";
import { type Ground, ground } from "./ecs-ground.ts";
import { listAsEcs } from "./ecs-listings.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const REGION = "eu-north-1";
const SECRETS = plantedSecrets(50, 20_261_130);
const WORKLOADS = plant(SECRETS);
const ARGS = ["audit", "--all-task-definitions", "--share", "1", "--constraints", "deny-all.yaml", "--explain"];
const DENY_ALL = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: all}
spec: {policy: "*"}
`;
const search = new PlantedSearch(SECRETS, WORKLOADS);
const { written } = search;

let stub: EcsStub;
let folder: string;
let store: string;

async function run(as: string, args: readonly string[], expected: number): Promise<string> {
	const { code, stdout, stderr } = await taskgate(args, { cwd: folder, env: auditEnvironment(stub.url, REGION, store) });
	expect(code, stderr).toBe(expected);
	written.set(as, stdout + stderr);
	return stdout;
}

/** What is asked for, and what is told of it: everything that a policy may find fault with stands in there. */
async function fill(cluster: Ground, planted: Planted): Promise<void> {
	const { family, ...definition } = definitionOf(planted);
	const arn = await cluster.register(family as string, definition as Partial<RegisterTaskDefinitionCommandInput>);
	const { overrides, startedBy, group, tags } = runOf(planted, arn);
	await cluster.run(arn, { overrides, startedBy, group, tags });
	await cluster.service(`service-${planted.name}`, arn, { tags: tags as { key: string; value: string }[] });
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-planted-audit-"));
	store = `sqlite:${join(folder, "audited.db")}`;
	await writeFile(join(folder, "deny-all.yaml"), DENY_ALL);
	stub = await startEcsStub(inject("motoUrl"));
	listAsEcs(stub);
	const cluster = await ground(inject("motoUrl"), "planted", REGION);
	for (const planted of WORKLOADS) await fill(cluster, planted);
});
afterEach(() => written.clear());
afterAll(() => stub.close());

test("the audit itself, the inventory that it saves, the store and what is remembered there", async () => {
	const told = await run("audit", [...ARGS, "--format", "json", "--save-inventory", "saved.jsonl"], 1);
	const { decisions } = JSON.parse(told) as { decisions: { kind: string; violations: object[] }[] };
	for (const kind of ["TaskDefinition", "Task", "Service"]) expect(decisions.map((decision) => decision.kind)).toContain(kind);
	expect(decisions.flatMap(({ violations }) => violations).length).toBeGreaterThan(1_000);
	written.set("inventory", await readFile(join(folder, "saved.jsonl"), "utf8"));
	expect((await stat(join(folder, "saved.jsonl"))).mode & 0o077).toBe(0);
	await search.readStore(store, "store");
	await run("audit again, of what is remembered", [...ARGS, "--format", "json"], 1);
	await search.readStore(store, "store of two audits");
	const { count } = new DatabaseSync(store.slice(7)).prepare("SELECT count(*) AS count FROM evaluations").get() as { count: number };
	expect(count).toBeGreaterThan(0);
	expect(search.leaks()).toEqual([]);
}, 600_000);

test.for(Object.keys(FORMATS) as readonly FormatName[])("an audit told as %s", { timeout: 600_000 }, async (format) => {
	const told = await run(`audit --format ${format}`, [...ARGS, "--format", format], 1);
	expect(told).toContain(WORKLOADS[0]?.name);
	expect(search.leaks()).toEqual([]);
});

test("an audit of the inventory that was saved", async () => {
	await run("of an inventory", [...ARGS, "--inventory", "saved.jsonl", "--no-record", "--format", "html"], 1);
	expect(search.leaks()).toEqual([]);
}, 600_000);

test.for(Object.keys(PERIOD_FORMATS) as readonly PeriodFormatName[])("a period told as %s", { timeout: 60_000 }, async (format) => {
	const told = await run(`report --format ${format}`, ["report", "--verify", "--format", format], 0);
	expect(told).toMatch(/audit-scan|reported/);
	expect(search.leaks()).toEqual([]);
});
