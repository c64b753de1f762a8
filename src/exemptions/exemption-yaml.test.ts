import { describe, expect, test } from "vitest";
import type { Exemption } from "../admission/exemption.ts";
import { SCHEMA_POLICY } from "../admission/policy.ts";
import { readConstraints } from "../constraints/read-constraints.ts";
import { addition, exemptionYaml, nameFor } from "./exemption-yaml.ts";

const POLICIES = [{ ...SCHEMA_POLICY, id: "workload/privileged" }];
const read = (text: string) => readConstraints(text, "e.yaml", POLICIES).exemptions;

/** A list of accounts is read as what it includes. */
const asRead = (exemption: Exemption) => ({ ...exemption, match: { ...exemption.match, accounts: { include: exemption.match.accounts } } });

const EXEMPTION: Exemption = {
	name: "agent",
	policy: "workload/privileged",
	match: { accounts: ["111122223333", "000000000012"], containers: ["agent"], fields: ["/containerDefinitions/0/privileged"] },
	reason: "OPS-12: the agent reads /proc",
	approvedBy: "security@example.com",
	expiresAt: "2027-01-31T00:00:00Z",
};

describe("what is written is what is read", () => {
	test.each([
		["as it is", EXEMPTION],
		["texts that YAML would take for something else", { ...EXEMPTION, name: "no", reason: "yes", approvedBy: "0x10" }],
		["quotes, colons, hashes, lines", { ...EXEMPTION, reason: "a: \"b\" # 'c'\n- d\n---\n* &e | > %" }],
		["long ones", { ...EXEMPTION, reason: "word ".repeat(100).trim() }],
		["patterns", { ...EXEMPTION, match: { accounts: ["*"], images: ["*/legacy/*", "&anchor", "!tag"] } }],
	])("%s", (_, exemption) => {
		expect(read(exemptionYaml(exemption))).toEqual([asRead(exemption)]);
	});
});

test("as one more document of a file, whatever its end", () => {
	const other = { ...EXEMPTION, name: "other" };
	const both = [EXEMPTION, other].map(asRead);
	const standing = exemptionYaml(EXEMPTION);
	const text = exemptionYaml(other);
	for (const file of [standing, standing.trimEnd(), `${standing}---\n`, `# why\n${standing}\n\n`])
		expect(read(file + addition(file, text))).toEqual(both);
	for (const file of ["", "---\n", "---"]) expect(read(file + addition(file, text))).toEqual([asRead(other)]);
});

test("a name for what nobody named", () => {
	expect(nameFor("workload/privileged", ["111122223333", "registry.example.com/legacy/*"])).toBe(
		"workload-privileged-111122223333-registry.example.com-legacy",
	);
});
