/** `taskgate check` where the constraints cover none of what it is given. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { taskgate } from "./cli.ts";

const SHOP = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: privileged-in-shop}
spec: {policy: workload/privileged, match: {clusters: [shop]}}
`;
const SILENCE = "taskgate: nothing was asked of 1 object: no constraint covers any; --explain says why\n";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-uncovered-"));
	await writeFile(join(folder, "gate.yaml"), SHOP);
	await writeFile(join(folder, "web.json"), JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", privileged: true }] }));
	await writeFile(join(folder, "run.json"), JSON.stringify({ cluster: "shop", taskDefinition: "web" }));
});
afterAll(() => rm(folder, { recursive: true }));

const check = (...paths: readonly string[]) => taskgate(["check", "--constraints", "gate.yaml", ...paths], { cwd: folder });

test("a task definition has no cluster: it is allowed, and it says that nothing was asked", async () => {
	expect(await check("web.json")).toMatchObject({ code: 0, stdout: expect.stringContaining("1 allowed"), stderr: SILENCE });
});

test("where something is covered, it is silent", async () => {
	expect(await check("web.json", "run.json")).toMatchObject({ code: 1, stderr: "" });
});
