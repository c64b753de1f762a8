/** `taskgate audit`, the real one, of an account in moto: whole, remembered, interrupted, half unread, and never acting. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteServiceCommand } from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { FORMATS, type FormatName } from "../../src/report/formats.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { auditEnvironment, fillAccount, sizeOf } from "../audited-account.ts";
import { MAIN, taskgate } from "../e2e/cli.ts";
import { ownRegion } from "../own-region.ts";
import type { Ground } from "./ecs-ground.ts";
import { listAsEcs } from "./ecs-listings.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const REGION = ownRegion(import.meta);
const SIZE = sizeOf();
const ARGS = ["audit", "--all-task-definitions", "--share", "1", "--format", "json"];
const PATIENCE_MS = 1_800_000;
/** Only what is read: nothing else may be called. */
const READS = /^(List|Describe|GetCallerIdentity$)/;

interface Told {
	readonly decisions: readonly {
		readonly source: string;
		readonly kind: string;
		readonly verdict: string;
		readonly violations: readonly object[];
		readonly failures: readonly { readonly reason: string }[];
	}[];
	readonly summary: Readonly<Record<string, number>>;
	readonly audit: Readonly<Record<"evaluated" | "remembered" | "missed" | "unread", number>>;
}

let stub: EcsStub;
let cluster: Ground;
let folder: string;
let whole: Told;
let callsOfWhole: number;

const store = (name: string) => `sqlite:${join(folder, `${name}.db`)}`;
const environment = (name: string) => auditEnvironment(stub.url, REGION, store(name));

async function audit(name: string, more: Readonly<Record<string, string>> = {}, args = ARGS): Promise<{ code: number | null; told: Told }> {
	const { code, stdout, stderr } = await taskgate(args, { cwd: folder, env: { ...environment(name), ...more } });
	if (!stdout.startsWith("{")) throw new Error(stderr);
	return { code, told: JSON.parse(stdout) as Told };
}

/** What was found, whenever it was found. */
function findings({ decisions }: Told): readonly string[] {
	return decisions.map(({ source, kind, verdict, violations }) =>
		JSON.stringify([source, kind, verdict, violations.map((violation) => ({ ...violation, finding: undefined }))]),
	);
}

async function openFindings(name: string): Promise<readonly string[]> {
	const kept = openSqliteStore(join(folder, `${name}.db`));
	const open = await kept.findings({ state: "open", limit: 100_000 });
	await kept.close();
	return open.map(({ id }) => id).toSorted();
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-audit-"));
	stub = await startEcsStub(inject("motoUrl"));
	const filled = await fillAccount(inject("motoUrl"), REGION, SIZE);
	cluster = filled.cluster;
	listAsEcs(stub);
	const first = await audit("whole", { TASKGATE_ENFORCE: "on" }, [...ARGS, "--save-inventory", "saved.jsonl"]);
	whole = first.told;
	callsOfWhole = stub.calls.length;
	expect(first.code).toBe(1);
}, PATIENCE_MS);
afterEach(() => {
	stub.reset();
	listAsEcs(stub);
});
afterAll(() => stub.close());

