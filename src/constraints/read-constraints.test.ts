import { describe, expect, test } from "vitest";
import type { Policy } from "../admission/policy.ts";
import { ConstraintError, digestOf, joinSets } from "./constraint-set.ts";
import { readConstraints } from "./read-constraints.ts";

const PRIVILEGED: Policy = {
	id: "workload/privileged",
	title: "Containers are not privileged",
	description: "",
	severity: "critical",
	kinds: ["TaskDefinition"],
	remediation: "",
	references: [],
	aliases: ["container/privileged"],
	deprecated: false,
	parameters: { ignoreContainers: { description: "", default: [] }, note: { description: "" } },
};
const POLICIES = [PRIVILEGED, { ...PRIVILEGED, id: "workload/old", aliases: [], deprecated: true }];
const read = (text: string) => readConstraints(text, "c.yaml", POLICIES);

const constraint = (spec: string, name = "no-privileged") =>
	`apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: ${name}}\nspec:\n  policy: workload/privileged\n${spec}`;
const exemption = (spec: string) =>
	`apiVersion: taskgate.dev/v1\nkind: Exemption\nmetadata: {name: billing}\nspec:\n  policy: workload/privileged\n${spec}`;
const EXCUSED = '  match: {accounts: ["111122223333"]}\n  reason: OPS-12\n  approvedBy: sec\n  expiresAt: 2027-01-31T00:00:00Z\n';

describe("reads", () => {
	test("a pattern of policies as one constraint for each that is not deprecated", () => {
		const { constraints, warnings } = read(`${constraint("  enforcementAction: warn\n", "all").replace("workload/privileged", '"*"')}`);
		expect(constraints.map(({ name, policy, enforcementAction }) => [name, policy, enforcementAction])).toEqual([
			["all/workload/privileged", "workload/privileged", "warn"],
		]);
		expect(warnings).toEqual([]);
	});

	test("a constraint with nothing but its policy: it denies, everywhere", () => {
		expect(read(constraint("")).constraints).toEqual([
			{
				name: "no-privileged",
				policy: "workload/privileged",
				enforcementAction: "deny",
				scopedActions: {},
				failurePolicy: "Fail",
				match: {},
				parameters: {},
			},
		]);
	});

	test("everything that can be said", () => {
		const spec = `  enforcementAction: warn
  scopedActions: {audit-scan: dryrun}
  failurePolicy: Ignore
  match: {clusters: {exclude: ["sandbox-*"]}, names: [web]}
  parameters: {ignoreContainers: [agent]}
`;
		const { constraints, exemptions } = read(`${constraint(spec)}---\n${exemption(EXCUSED)}`);
		expect(constraints[0]).toMatchObject({
			enforcementAction: "warn",
			scopedActions: { "audit-scan": "dryrun" },
			failurePolicy: "Ignore",
			match: { clusters: { exclude: ["sandbox-*"] }, names: { include: ["web"] } },
			parameters: { ignoreContainers: ["agent"] },
		});
		expect(exemptions).toEqual([
			{
				name: "billing",
				policy: "workload/privileged",
				match: { accounts: { include: ["111122223333"] } },
				reason: "OPS-12",
				approvedBy: "sec",
				expiresAt: "2027-01-31T00:00:00Z",
			},
		]);
	});

	test("a policy by its former id, and a deprecated one, with a warning", () => {
		const { constraints, warnings } = read(
			`${constraint("").replace("workload/", "container/")}---\n${constraint("", "old").replace("privileged\n", "old\n")}`,
		);
		expect(constraints.map(({ policy }) => policy)).toEqual(["workload/privileged", "workload/old"]);
		expect(warnings).toEqual([
			"c.yaml:5:3: the policy container/privileged is now called workload/privileged",
			"c.yaml:11:3: the policy workload/old is deprecated",
		]);
	});
});

