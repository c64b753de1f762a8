/** The first text of a policy and of its test. Pure. */
import type { Kind } from "../admission/request.ts";

export interface NewPolicy {
	/** Path relative to the folder → text. */
	readonly policy: { readonly path: string; readonly text: string };
	readonly test: { readonly path: string; readonly text: string };
}

/** Lower case, digits and hyphens, as in `team/cost-label`. */
export const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What `policy lint` takes for not yet written. */
export const PLACEHOLDERS = {
	description: "What goes wrong when a workload does this, in a sentence or two.",
	remediation: "What to change, as an instruction.",
};

/** The kinds whose requests carry a task definition. */
export const WITH_DEFINITION: readonly Kind[] = ["TaskDefinition", "Task", "Service", "TaskSet", "DaemonTaskDefinition"];

const KEYWORDS = new Set([
	"as",
	"contains",
	"default",
	"else",
	"every",
	"false",
	"if",
	"import",
	"in",
	"not",
	"null",
	"package",
	"set",
	"some",
	"true",
	"with",
]);

/** `id` fits ID. The policy compiles and asks something simple; one of its tests fails until somebody writes it. */
export function newPolicy(id: string, kinds: readonly Kind[]): NewPolicy {
	const [pack = "", name = ""] = id.split("/");
	const about = kinds.every((kind) => WITH_DEFINITION.includes(kind)) ? CONTAINERS : OBJECT;
	const ref = reference(["policies", pack, name]);
	const test = reference(["policies", pack, `${name}_test`]);
	return {
		policy: { path: `${id}.rego`, text: policyText(ref, titleOf(name), kinds, about) },
		test: { path: `${id}_test.rego`, text: testText(test, ref, kinds[0] ?? "TaskDefinition", about) },
	};
}

/** As Rego writes it: policies.team["cost-label"]. */
function reference(parts: readonly string[]): string {
	return parts.map((part, i) => (isName(part) ? `${i === 0 ? "" : "."}${part}` : `["${part}"]`)).join("");
}

function isName(part: string): boolean {
	return !part.includes("-") && !KEYWORDS.has(part);
}

function titleOf(name: string): string {
	const words = name.replaceAll("-", " ");
	return words.charAt(0).toUpperCase() + words.slice(1);
}

interface About {
	readonly imports: readonly string[];
	readonly parameters: readonly string[];
	readonly rule: string;
	readonly allowed: string;
	readonly compliant: (kind: Kind) => string;
	readonly field: string;
}

const CONTAINERS: About = {
	imports: ["data.lib.value", "data.lib.workload"],
	parameters: [
		"ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}",
		"ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}",
	],
	rule: `	some i, container in workload.containers
	found := value.get(container, "user", "")
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, "names no user")}"
	field := workload.pointer(i, "user")`,
	compliant: () => "fixture.compliant",
	allowed: 'is_string(found)\n\tfound != ""',
	field: "/containerDefinitions/0/user",
};

const OBJECT: About = {
	imports: ["data.lib.value"],
	parameters: [],
	rule: `	found := value.get(object.get(input.request, "object", value.malformed), "tags", [])
	not _allowed(found)
	msg := $"the request {value.problem(found, "has no tags")}"
	field := "/tags"`,
	compliant: (kind) => `{"parameters": {}, "request": {
	"kind": "${kind}",
	"operation": "CREATE",
	"object": {"tags": [{"key": "team", "value": "payments"}]},
}}`,
	allowed: "is_array(found)\n\tcount(found) > 0",
	field: "/tags",
};

function policyText(ref: string, title: string, kinds: readonly Kind[], about: About): string {
	const parameters = about.parameters.length === 0 ? "" : `\n#   parameters:${about.parameters.map((line) => `\n#     ${line}`).join("")}`;
	return `package ${ref}

${about.imports.map((name) => `import ${name}`).join("\n")}

# METADATA
# title: ${title}
# description: ${PLACEHOLDERS.description}
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [${kinds.join(", ")}]
#   remediation: ${PLACEHOLDERS.remediation}
#   references: []${parameters}
violation contains {"msg": msg, "field": field} if {
${about.rule}
}

# What is allowed, and nothing else: what is missing, malformed or unknown is not.
_allowed(found) if {
	${about.allowed}
}
`;
}

function testText(test: string, ref: string, kind: Kind, about: About): string {
	const fixture = about === CONTAINERS;
	return `package ${test}

${fixture ? "import data.lib.fixture_test as fixture\n" : ""}import data.${ref} as policy

test_allows if {
	count(policy.violation) == 0 with input as ${fixture ? about.compliant(kind) : "_compliant"}
}

# Fails until it is written: an input that the policy must refuse, and what it says of it.
test_refuses if {
	refused := ${fixture ? about.compliant(kind) : "_compliant"}
	policy.violation == {{
		"msg": "write here what the policy says",
		"field": "${about.field}",
	}} with input as refused
}
${fixture ? "" : `\n_compliant := ${about.compliant(kind)}\n`}`;
}
