import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { POLICIES_FOLDER } from "../policies-folder.ts";
import { openCompiler } from "../rego/compiler.ts";
import { RegoErrors } from "../rego/compiler-errors.ts";
import { readPolicySources } from "../rego/policy-sources.ts";
import type { AuthorFolder } from "./author-folder.ts";
import { foreignFiles, lintFolder } from "./lint.ts";
import { newPolicy, WITH_DEFINITION } from "./new-policy.ts";

const compiler = openCompiler();
afterAll(() => compiler.close());

function policyOf(rules: readonly string[], kinds: string, parameters: string): string {
	const head = `package policies.team.labels

import data.lib.launch
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Labels
# description: Why.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [${kinds}]
#   remediation: Do it.
#   references: []
#   parameters: ${parameters}
violation contains {"msg": "m"} if {
	launch.setting("overrides", {}).value != value.malformed
	parameter.get("wanted", 1) == count(workload.containers)
}
`;
	return head + rules.map((body, i) => `\n_rule_${i} if {\n\t${body}\n}\n`).join("");
}

const WANTED = "{wanted: {description: How many., default: 1}}";

async function folderOf(files: Readonly<Record<string, string>>): Promise<AuthorFolder> {
	const library = await readPolicySources(fileURLToPath(new URL("lib/", POLICIES_FOLDER)), "policies/lib/");
	const used = Object.fromEntries(
		Object.entries(library).filter(([path]) => path.endsWith("/fixture_test.rego") || !path.endsWith("_test.rego")),
	);
	return { directory: "policies", files: { ...used, ...files }, own: Object.keys(files).sort(), shown: {} };
}

const TEST = "package policies.team.labels_test\n\ntest_x if true\n";

async function findings(
	rules: readonly string[],
	{ kinds = "TaskDefinition, Service", parameters = WANTED } = {},
): Promise<readonly string[]> {
	const policy = policyOf(rules, kinds, parameters);
	const folder = await folderOf({ "policies/team/labels.rego": policy, "policies/team/labels_test.rego": TEST });
	return (await lintFolder(compiler, folder, [])).map(({ rule, message }) => `${rule}: ${message}`);
}

test("nothing is found in what is right", async () => {
	const rules = [
		'input.request.object.containerDefinitions[_].portMappings[0].containerPort == 80\n\tinput.now != ""',
		'some container in workload.containers\n\tcontainer.linuxParameters.capabilities.add[_] == "ALL"\n\tcontainer["$unknown"]',
		'input.request.object.deploymentConfiguration.deploymentCircuitBreaker.enable\n\tinput.request.userInfo.arn != ""',
		"workload.definition.containerDefinitions[0].dockerLabels.anything",
		'options := value.get(workload.definition, "dockerLabels", {})\n\tvalue.get(options, "anything", 1) == 1',
		'value.get({"own": 1}, "own", 2) == 1',
		'value.get(input.request, "misspelt", 1) == 1 # taskgate: ignore unknown-member',
		'value.get(value.get(workload.definition, "logConfiguration", {}), "awslogs-group", "") == ""',
	];
	expect(await findings(rules)).toEqual([]);
});

test("a misspelt member of the input is found, each once, with the one that was meant", async () => {
	const cases: readonly (readonly [string, RegExp])[] = [
		["input.request.object.containerDefinition[_].image", /^rego_type_error: undefined ref: .*containerDefinition/],
		["some container in workload.containers\n\tcontainer.readOnlyRootFilesystem", /undefined ref: container\.readOnlyRootFilesystem/],
		["workload.definition.networkmode == 1", /undefined ref: .*networkmode/],
		["input.request.contxt.taskDefinition", /undefined ref: .*contxt/],
		["input.request.context.service.desiredcount", /undefined ref: .*desiredcount/],
		['value.get(input.request.object, "priviledged", 1) == 1', /^unknown-member: .*"priviledged"; did you mean privileged/],
		['value.list(input.request.object, "volume") == 1', /"volume"; did you mean volumes/],
		['object.get(input.request, ["context", "taskDefinitions"], 1) == 1', /did you mean taskDefinition/],
		['launch.setting("netwrkConfiguration", 1).value == 1', /did you mean networkConfiguration/],
		['workload.pointer(0, $"enviroment/{1}/name") != ""', /"enviroment"; did you mean environment/],
	];
	const found = await findings(cases.map(([rule]) => rule));
	expect(found).toHaveLength(cases.length);
	for (const [, expected] of cases) expect(found).toContainEqual(expect.stringMatching(expected));
});

