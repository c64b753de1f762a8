/** What the commands for authors have in common: which folder, and a compiler for as long as they run. */
import { Option } from "commander";
import { type AuthorFolder, FolderError, folderOf, readAuthorFolder, standardFolder } from "../authoring/author-folder.ts";
import { openCompiler, type RegoCompiler } from "../rego/compiler.ts";
import { UsageError } from "./usage-error.ts";

export const POLICIES_OPTION = "--policies <dir>";
export const POLICIES_ABOUT = "the folder of policies (./policies if there is one, else here)";

/** The folder that is named, or the one to which the paths belong. @throws {UsageError} when they belong to several. */
export async function folderFor(policies: string | undefined, paths: readonly string[]): Promise<AuthorFolder> {
	const folders = policies === undefined ? await foldersOf(paths) : [policies];
	const [directory = ".", ...others] = [...new Set(folders)];
	if (others.length > 0)
		throw new UsageError(`the paths lie in several folders of policies (${directory}, ${others.join(", ")}); name one with --policies`);
	const folder = await readAuthorFolder(directory);
	if (folder.own.length === 0)
		throw new FolderError(`there is no .rego file in ${directory}; \`taskgate policy new PACK/NAME\` writes one`);
	return folder;
}

async function foldersOf(paths: readonly string[]): Promise<readonly string[]> {
	return paths.length === 0 ? [await standardFolder()] : await Promise.all(paths.map(folderOf));
}

export async function withCompiler<T>(work: (compiler: RegoCompiler) => Promise<T>): Promise<T> {
	const compiler = openCompiler();
	try {
		return await work(compiler);
	} finally {
		await compiler.close();
	}
}

export function formatOption(...choices: readonly string[]): Option {
	return new Option("--format <format>", "how to tell").choices(choices).default("terminal");
}
