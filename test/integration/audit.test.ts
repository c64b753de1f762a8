/** An account of a few hundred things, audited by a process of its own: whole, again, killed and gone on with, and with calls that fail. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import type { ReportedDecision } from "../../src/report/report.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { fillAccount, sizeWanted } from "./audit/account.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const AUDITOR = fileURLToPath(import.meta.resolve("./audit/auditor.ts"));
const REGION = "ap-northeast-3";
const SIZE = sizeWanted(process.env.TASKGATE_AUDIT_SIZE);
const LONG = 60_000 + SIZE.definitions * 300;

let stub: EcsStub;
let folder: string;

interface Audited {
	readonly decisions: readonly ReportedDecision[];
	readonly counts: Readonly<Record<"missed" | "unread" | "evaluated" | "remembered", number>>;
	readonly evaluations: number;
	readonly resumed: number;
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-audit-"));
	stub = await startEcsStub(inject("motoUrl"));
	const started = performance.now();
	await fillAccount(inject("motoUrl"), REGION, SIZE);
	console.log(`moto filled in ${Math.round((performance.now() - started) / 1000)} s`);
}, LONG);
beforeEachAnswer();
afterAll(async () => {
	await stub.close();
	await rm(folder, { recursive: true });
});

/** Moto has no daemons and no account settings of its own to list. */
function beforeEachAnswer(): void {
	const answer = () => {
		stub.reset();
		stub.answer("ListDaemons", () => ({ daemonSummariesList: [] }));
		stub.answer("DescribeCapacityProviders", () => ({ capacityProviders: [] }));
	};
	beforeAll(answer);
	afterEach(answer);
}

function start(store: string) {
	const { PATH, HOME } = process.env;
	const credentials = { AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing", AWS_EC2_METADATA_DISABLED: "true" };
	const env = { PATH, HOME, ...credentials, AWS_REGION: REGION, AWS_ENDPOINT_URL: stub.url, TASKGATE_ENFORCE: "on" };
	return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", AUDITOR, join(folder, store), REGION], { env });
}

async function audit(store: string): Promise<Audited> {
	const auditor = start(store);
	const [out, said] = await Promise.all([text(auditor.stdout), text(auditor.stderr)]);
	expect(out, said).not.toBe("");
	return JSON.parse(out) as Audited;
}

/** Killed once it has told that it has dealt with so many. */
async function auditKilledAfter(store: string, count: number): Promise<void> {
	const auditor = start(store);
	auditor.stderr.setEncoding("utf8").on("data", (told: string) => {
		if (Number(told.trim().split("\n").at(-1)) >= count) auditor.kill("SIGKILL");
	});
	const [, signal] = await once(auditor, "exit");
	expect(signal).toBe("SIGKILL");
}

/** Without what tells when it was. */
function told({ decisions }: Audited) {
	return decisions.map(({ violations, ...decision }) => ({
		...decision,
		violations: violations.map(({ finding: _, ...violation }) => violation),
	}));
}

const MUTATING = /^(Deregister|Stop|Update|Delete|Put|Create|Tag|Run|Register|Execute)/;

test(
	"everything is judged and what events have missed is on record; a second audit asks no policy, records nothing and tells the same",
	async () => {
		const started = performance.now();
		const first = await audit("whole.db");
		console.log(`audited ${first.decisions.length} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
		const things = SIZE.definitions + SIZE.services + SIZE.tasks;
		expect(first.decisions.length).toBeGreaterThanOrEqual(things);
		expect(first.counts.unread).toBe(0);
		expect(first.counts.missed).toBe(first.decisions.length);
		expect(new Set(first.decisions.map(({ verdict }) => verdict))).toEqual(new Set(["allowed", "denied"]));

		const again = await audit("whole.db");
		expect(again.evaluations).toBe(0);
		expect(again.counts).toEqual({ missed: 0, unread: 0, evaluated: 0, remembered: first.decisions.length });
		expect(told(again)).toEqual(told(first));
		expect(stub.calls.filter(({ operation }) => MUTATING.test(operation))).toEqual([]);

		const store = openSqliteStore(join(folder, "whole.db"));
		const { decisions } = await store.decisions({ limit: 100_000 });
		expect(decisions).toHaveLength(first.decisions.length);
		expect(decisions.flatMap(({ actions }) => actions)).toEqual([]);
		const seen = await store.findings({ state: "open", limit: 100_000 });
		expect(seen.length).toBeGreaterThan(0);
		expect(seen.filter(({ firstSeen, lastSeen }) => firstSeen >= lastSeen)).toEqual([]);
		await store.close();
	},
	LONG,
);

test(
	"killed at any point and gone on with, it comes to what it would have come to",
	async () => {
		const whole = await audit("uninterrupted.db");
		const most = SIZE.definitions / 2;
		const killAt = [Math.floor(Math.random() * most), Math.floor(most + Math.random() * most)];
		for (const count of killAt) await auditKilledAfter("killed.db", count);
		const resumed = await audit("killed.db");
		expect(resumed.resumed, `killed after ${killAt}`).toBeGreaterThan(0);
		expect(told(resumed), `killed after ${killAt}`).toEqual(told(whole));
		expect(resumed.counts, `killed after ${killAt}`).toEqual(whole.counts);
		const [one, other] = [openSqliteStore(join(folder, "uninterrupted.db")), openSqliteStore(join(folder, "killed.db"))];
		const kept = async (store: typeof one) =>
			(await store.decisions({ limit: 100_000 })).decisions
				.map(({ resource, kind, verdict }) => `${resource} ${kind} ${verdict}`)
				.toSorted();
		expect(await kept(other)).toEqual(await kept(one));
		await Promise.all([one.close(), other.close()]);
	},
	LONG,
);

test(
	"with a fifth of the calls failing, what was not read is undecided with its reason, and resolves nothing",
	async () => {
		const whole = await audit("failing.db");
		const open = async () => {
			const store = openSqliteStore(join(folder, "failing.db"));
			const found = (await store.findings({ state: "open", limit: 100_000 })).map(({ id }) => id);
			await store.close();
			return found.toSorted();
		};
		const before = await open();
		let n = 0;
		stub.fail((operation) =>
			/^(Describe|List)/.test(operation) && n++ % 5 === 4 ? { __type: "ServerException", message: "no" } : undefined,
		);
		const holed = await audit("failing.db");
		const undecided = holed.decisions.filter(({ verdict }) => verdict === "undecided");
		expect(holed.counts.unread).toBe(undecided.length);
		expect(undecided.length).toBeGreaterThan(SIZE.definitions / 10);
		expect(undecided.filter(({ failures }) => failures.length === 0 || failures[0]?.reason === "")).toEqual([]);
		const known = new Map(whole.decisions.map(({ source, kind, verdict }) => [`${kind} ${source}`, verdict]));
		const judged = holed.decisions.filter(({ verdict }) => verdict !== "undecided");
		expect(judged.filter(({ kind, source, verdict }) => known.get(`${kind} ${source}`) !== verdict)).toEqual([]);
		expect(await open()).toEqual(before);
	},
	LONG,
);