test("a member that only another kind has is a mistake", async () => {
	const rules = ["input.request.object.containerDefinitions", "input.request.object.desiredCount"];
	expect(await findings(rules, { kinds: "Service" })).toEqual([expect.stringContaining("containerDefinitions")]);
	expect(await findings(rules)).toEqual([]);
});

test("what is never used, and parameters that are not the declared ones", async () => {
	expect(await findings(["unused := 1"])).toEqual([expect.stringContaining("assigned var unused unused")]);
	expect(await findings([], { parameters: "{}" })).toEqual([expect.stringContaining("undeclared-parameter: the parameter wanted is read")]);
	const more = "{wanted: {description: x, default: 1}, never: {description: x}, ignoreImages: {description: x}}";
	expect(await findings([], { parameters: more })).toEqual([expect.stringContaining("unread-parameter: the parameter never is declared")]);
});

test("what `policy new` writes lacks only what the author has to write", async () => {
	for (const kinds of [WITH_DEFINITION, ["Cluster", "Service"] as const]) {
		const { policy, test } = newPolicy("team/cost-label", kinds);
		const folder = await folderOf({ [`policies/${policy.path}`]: policy.text, [`policies/${test.path}`]: test.text });
		expect((await lintFolder(compiler, folder, [])).map(({ message }) => message)).toEqual([
			"the description is still what `policy new` wrote",
			"the remediation is still what `policy new` wrote",
		]);
		expect(await compiler.format({ files: folder.files })).toMatchObject({
			[`policies/${policy.path}`]: policy.text,
			[`policies/${test.path}`]: test.text,
		});
		const { tests } = await compiler.try({ files: folder.files });
		expect(tests.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(["test_allows pass", "test_refuses fail"]);
	}
});

test("a policy without a test, and a file that cannot be parsed", async () => {
	const policy = policyOf([], "Task", WANTED);
	const alone = await lintFolder(compiler, await folderOf({ "policies/team/labels.rego": policy }), []);
	expect(alone.map(({ rule }) => rule)).toEqual(["no-test"]);
	await expect(lintFolder(compiler, await folderOf({ "policies/team/x.rego": "package x\n\ny {" }), [])).rejects.toThrow(RegoErrors);
});

test("policies in the style of conftest and Gatekeeper, their libraries and tests, are not asked for ours", async () => {
	const folder = await folderOf({
		"policies/main.rego": 'package main\n\ndeny contains msg if {\n\tinput.privileged\n\tmsg := "no"\n}\n',
		"policies/main_test.rego": "package main_test\n\ntest_x if true\n",
		"policies/exempt.rego": "package lib.exempt\n\nis_exempt(x) if x == input.parameters.x\n",
		"policies/team/labels.rego": policyOf([], "Task", WANTED),
		"policies/team/labels_test.rego": TEST,
	});
	expect(foreignFiles(folder, [])).toEqual(["policies/exempt.rego", "policies/main.rego", "policies/main_test.rego"]);
	expect(await lintFolder(compiler, folder, [])).toEqual([]);
});

test.each([
	["patch := []", ["patch: the rule patch has no METADATA with `entrypoint: true`, so nobody asks it; its name is kept for what mends"]],
	['# METADATA\n# entrypoint: true\npatch := [{"op": "remove", "path": "/tags"}]', []],
	[
		'# METADATA\n# entrypoint: true\npatch contains {"op": "remove", "path": "/tags"}',
		["patch: patch is a set, and operations have an order: write `patch := [operation | …]`"],
	],
])("of a rule that mends: %s", async (rule, expected) => {
	const policy = `${policyOf([], "TaskDefinition", WANTED)}\n${rule}\n`;
	const folder = await folderOf({ "policies/team/labels.rego": policy, "policies/team/labels_test.rego": TEST });
	expect((await lintFolder(compiler, folder, [])).map(({ rule: name, message }) => `${name}: ${message}`)).toEqual(expected);
});
