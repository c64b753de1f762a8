/** `taskgate report --verify` on stores that somebody has tampered with, by SQL and behind Taskgate's back. */
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Period } from "../../src/report/period.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { allowed } from "../contract/store/records.ts";
import { taskgate } from "./cli.ts";
import { ACCOUNT, ago, fillStore, hourAgo, OTHER } from "./report-ground.ts";

let folder: string;
let anchor: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-verify-"));
	await fillStore(join(folder, "gate.db"));
	anchor = (await verify("gate.db")).told.completeness.accounts[0]?.newest?.digest ?? "";
});
afterAll(() => rm(folder, { recursive: true }));

async function verify(store: string, ...args: readonly string[]) {
	const all = ["report", "--verify", "--store", `sqlite:${store}`, "--format", "json", ...args];
	const { code, stdout, stderr } = await taskgate(all, { cwd: folder });
	const told = JSON.parse(stdout || "{}") as Period;
	const problems = told.verification?.problems.map(({ kind, account, hour, uid }) => ({ kind, account, hour, uid }));
	return { code, stderr, told, problems };
}

async function tampered(...statements: readonly string[]): Promise<string> {
	await copyFile(join(folder, "gate.db"), join(folder, "tampered.db"));
	const db = new DatabaseSync(join(folder, "tampered.db"), { enableForeignKeyConstraints: false });
	for (const statement of statements) expect(db.prepare(statement).run().changes).toBeGreaterThan(0);
	db.close();
	return "tampered.db";
}

test("a store that nobody has touched is whole, and its anchor is found", async () => {
	const { code, told } = await verify("gate.db", "--anchor", anchor);
	expect(code).toBe(0);
	expect(told.verification).toMatchObject({ problemCount: 0, decisions: 10, hoursVerified: 5, seals: 5, beforeLedger: 0 });
	expect(told.verification?.anchors).toMatchObject([{ account: ACCOUNT, number: 4, digest: anchor }]);
});

describe("found and named is", () => {
	const HOUR = hourAgo(48);
	const at = (hours: number) => ({ account: ACCOUNT, hour: hourAgo(hours) });
	const COLUMNS =
		"time, decided_at, enforcement_point, reach, action, kind, operation, name, account, region, cluster, principal, resource";
	const REST = "verdict, violations, failures, unknown, not_applicable, source, object, revision, constraints_digest, duration_ms";

	test.each([
		["a record that was removed", ["DELETE FROM decisions WHERE uid = 'failed'"], [{ kind: "removed", ...at(48), uid: "failed" }]],
		[
			"a verdict that was altered",
			["UPDATE decisions SET verdict = 'allowed' WHERE uid = 'failed'"],
			[{ kind: "altered", ...at(48), uid: "failed" }],
		],
		[
			"a principal that was altered",
			["UPDATE decisions SET principal = 'x' WHERE uid = 'failed'"],
			[{ kind: "altered", ...at(48), uid: "failed" }],
		],
		[
			"a record that was inserted",
			[
				`INSERT INTO decisions (uid, key, ${COLUMNS}, ${REST}) SELECT 'forged', 'forged', ${COLUMNS}, ${REST} FROM decisions WHERE uid = 'failed'`,
			],
			[{ kind: "inserted", ...at(48), uid: "forged" }],
		],
		[
			"a record that was removed with its entry",
			["DELETE FROM decisions WHERE uid = 'failed'", "DELETE FROM ledger WHERE uid = 'failed'"],
			[{ kind: "entries changed", ...at(48), uid: undefined }],
		],
		[
			"a record that was altered with its entry",
			["UPDATE ledger SET digest = (SELECT digest FROM ledger WHERE uid = 'new') WHERE uid = 'failed'"],
			[
				{ kind: "altered", ...at(48), uid: "failed" },
				{ kind: "entries changed", ...at(48), uid: undefined },
			],
		],
		[
			"counts that were altered",
			[`UPDATE seals SET tally = replace(tally, 'denied', 'allowed') WHERE hour = '${HOUR}' AND account = '${ACCOUNT}'`],
			[{ kind: "seal altered", ...at(48), uid: undefined }],
		],
	])("%s", async (_, statements, expected) => {
		const { code, problems } = await verify(await tampered(...statements));
		expect({ code, problems }).toEqual({ code: 1, problems: expected });
	});

	test("a seal that is missing", async () => {
		const { code, problems } = await verify(await tampered(`DELETE FROM seals WHERE account = '${ACCOUNT}' AND number = 2`));
		expect(code).toBe(1);
		expect(problems).toContainEqual({ kind: "seal missing", account: ACCOUNT, hour: undefined, uid: undefined });
	});

	test("a chain whose end is cut off with everything that it sealed, by its anchor alone", async () => {
		const cut = await tampered(
			`DELETE FROM seals WHERE account = '${ACCOUNT}' AND number = 4`,
			"DELETE FROM decisions WHERE uid IN ('excused', 'let-through', 'undecided')",
			"DELETE FROM ledger WHERE uid IN ('excused', 'let-through', 'undecided')",
		);
		expect((await verify(cut)).code).toBe(0);
		const { code, problems } = await verify(cut, "--anchor", anchor);
		expect({ code, kinds: problems?.map(({ kind }) => kind) }).toEqual({ code: 1, kinds: ["anchor missing"] });
	});

	test("a record that came after its hour was sealed", async () => {
		const store = openSqliteStore(join(folder, await tampered("UPDATE decisions SET rowid = rowid WHERE uid = 'new'")));
		await store.record(allowed("late", { time: ago(48), decidedAt: ago(48, 5) }), []);
		await store.close();
		const { code, problems } = await verify("tampered.db");
		expect({ code, problems }).toEqual({ code: 1, problems: [{ kind: "recorded late", ...at(48), uid: "late" }] });
	});
});

test("for people: the verdict, and each problem on its line", async () => {
	const store = await tampered("DELETE FROM decisions WHERE uid = 'elsewhere'");
	const { code, stdout } = await taskgate(["report", "--verify", "--store", `sqlite:${store}`], { cwd: folder });
	expect(code).toBe(1);
	expect(stdout).toContain("Verification: NOT WHOLE: 1 problem\n");
	expect(stdout).toMatch(
		new RegExp(`^ {2}removed {2}${OTHER} {2}${hourAgo(48).replace("T", " ")}:00 {2}decision elsewhere was entered and is$`, "m"),
	);
	expect(stdout).toContain("1 record that the ledger names is not there");
});

test("records that cannot be read are no proof of anything: exit 2", async () => {
	const { code, stderr } = await verify(await tampered("UPDATE decisions SET violations = '{' WHERE uid = 'failed'"));
	expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("taskgate: the records could not be verified") });
});
