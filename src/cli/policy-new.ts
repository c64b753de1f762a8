/** `taskgate policy new`: a policy and its test, to be written on. */
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { SEVERITIES } from "../admission/policy.ts";
import { KINDS, type Kind } from "../admission/request.ts";
import { ID, newPolicy, WITH_DEFINITION } from "../authoring/new-policy.ts";
import { POLICIES_OPTION } from "./author.ts";
import { print } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface NewOptions {
	readonly kind?: readonly Kind[];
	readonly policies?: string;
}

const HELP = `
Examples:
  taskgate policy new team/cost-label
  taskgate policy new team/insights --kind Cluster

Path = package = id: policies/team/cost-label.rego is the package policies.team["cost-label"] and the policy team/cost-label.
Severities are ${SEVERITIES.join(", ")}. What is there already is never written over.`;

export function registerPolicyNew(policy: Command): void {
	policy
		.command("new")
		.description("write a policy, and a test of it that fails until you have written it")
		.argument("<pack/name>", "its id, such as team/cost-label")
		.addOption(
			new Option("--kind <kind...>", "what it judges").choices(KINDS).default(WITH_DEFINITION, "task definitions, and what runs them"),
		)
		.option(POLICIES_OPTION, "the folder to write in (./policies)")
		.addHelpText("after", HELP)
		.action(create);
}

async function create(id: string, { kind = WITH_DEFINITION, policies }: NewOptions): Promise<void> {
	if (!ID.test(id)) throw new UsageError(`${id} is not pack/name in lower-case letters, digits and hyphens, such as team/cost-label`);
	if (id.startsWith("lib/")) throw new UsageError("lib/ is for what policies import; call the pack otherwise");
	const folder = policies ?? (basename(resolve(".")) === "policies" ? "." : "policies");
	const made = newPolicy(id, kind);
	const [policyFile, testFile] = [join(folder, made.policy.path), join(folder, made.test.path)];
	await mkdir(dirname(policyFile), { recursive: true });
	await write(policyFile, made.policy.text);
	await write(testFile, made.test.text);
	const option = policies === undefined ? "" : ` --policies ${policies}`;
	await print(`wrote ${policyFile}
      ${testFile}

Next:
  1. say in ${policyFile} what is allowed, and why, in its METADATA
  2. write the test that fails:   taskgate policy test${option} --watch
  3. see what it says of a file:  taskgate check --policies ${folder} task-definition.json
`);
}

/** @throws {UsageError} when there is such a file. */
async function write(file: string, text: string): Promise<void> {
	try {
		await writeFile(file, text, { flag: "wx" });
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		const problem = code === "EEXIST" ? "is there already, and is left as it is" : `cannot be written: ${message}`;
		throw new UsageError(`${file} ${problem}`, { cause: error });
	}
}