describe("refuses", () => {
	test.each([
		[
			"an unknown key",
			constraint("  enforcmentAction: warn\n"),
			"c.yaml:6:3: spec: unknown key `enforcmentAction`; did you mean enforcementAction?",
		],
		[
			"an unknown selector",
			constraint("  match: {cluster: [a]}\n"),
			"c.yaml:6:11: spec.match: unknown key `cluster`; did you mean clusters?",
		],
		["a prototype key", constraint('  "__proto__": {enforcementAction: warn}\n'), "unknown key `__proto__`"],
		["an empty selector", constraint("  match: {clusters: []}\n"), "c.yaml:6:11: spec.match.clusters.include: must not be empty"],
		["a selector without patterns", constraint("  match: {clusters: {}}\n"), "must name what to include or exclude"],
		["an account that YAML makes a number", constraint("  match: {accounts: [111122223333]}\n"), "put it in quotes"],
		["an unknown action", constraint("  enforcementAction: block\n"), "spec.enforcementAction: must be one of deny, warn, dryrun"],
		[
			"an unknown policy",
			constraint("").replace("privileged\n", "priviledged\n"),
			"c.yaml:5:3: there is no policy workload/priviledged; did you mean workload/privileged?",
		],
		[
			"an unknown parameter",
			constraint("  parameters: {ignoreContainer: [a]}\n"),
			"c.yaml:6:16: workload/privileged has no parameter `ignoreContainer`; did you mean ignoreContainers?",
		],
		["a parameter of the wrong type", constraint("  parameters: {ignoreContainers: agent}\n"), "must be a list, not a text"],
		["a wrong member of a parameter", constraint("  parameters:\n    ignoreContainers: [a, 1]\n"), "c.yaml:7:27: the parameter"],
		[
			"a policy pattern that fits none",
			constraint("").replace("workload/privileged", "fargate/*"),
			"c.yaml:5:3: no policy is like fargate/*",
		],
		["a policy pattern in an exemption", exemption(EXCUSED).replace("workload/privileged", "workload/*"), "there is no policy workload/*"],
		[
			"a parameter that not all of the pattern's policies take",
			constraint("  parameters: {x: 1}\n").replace("workload/privileged", '"*"'),
			"no parameter `x`",
		],
		["a name that stands twice", `${constraint("")}---\n${constraint("")}`, "c.yaml:9:12: the name no-privileged stands twice"],
		["another version", constraint("").replace("/v1", "/v2"), "c.yaml:1:1: apiVersion: must be taskgate.dev/v1"],
		[
			"another kind",
			"kind: Constrain\n",
			"c.yaml:1:1: kind must be Constraint or Exemption, of taskgate.dev/v1, not Constrain; did you mean Constraint?",
		],
		["a list", "- a\n", "kind must be Constraint or Exemption"],
		["what is not YAML", "a: [", "c.yaml:1:5: neither JSON nor YAML: "],
		[
			"an exemption without accounts",
			exemption(EXCUSED.replace(/accounts: \[.*?\]/, "names: [a]")),
			"spec.match.accounts: must be there: an exemption names the accounts",
		],
		["an exemption without a match", exemption(EXCUSED.replace(/ {2}match.*\n/, "")), "spec.match: must be there, with the accounts"],
		["an exemption without a reason", exemption(EXCUSED.replace(/ {2}reason.*\n/, "")), "spec.reason: must be there: why it is excused"],
		["an exemption with an empty approver", exemption(EXCUSED.replace("sec\n", '""\n')), "spec.approvedBy: must not be empty"],
		[
			"an exemption without an end",
			exemption(EXCUSED.replace(/ {2}expiresAt.*\n/, "")),
			"spec.expiresAt: must be there: a time as in RFC 3339",
		],
		[
			"an exemption until some day",
			exemption(EXCUSED.replace(/2027.*\n/, "2027-01-31\n")),
			"c.yaml:9:3: spec.expiresAt: must be a time as in RFC 3339",
		],
	])("%s", (_, text, message) => {
		expect(() => read(text)).toThrow(ConstraintError);
		expect(() => read(text)).toThrow(message);
	});

	test("every problem at once, one line each", () => {
		const problems = constraint("  enforcementAction: block\n  match: {clusters: []}\n");
		expect(() => read(problems)).toThrow(/^c\.yaml:6:.*\nc\.yaml:7:.*$/);
	});

	test("one name in two files", () => {
		const set = read(constraint(""));
		expect(() => joinSets([set, set])).toThrow("constraint no-privileged: stands in more than one");
		expect(joinSets([set, read(constraint("", "other"))]).constraints).toHaveLength(2);
	});
});

describe("digestOf", () => {
	const { constraints, exemptions } = read(
		`${constraint("  parameters: {ignoreContainers: [a, b]}\n")}---\n${constraint("", "b")}---\n${exemption(EXCUSED)}`,
	);

	test("does not depend on the order of documents or keys", () => {
		const turned = constraints.toReversed().map((each) => Object.fromEntries(Object.entries(each).reverse()) as typeof each);
		expect(digestOf(turned, exemptions)).toBe(digestOf(constraints, exemptions));
		expect(digestOf(constraints, exemptions)).toMatch(/^[0-9a-f]{64}$/);
	});

	test("depends on everything that is said", () => {
		const other = read(`${constraint("  parameters: {ignoreContainers: [b, a]}\n")}---\n${constraint("", "b")}`).constraints;
		expect(digestOf(other, exemptions)).not.toBe(digestOf(constraints, exemptions));
		expect(digestOf(constraints, [])).not.toBe(digestOf(constraints, exemptions));
	});
});
