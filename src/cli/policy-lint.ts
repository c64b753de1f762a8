/** `taskgate policy lint`: what compiling lets pass. */
import type { Command } from "commander";
import { within } from "../authoring/author-folder.ts";
import { foreignFiles, lintFolder } from "../authoring/lint.ts";
import { explaining } from "../authoring/policy-errors.ts";
import { excerpts } from "../authoring/source-excerpt.ts";
import { counted, jsonText } from "../report/text.ts";
import { folderFor, formatOption, POLICIES_ABOUT, POLICIES_OPTION, withCompiler } from "./author.ts";
import { print, wantsColor } from "./output.ts";

interface LintOptions {
	readonly policies?: string;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate policy lint
  taskgate policy lint policies/team

Looked for are: OPA's strict checks (unused imports and variables, deprecated built-ins); members of the input that AWS's API
model does not have, in paths (input.request.object.containerDefinition) and in what value.get, value.list, launch.setting,
workload.pointer, workload.at and object.get are given; METADATA that is incomplete; parameters that are read and not
declared, or declared and not read; a policy without a test.

Policies in the style of conftest and Gatekeeper are not looked at: they have neither our METADATA nor our input.

A member that is right all the same:  # taskgate: ignore unknown-member  on the line or above it.

Exit codes: 0 nothing found · 1 something found · 2 the policies cannot be read`;

export function registerPolicyLint(policy: Command): void {
	policy
		.command("lint")
		.description("misspelt members of the input, unused names, incomplete METADATA, missing tests")
		.argument("[path...]", "files and folders; all unless given")
		.option(POLICIES_OPTION, POLICIES_ABOUT)
		.addOption(formatOption("terminal", "json"))
		.addHelpText("after", HELP)
		.action(lint);
}

async function lint(paths: readonly string[], { policies, format }: LintOptions, command: Command): Promise<void> {
	const color = wantsColor(command);
	const folder = await folderFor(policies, paths);
	const findings = await withCompiler((compiler) => explaining(folder, color, () => lintFolder(compiler, folder, paths)));
	if (findings.length > 0) process.exitCode = 1;
	if (format === "json") {
		const named = findings.map((finding) => ({ ...finding, file: folder.shown[finding.file] ?? finding.file }));
		return print(jsonText({ findings: named }));
	}
	const foreign = foreignFiles(folder, paths).length;
	const apart = foreign === 0 ? "" : `; ${counted(foreign, "file")} in the style of conftest or Gatekeeper not looked at`;
	const files = `${counted(within(folder, paths).length - foreign, "file")}${apart}`;
	if (findings.length === 0) return print(`nothing found in ${files}\n`);
	const told = excerpts(
		findings.map(({ rule, ...finding }) => ({ ...finding, code: rule })),
		folder,
		color,
	);
	await print(`${told}\n\n${counted(findings.length, "finding")} in ${files}\n`);
}