describe("an account", () => {
	test("is told whole, each thing once, and nothing is acted on although enforcement is on", () => {
		const count = (kind: string) => whole.decisions.filter((decision) => decision.kind === kind).length;
		expect([count("TaskDefinition"), count("Service"), count("Task")]).toEqual([SIZE.definitions, SIZE.services, SIZE.tasks]);
		expect(new Set(findings(whole)).size).toBe(whole.decisions.length);
		expect(whole.summary).toMatchObject({ undecided: 0 });
		expect(whole.audit).toMatchObject({ unread: 0, evaluated: whole.decisions.length, missed: whole.decisions.length });
		expect(stub.calls.map(({ operation }) => operation).filter((operation) => !READS.test(operation))).toEqual([]);
	});

	test("what no event told of is on record, with who brought it in, and plans nothing", async () => {
		const kept = openSqliteStore(join(folder, "whole.db"));
		const { decisions } = await kept.decisions({ verdict: "denied" });
		await kept.close();
		expect(decisions.length).toBeGreaterThan(0);
		for (const { enforcementPoint, reach, actions } of decisions) {
			expect({ enforcementPoint, reach, actions }).toEqual({ enforcementPoint: "audit-scan", reach: "report", actions: [] });
		}
	});

	test(
		"that has not changed is judged no second time, and told as before",
		async () => {
			const { code, told } = await audit("whole");
			expect(code).toBe(1);
			// moto's tasks are in another state each time that somebody looks at them.
			const lasting = whole.decisions.length - SIZE.tasks;
			expect(told.audit).toMatchObject({ evaluated: SIZE.tasks, remembered: lasting, missed: 0 });
			expect(findings(told)).toEqual(findings(whole));
		},
		PATIENCE_MS,
	);

	test.for(["early", "late"])(
		"is told the same when it was killed %s, at a random point, and gone on with",
		{ timeout: PATIENCE_MS },
		async (when) => {
			const half = callsOfWhole / 2;
			const enough = Math.ceil(Math.random() * half + (when === "late" ? half : 0)) - 1;
			const child = spawn(process.execPath, [MAIN, ...ARGS], { cwd: folder, env: { PATH: "/usr/bin:/bin", ...environment(when) } });
			const gone = new Promise<NodeJS.Signals | null>((resolve) => child.on("close", (_code, signal) => resolve(signal)));
			const before = stub.calls.length;
			while (stub.calls.length - before < enough && child.exitCode === null) await sleep(1);
			child.kill("SIGKILL");
			expect(await gone, `after ${enough} calls`).toBe("SIGKILL");
			const { code, told } = await audit(when);
			expect(code).toBe(1);
			expect(findings(told), `killed after ${enough} calls`).toEqual(findings(whole));
			expect(await openFindings(when)).toEqual(await openFindings("whole"));
		},
	);
});

test(
	"with a fifth of the calls failing, what is unread is undecided with its reason, never a pass, and closes no finding",
	async () => {
		stub.fail((operation, body) => {
			const [byte = 0] = createHash("sha256")
				.update(`${operation} ${JSON.stringify(body)}`)
				.digest();
			const fails = READS.test(operation) && operation !== "GetCallerIdentity" && byte < 51;
			return fails ? { __type: "AccessDeniedException", message: "not authorized" } : undefined;
		});
		const before = await openFindings("whole");
		const { code, told } = await audit("whole");
		expect(code).toBe(2);
		expect(await openFindings("whole")).toEqual(before);
		const unread = told.decisions.filter(({ verdict }) => verdict === "undecided");
		expect(unread.length).toBeGreaterThan(0);
		expect(told.summary.undecided).toBe(unread.length);
		for (const { failures } of unread) expect(failures[0]?.reason).toMatch(/ecs:\w+.*failed.*allow ecs:/);
		const verdicts = new Map(whole.decisions.map(({ source, kind, verdict }) => [`${kind} ${source}`, verdict]));
		for (const { source, kind, verdict } of told.decisions) {
			if (verdict === "allowed") expect(verdicts.get(`${kind} ${source}`), source).toBe("allowed");
		}
	},
	PATIENCE_MS,
);

test(
	"what is not there any more takes its findings with it, and nothing else does",
	async () => {
		const [gone] = whole.decisions.filter(({ kind, violations }) => kind === "Service" && violations.length > 0);
		const resource = gone?.source ?? "";
		await cluster.client.send(new DeleteServiceCommand({ cluster: "shop", service: resource, force: true }));
		const { told } = await audit("whole");
		expect(told.decisions.map(({ source }) => source)).not.toContain(resource);
		const kept = openSqliteStore(join(folder, "whole.db"));
		const resolved = await kept.findings({ state: "resolved", limit: 1_000 });
		await kept.close();
		expect(resolved.length).toBeGreaterThan(0);
		expect(new Set(resolved.map((finding) => `${finding.resource} ${finding.resolution}`))).toEqual(new Set([`${resource} gone`]));
	},
	PATIENCE_MS,
);

test.for(Object.keys(FORMATS) as readonly FormatName[])(
	"a saved inventory is told without AWS as %s",
	{ timeout: PATIENCE_MS },
	async (format) => {
		const faulty = whole.decisions.filter(({ violations }) => violations.length > 0).map(({ source }) => source.split("/").at(-1) ?? "");
		const args = ["audit", "--inventory", "saved.jsonl", "--no-record", "--format", format];
		const { code, stdout, stderr } = await taskgate(args, { cwd: folder });
		expect(code, stderr).toBe(1);
		// SARIF tells of URIs, and Markdown of as many as a comment takes.
		const text = stdout.replaceAll("%3A", ":");
		expect(faulty.filter((name) => text.includes(name)).length).toBeGreaterThan(format === "markdown" ? 0 : faulty.length - 1);
	},
);
