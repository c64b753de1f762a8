/** Which files a path stands for: itself, or everything in a folder that could hold ECS objects. */
import { readdir, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";

export interface FoundFile {
	/** As typed, or joined to the folder as typed: what messages call it. */
	readonly path: string;
	/** Named by the user, so that it has to be an ECS object; a file met in a folder may be anything. */
	readonly named: boolean;
}

export interface FoundFiles {
	readonly files: readonly FoundFile[];
	/** Files in folders that are neither JSON nor YAML. */
	readonly others: number;
	/** Paths that do not exist or may not be read, and why. */
	readonly problems: readonly { readonly source: string; readonly reason: string }[];
}

export const STDIN_PATH = "-";

const READ = new Set([".json", ".yaml", ".yml", ".jsonl", ".ndjson"]);
const SKIPPED_FOLDERS = new Set(["node_modules"]);

/** CDK puts a file of this name into what it synthesizes: templates, nested assemblies, and much about them that is for CDK alone. */
const ASSEMBLY = "cdk.out";
const IN_ASSEMBLY = /\.template\.(json|ya?ml)$|^assembly-/;

/** Folders are walked depth first, in order of names; hidden ones and node_modules are left out. A file is found once. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
	const files = new Map<string, FoundFile>();
	const problems: { source: string; reason: string }[] = [];
	let others = 0;

	const visit = async (path: string, named: boolean): Promise<void> => {
		try {
			if (!(await stat(path)).isDirectory()) {
				if (named || READ.has(extname(path).toLowerCase()))
					files.set(resolve(path), { path, named: named || files.get(resolve(path))?.named === true });
				else others += 1;
				return;
			}
			const entries = (await readdir(path, { withFileTypes: true })).sort(byName);
			const isAssembly = entries.some((entry) => entry.name === ASSEMBLY && entry.isFile());
			for (const entry of entries) {
				if (entry.name.startsWith(".") || SKIPPED_FOLDERS.has(entry.name)) continue;
				if (isAssembly && !IN_ASSEMBLY.test(entry.name)) others += 1;
				else if (entry.isDirectory() || entry.isFile()) await visit(join(path, entry.name), false);
				else others += 1;
			}
		} catch (error) {
			problems.push({ source: path, reason: reasonOf(error as NodeJS.ErrnoException) });
		}
	};
	for (const path of paths) {
		if (path === STDIN_PATH) files.set(path, { path, named: true });
		else await visit(path, true);
	}
	return { files: [...files.values()], others, problems };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
	return a.name < b.name ? -1 : 1;
}

/** Why the file system would not give a file. */
export function reasonOf({ code, message }: { readonly code?: unknown; readonly message: string }): string {
	if (code === "ENOENT") return "there is no such file or folder";
	if (code === "EACCES" || code === "EPERM") return "it may not be read by this user";
	return message;
}
