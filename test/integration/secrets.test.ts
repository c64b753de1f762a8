/** 1,000 planted secrets through every way in: none reaches disk, log, page, report, decision log, trace, metric or event. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { PAGES } from "../../src/console/page.ts";
import { FORMATS } from "../../src/report/formats.ts";
import { taskgate } from "../e2e/cli.ts";
import { fixture } from "../fixtures.ts";
import { eventually, freshStore, type GateProcess, startGate } from "../gate-process.ts";
import { type ListeningService, startListening } from "../listening-service.ts";
import { plantedEvents, review } from "../planted-events.ts";
import { PlantedSearch } from "../planted-search.ts";
import { plantedSecrets, SECRET_KINDS } from "../planted-secrets.ts";
import { asTemplate, definitionOf, plant, runOf, secretsIn } from "../planted-workload.ts";
import { startProxyProcess } from "../proxy-process.ts";
import { call } from "../signed-call.ts";

const SECRETS = plantedSecrets(50, 20_261_129);
const WORKLOADS = plant(SECRETS);
/** Besides the pages of the console. */
const ADDRESSES = ["/metrics", "/v1/decisions", "/v1/findings", "/v1/policies", "/v1/enforcement-points"];
const EVERYTHING = new URL("../../policies/profiles/everything.yaml", import.meta.url).pathname;
const DENY_ALL = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: all}
spec: {policy: "*"}
`;

let telling: ListeningService;
let bus: ListeningService;
const search = new PlantedSearch(SECRETS, WORKLOADS);
const { written } = search;

beforeAll(async () => {
	telling = await startListening();
	bus = await startListening(() => ({ status: 200, body: '{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}' }));
});
afterEach(() => written.clear());
afterAll(() => Promise.all([telling.close(), bus.close()]));

const telemetry = () => ({
	...{ TASKGATE_DECISION_LOG: `${telling.url}/logs`, TASKGATE_DECISION_LOG_TOKEN: "decision-log-token" },
	...{ OTEL_EXPORTER_OTLP_ENDPOINT: telling.url, TASKGATE_LOG_LEVEL: "debug", TASKGATE_CONSTRAINTS: EVERYTHING },
});

async function readPages(gate: GateProcess, as: string): Promise<void> {
	const { decisions } = (await (await fetch(`${gate.url}/v1/decisions`)).json()) as { decisions: { uid: string }[] };
	expect(decisions.length).toBeGreaterThan(0);
	for (const address of [
		...Object.keys(PAGES),
		...ADDRESSES,
		...decisions.flatMap(({ uid }) => [`/decisions/${uid}`, `/v1/decisions/${uid}`]),
	]) {
		written.set(`${as} ${address}`, await (await fetch(`${gate.url}${address}`)).text());
	}
}

test("there are 1,000 of 20 kinds, all different", () => {
	expect([SECRET_KINDS.length, SECRETS.length, new Set(SECRETS.map(({ value }) => value)).size]).toEqual([20, 1_000, 1_000]);
	expect(WORKLOADS.flatMap(secretsIn)).toHaveLength(1_000);
});

test("the search finds what is there", () => {
	written.set("a page", `x ${SECRETS[7]?.value} x`);
	expect(search.leaks()).toHaveLength(1);
});

test("where ECS is not asked: events, webhook, hooks and door", async () => {
	const store = await freshStore();
	const constraints = `${store.replace(/^sqlite:/, "")}.yaml`;
	await writeFile(constraints, DENY_ALL);
	const gate = await startGate({ ...telemetry(), TASKGATE_STORE: store, TASKGATE_CONSTRAINTS: constraints });
	const answers: string[] = [];
	const hook = fixture("cloudformation-hook", "resource-create-task-definition") as { requestData: Record<string, unknown> };
	const deployment = fixture("deployment-hook", "pre-scale-up") as Record<string, unknown>;
	for (const planted of WORKLOADS) {
		for (const event of plantedEvents(planted)) expect((await gate.post("/v1/events", event)).status).toBe(202);
		const asked: readonly (readonly [string, unknown])[] = [
			["/v1/admission", review("TaskDefinition", definitionOf(planted))],
			["/v1/admission", review("Task", runOf(planted))],
			[
				"/v1/cloudformation-hook",
				{ ...hook, requestData: { ...hook.requestData, targetModel: { resourceProperties: asTemplate(definitionOf(planted)) } } },
			],
			["/v1/deployment-hook", { ...deployment, executionId: planted.name, hookDetails: definitionOf(planted) }],
			["/v1/register?account=123456789012&region=us-east-1&dryRun=true", definitionOf(planted)],
		];
		for (const [path, body] of asked) {
			const answer = await gate.post(path, body);
			answers.push(await answer.text());
			expect([200, 403, 503], `${path} ${answers.at(-1)?.slice(0, 300)}`).toContain(answer.status);
		}
	}
	await readPages(gate, "copy");
	await search.readStore(store, "copy running");
	expect(await gate.stop()).toBe(0);
	await search.readStore(store, "copy stopped");
	written.set("copy answers", answers.join("\n"));
	written.set("copy log", gate.output());
	expect(search.leaks()).toEqual([]);
}, 180_000);

test("where ECS is asked: events, the inbox, the proxy, the door and what follows", async () => {
	const store = await freshStore();
	const env = { ...telemetry(), TASKGATE_STORE: store, AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url };
	const { gate, url } = await startProxyProcess(inject("motoUrl"), env);
	const agent = new Agent({ keepAlive: true });
	for (const planted of WORKLOADS) {
		// What is answered here is ECS's own.
		await call(url, "RegisterTaskDefinition", JSON.stringify(definitionOf(planted)), agent);
		await call(url, "RunTask", JSON.stringify(runOf(planted)), agent);
		expect((await gate.post("/v1/register", definitionOf(planted, false))).status).toBe(200);
		for (const event of plantedEvents(planted)) expect((await gate.post("/v1/events", event)).status).toBe(202);
	}
	await eventually(
		async () => (await gate.decisions()).some(({ actions }) => actions.some(({ type, state }) => type === "Notify" && state === "done")),
		60_000,
	);
	await readPages(gate, "ecs");
	await search.readStore(store, "ecs running");
	expect(await gate.stop()).toBe(0);
	agent.destroy();
	await search.readStore(store, "ecs stopped");
	written.set("ecs log", gate.output());
	written.set("ecs events", bus.heard.map((one) => one.text).join("\n"));
	expect(bus.heard.length).toBeGreaterThan(0);
	expect(search.leaks()).toEqual([]);
}, 180_000);

test("decision log and traces", () => {
	const at = (path: string) => telling.heard.filter((one) => one.path === path);
	written.set(
		"decision log",
		at("/logs")
			.map(({ text }) => text)
			.join("\n"),
	);
	written.set(
		"traces",
		at("/v1/traces")
			.map(({ text }) => text)
			.join("\n"),
	);
	expect(at("/logs").length).toBeGreaterThan(0);
	expect(at("/v1/traces").length).toBeGreaterThan(0);
	expect(search.leaks()).toEqual([]);
});

test("check in every format, and replay", async () => {
	const cwd = await mkdtemp(join(tmpdir(), "taskgate-planted-"));
	await mkdir(join(cwd, "events"));
	for (const planted of WORKLOADS) {
		await writeFile(join(cwd, `${planted.name}.json`), JSON.stringify(definitionOf(planted), undefined, 2));
		await writeFile(join(cwd, `${planted.name}-run.json`), JSON.stringify(runOf(planted), undefined, 2));
		const template = { Resources: { Task: { Type: "AWS::ECS::TaskDefinition", Properties: asTemplate(definitionOf(planted)) } } };
		await writeFile(join(cwd, `${planted.name}.template.json`), JSON.stringify(template, undefined, 2));
		for (const [i, event] of plantedEvents(planted).entries())
			await writeFile(join(cwd, "events", `${planted.name}-${i}.json`), JSON.stringify(event));
	}
	for (const format of Object.keys(FORMATS)) {
		const { code, stdout, stderr } = await taskgate(["check", "--profile", "everything", "--explain", "--format", format, "."], { cwd });
		expect(code, stderr).not.toBeNull();
		expect(stdout.length, stderr).toBeGreaterThan(1_000);
		written.set(`check --format ${format}`, stdout + stderr);
	}
	for (const format of ["terminal", "json"]) {
		const { stdout, stderr } = await taskgate(["replay", "--profile", "everything", "--format", format, "events"], { cwd });
		expect(stdout.length, stderr).toBeGreaterThan(1_000);
		written.set(`replay --format ${format}`, stdout + stderr);
	}
	expect(search.leaks()).toEqual([]);
}, 180_000);
