/** Every Rego test of the built-in library, and that every policy has tests of both kinds. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCompiler } from "../../src/rego/compiler.ts";
import type { TestResult } from "../../src/rego/compiler-protocol.ts";
import { type PolicySources, readPolicySources } from "../../src/rego/policy-sources.ts";

const POLICIES = fileURLToPath(new URL("../../policies/", import.meta.url));

const compiler = openCompiler();
afterAll(() => compiler.close());

let files: PolicySources;
let results: readonly TestResult[];
beforeAll(async () => {
	files = await readPolicySources(POLICIES, "policies/");
	results = await compiler.test({ files });
});

describe("policies/**/*_test.rego", () => {
	it("pass, every one", () => {
		const bad = results
			.filter(({ outcome }) => outcome !== "pass")
			.map(({ file, row, name, outcome, errors, output }) => ({ at: `${file}:${row} ${name}`, outcome, errors, output }));
		expect(bad).toEqual([]);
		expect(results.length).toBeGreaterThan(0);
	});

	it("notice a policy that never speaks, and one that always does", async () => {
		const policies = (await compiler.inspect({ files })).filter(({ annotations }) => annotations.entrypoint).map(({ file }) => file);
		expect(policies.length).toBeGreaterThan(0);
		const silent = await failing(
			policies,
			(text) => `${text.replace(/^violation\b/gm, "unheard")}\nviolation contains member if { some member in unheard; false }\n`,
		);
		const loud = await failing(policies, (text) => `${text}\nviolation contains {"msg": "always"}\n`);
		expect(
			policies.filter((policy) => !silent.has(testsOf(policy))),
			"policies without a test of what they refuse",
		).toEqual([]);
		expect(
			policies.filter((policy) => !loud.has(testsOf(policy))),
			"policies without a test of what they allow",
		).toEqual([]);
	});
});

/** The test files that do not pass when every policy is changed so. */
async function failing(policies: readonly string[], change: (text: string) => string): Promise<ReadonlySet<string>> {
	const changed = Object.fromEntries(policies.map((policy) => [policy, change(files[policy] ?? "")]));
	const after = await compiler.test({ files: { ...files, ...changed } });
	return new Set(after.filter(({ outcome }) => outcome === "fail").map(({ file }) => file));
}

function testsOf(policy: string): string {
	return policy.replace(/\.rego$/, "_test.rego");
}
