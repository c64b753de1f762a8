import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBundle } from "../rego/bundle.ts";
import { everyPolicyDenies, loadConstraints, loadProfile, profileNames } from "./profile.ts";

const { policies } = await readBundle(await readFile(new URL("../../policies/bundle.tar.gz", import.meta.url)));
const EXEMPTION = `apiVersion: taskgate.dev/v1
kind: Exemption
metadata: {name: billing}
spec:
  policy: workload/privileged
  match: {accounts: ["111122223333"]}
  reason: OPS-12
  approvedBy: sec
  expiresAt: 2027-01-31T00:00:00Z
`;

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-constraints-"));
	await writeFile(join(folder, "exemptions.yaml"), EXEMPTION);
	const constraint = "apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: mine}\nspec: {policy: workload/privileged}\n";
	await writeFile(join(folder, "mine.yaml"), constraint);
});
afterAll(() => rm(folder, { recursive: true }));

const load = async (profile: string | undefined, ...files: readonly string[]) => {
	const { constraints, exemptions } = await loadConstraints({ profile, files: files.map((file) => join(folder, file)) }, policies);
	return { constraints: constraints.map(({ name }) => name), exemptions: exemptions.map(({ name }) => name) };
};
const namesOf = async (profile: string) => (await loadProfile(profile, policies)).constraints.map(({ name }) => name);

describe("profiles", () => {
	test("there are at least two, and each fits the built-in policies without a warning", async () => {
		const names = await profileNames();
		expect(names).toEqual(expect.arrayContaining(["baseline", "restricted"]));
		for (const name of names) {
			const { constraints, warnings } = await loadProfile(name, policies);
			expect(constraints.length, name).toBeGreaterThan(0);
			expect(warnings, name).toEqual([]);
		}
	});

	test("over policies that are not the library's: one sentence, however many are missing", async () => {
		await expect(loadProfile("baseline", policies.slice(0, 1))).rejects.toThrow(
			/^profile baseline:\d+:\d+: there is no policy [\w/-]+; profiles are for the library that comes with Taskgate: .+--constraints.+$/,
		);
	});

	test("one that does not exist", async () => {
		await expect(loadProfile("restriced", policies)).rejects.toThrow("there is no profile restriced; did you mean restricted?");
		await expect(loadProfile("../x", policies)).rejects.toThrow("there is no profile ../x; there are baseline, ");
	});
});

describe("what is in force", () => {
	test("baseline, when nobody says, and with exemptions alone", async () => {
		const baseline = await namesOf("baseline");
		expect(await load(undefined)).toEqual({ constraints: baseline, exemptions: [] });
		expect(await load(undefined, "exemptions.yaml")).toEqual({ constraints: baseline, exemptions: ["billing"] });
	});

	test("a file's own constraints, and a profile only if it is asked for", async () => {
		expect(await load(undefined, "mine.yaml", "exemptions.yaml")).toEqual({ constraints: ["mine"], exemptions: ["billing"] });
		expect((await load("restricted", "mine.yaml")).constraints).toEqual([...(await namesOf("restricted")), "mine"]);
	});

	test("a file that is not there", async () => {
		await expect(load(undefined, "missing.yaml")).rejects.toThrow(/^the constraints file cannot be read: ENOENT.*missing\.yaml/);
	});

	test("what the caller says, in the place of baseline: each policy of a folder denies", async () => {
		const otherwise = everyPolicyDenies(policies.slice(0, 2));
		const set = await loadConstraints({ files: [], otherwise }, policies);
		expect(set.constraints.map(({ policy, enforcementAction }) => [policy, enforcementAction])).toEqual(
			policies.slice(0, 2).map(({ id }) => [id, "deny"]),
		);
		const { constraints } = await loadConstraints({ profile: "baseline", files: [], otherwise }, policies);
		expect(constraints.length).toBeGreaterThan(2);
	});
});
