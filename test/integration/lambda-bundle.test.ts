/** What is uploaded to Lambda: the same bytes each time, nothing of this machine, and a thread for policies that can be stopped. */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCompiler } from "../../src/rego/compiler.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { registerEvent } from "../cloudtrail.ts";
import { freshStore } from "../gate-process.ts";
import { type BatchAnswer, builtFunctions, sqsBatch, startFunction } from "../lambda-function.ts";
import { sourcesOf } from "../rego-bundle.ts";

let built: string;
beforeAll(async () => {
	built = await builtFunctions();
});

const filesOf = (folder: string) => globSync("**/*.*", { cwd: folder }).sort();
const digestsOf = (folder: string) =>
	filesOf(folder).map(
		(file) =>
			`${file} ${createHash("sha256")
				.update(readFileSync(join(folder, file)))
				.digest("hex")}`,
	);

describe("build/lambda", () => {
	it("holds all that each function needs, and the same bytes when built again", async () => {
		for (const name of ["events", "schedule", "deployment-hook", "cloudformation-hook", "audit"]) {
			const files = filesOf(join(built, name)).filter((file) => !/^(chunks|policies\/profiles)\//.test(file));
			expect(files).toEqual(["engine-worker.mjs", "index.mjs", "policies/bundle.tar.gz"]);
		}
		expect(digestsOf(await builtFunctions())).toEqual(digestsOf(built));
	});

	it("names no folder of the machine that built it", () => {
		const root = resolve(import.meta.dirname, "../..");
		for (const file of filesOf(built)) expect(readFileSync(join(built, file)).includes(root), file).toBe(false);
	});
});

/** 10¹² steps where the name asks for it; comparing members of a set takes no memory, so that it is time that runs out. */
const RUNAWAY = `violation contains {"msg": "never said"} if {
	input.request.name == "runaway"
	n := {i | some i in numbers.range(1, 10000)}
	some a in n
	some b in n
	some c in n
	a < b
	b < c
	c < a
}`;

describe("a policy that runs away, in the bundle", () => {
	const compiler = openCompiler();
	afterAll(() => compiler.close());

	it("is stopped at its deadline: undecided, the others judge, and the batch goes on", async () => {
		const folder = await mkdtemp(join(tmpdir(), "taskgate-runaway-"));
		const files = sourcesOf({ "t/runaway": RUNAWAY, "t/web": 'violation contains {"msg": "x"} if input.request.name == "web"' });
		await writeFile(join(folder, "bundle.tar.gz"), await compiler.build({ files, revision: "test" }));
		const constraint = (policy: string) =>
			`apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: ${policy}}\nspec: {policy: t/${policy}, enforcementAction: deny}\n`;
		await writeFile(join(folder, "constraints.yaml"), ["runaway", "web"].map(constraint).join("---\n"));
		const address = await freshStore();
		const events = await startFunction(`${built}/events`, {
			...{ TASKGATE_BUNDLE: join(folder, "bundle.tar.gz"), TASKGATE_CONSTRAINTS: join(folder, "constraints.yaml") },
			...{ TASKGATE_STORE: address, AWS_REGION: "us-east-1", HOME: folder },
		});
		const store = openSqliteStore(address.replace("sqlite:", ""));
		try {
			const event = (family: string) => registerEvent({ family, containerDefinitions: [{ name: "app", image: "web" }] });
			const batch = sqsBatch({ m1: event("runaway"), m2: event("web") });
			expect(await events.invoke<BatchAnswer>(batch)).toEqual({ batchItemFailures: [] });
			const decided = new Map((await store.decisions({})).decisions.map((decision) => [decision.name, decision]));
			const failures = [{ policy: "t/runaway", reason: "did not finish within 1000 ms" }];
			expect(decided.get("runaway")).toMatchObject({ verdict: "undecided", failures });
			expect(decided.get("web")).toMatchObject({ verdict: "denied", violations: [{ policy: "t/web" }], failures: [] });
		} finally {
			await events.kill();
			await store.close();
		}
	});
});
