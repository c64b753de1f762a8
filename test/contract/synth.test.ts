/** `npm run synth` refuses a constraints file that the functions it packs could not start with. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SYNTH = fileURLToPath(new URL("../../scripts/synth.ts", import.meta.url));

test("a policy that does not exist is told before anything is built", () => {
	const folder = mkdtempSync(join(tmpdir(), "taskgate-synth-"));
	const file = join(folder, "gate.yaml");
	writeFileSync(file, "apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: p}\nspec: {policy: workload/privilegd}\n");
	const output = join(folder, "out");
	const { status, stderr } = spawnSync(process.execPath, [SYNTH, "--output", output, "--constraints", file], { encoding: "utf8" });
	expect(stderr).toContain("gate.yaml:4:8: there is no policy workload/privilegd; did you mean workload/privileged?");
	expect(status).toBe(2);
	expect(existsSync(output)).toBe(false);
});
