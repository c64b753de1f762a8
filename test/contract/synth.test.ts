/** `npm run synth` refuses constraints and a trust policy that the functions it packs could not start with. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openSigstore } from "../sigstore.ts";

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

const RULE = "apiVersion: taskgate.dev/v1\nkind: ImageTrust\nrules:\n- images: ['*']\n";
const BY_IDENTITY = `${RULE}  identities: [{issuer: "https://issuer.example", subject: "*"}]\n`;

test.each([
	["names nobody", RULE, /trust\.yaml is not usable:\n {2}rules\.0 must name keys or identities/],
	["names identities without a root", BY_IDENTITY, /names identities, and no trustedRoot/],
	["has its root in another folder", `${BY_IDENTITY}trustedRoot: ../root.json\n`, /its trustedRoot \.\.\/root\.json must lie beside it/],
])("a trust policy that %s is told before anything is built", async (_, text, message) => {
	const parent = mkdtempSync(join(tmpdir(), "taskgate-synth-"));
	const folder = join(parent, "trust");
	mkdirSync(folder);
	writeFileSync(join(parent, "root.json"), JSON.stringify((await openSigstore()).trustedRoot));
	writeFileSync(join(folder, "trust.yaml"), text);
	const output = join(folder, "out");
	const { status, stderr } = spawnSync(process.execPath, [SYNTH, "--output", output, "--trust", join(folder, "trust.yaml")], {
		encoding: "utf8",
	});
	expect(stderr).toMatch(message);
	expect(status).toBe(2);
	expect(existsSync(output)).toBe(false);
});
