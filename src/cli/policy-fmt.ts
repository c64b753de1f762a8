/** `taskgate policy fmt`: OPA's own layout. */
import { writeFile } from "node:fs/promises";
import { styleText } from "node:util";
import { type Command, Option } from "commander";
import { type AuthorFolder, within } from "../authoring/author-folder.ts";
import { lineDiff } from "../authoring/line-diff.ts";
import { explaining } from "../authoring/policy-errors.ts";
import { counted } from "../report/text.ts";
import { folderFor, POLICIES_ABOUT, POLICIES_OPTION, withCompiler } from "./author.ts";
import { print, wantsColor } from "./output.ts";

interface FormatOptions {
	readonly policies?: string;
	readonly check?: true;
	readonly list?: true;
	readonly diff?: true;
}

const HELP = `
Examples:
  taskgate policy fmt                      write every policy and test in OPA's layout
  taskgate policy fmt --check              exit 1 when one is not; for CI
  taskgate policy fmt --diff policies/team

Exit codes: 0 · 1 a file is not in that layout (--check) · 2 a file cannot be read as Rego`;

export function registerPolicyFormat(policy: Command): void {
	policy
		.command("fmt")
		.description("write policies in OPA's layout (opa fmt)")
		.argument("[path...]", "files and folders; all unless given")
		.option(POLICIES_OPTION, POLICIES_ABOUT)
		.addOption(new Option("--check", "change nothing, name the files, exit 1 when there is one").conflicts(["list", "diff"]))
		.addOption(new Option("--list", "change nothing, name the files"))
		.addOption(new Option("--diff", "change nothing, show what would"))
		.addHelpText("after", HELP)
		.action(format);
}

async function format(paths: readonly string[], options: FormatOptions, command: Command): Promise<void> {
	const color = wantsColor(command);
	const folder = await folderFor(options.policies, paths);
	const own = within(folder, paths);
	const files = Object.fromEntries(own.map((path) => [path, folder.files[path] ?? ""]));
	const formatted = await withCompiler((compiler) => explaining(folder, color, () => compiler.format({ files })));
	const changed = own.filter((path) => formatted[path] !== files[path]);
	const name = (path: string) => folder.shown[path] ?? path;
	if (options.diff) await print(changed.map((path) => diffOf(path, folder, formatted[path] ?? "", color)).join(""));
	else if (options.check || options.list) await print(changed.map((path) => `${name(path)}\n`).join(""));
	else {
		for (const path of changed) await writeFile(name(path), formatted[path] ?? "");
		await print(`${changed.map((path) => `wrote ${name(path)}\n`).join("")}${counted(own.length, "file")} in OPA's layout\n`);
	}
	if (options.check && changed.length > 0) {
		console.error(`taskgate: ${counted(changed.length, "file")} not in OPA's layout: run taskgate policy fmt`);
		process.exitCode = 1;
	}
}

function diffOf(path: string, folder: AuthorFolder, after: string, color: boolean): string {
	const styles = { "-": "red", "+": "green" } as const;
	const paint = (line: string) => {
		const style = styles[line.charAt(0) as keyof typeof styles] ?? "dim";
		return color ? styleText(style, line, { validateStream: false }) : line;
	};
	return `${folder.shown[path] ?? path}\n${lineDiff(folder.files[path] ?? "", after)
		.map(paint)
		.join("\n")}\n`;
}
