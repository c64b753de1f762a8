/** A folder of somebody's own policies, as the compiler is given it: with the library's `lib` beside. */
import { stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { POLICIES_FOLDER } from "../policies-folder.ts";
import { type PolicySources, readPolicySources } from "../rego/policy-sources.ts";
import { UNSEEN } from "../unseen.ts";

/** What virtual paths begin with, so that the same policies compile to the same bytes wherever they lie. */
const PREFIX = "policies/";
/** What tests are written with: of the library, and no test itself. */
export const FIXTURE = "policies/lib/fixture_test.rego";

export interface AuthorFolder {
	/** As the user names it. */
	readonly directory: string;
	/** Virtual path → text: the folder's own files, and what of `lib` it does not have itself. */
	readonly files: PolicySources;
	/** Virtual paths of the folder's own files, sorted. */
	readonly own: readonly string[];
	/** Virtual path → the path that a person knows, from the working directory. */
	readonly shown: Readonly<Record<string, string>>;
}

/** The folder cannot be used: what is wrong and what to do. */
export class FolderError extends Error {
	override readonly name = "FolderError";
}

/** `./policies`; the working directory itself when it is called that or holds no such folder. */
export async function standardFolder(): Promise<string> {
	if (basename(resolve(".")) === "policies") return ".";
	return (await isDirectory("policies")) ? "policies" : ".";
}

/** The folder to which a path belongs: the nearest one called `policies` on its way up, else the folder itself. */
export async function folderOf(path: string): Promise<string> {
	const directory = (await isDirectory(path)) ? path : dirname(path);
	for (let at = resolve(directory); at !== dirname(at); at = dirname(at)) {
		if (basename(at) === "policies") return relative("", at) || ".";
	}
	return directory;
}

/** @throws {FolderError} when there is no such folder, or two of its files come to the same policy. */
export async function readAuthorFolder(directory: string): Promise<AuthorFolder> {
	if (!(await isDirectory(directory)))
		throw new FolderError(`there is no folder ${directory}; \`taskgate policy new PACK/NAME\` begins one`);
	const found = await readPolicySources(directory);
	const own: Record<string, string> = {};
	const shown: Record<string, string> = {};
	for (const [path, text] of Object.entries(found)) {
		const virtual = PREFIX + (path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path);
		const name = join(directory, path);
		if (UNSEEN.test(path))
			throw new FolderError(`${JSON.stringify(path)} in ${directory} has characters in its name that do not show; rename it`);
		if (Object.hasOwn(own, virtual)) throw new FolderError(`${shown[virtual]} and ${name} are both ${virtual}: keep one of them`);
		own[virtual] = text;
		shown[virtual] = name;
	}
	return { directory, files: { ...(await libraryOf()), ...own }, own: Object.keys(own).sort(), shown };
}

/** The files at or under one of the paths; all when there are none. @throws {FolderError} for a path without any. */
export function within(folder: AuthorFolder, paths: readonly string[]): readonly string[] {
	if (paths.length === 0) return folder.own;
	const wanted = paths.map((path) => {
		const root = resolve(path);
		const found = folder.own.filter((virtual) => {
			const file = resolve(folder.shown[virtual] ?? virtual);
			return file === root || file.startsWith(root.endsWith(sep) ? root : root + sep);
		});
		if (found.length === 0) throw new FolderError(`there is no .rego file at or under ${path}`);
		return found;
	});
	return [...new Set(wanted.flat())].sort();
}

/** Of the built-in library: what every policy may import, and what tests are written with. */
export async function libraryOf(): Promise<PolicySources> {
	const all = await readPolicySources(fileURLToPath(new URL("lib/", POLICIES_FOLDER)), "policies/lib/");
	return Object.fromEntries(Object.entries(all).filter(([path]) => path === FIXTURE || !path.endsWith("_test.rego")));
}

async function isDirectory(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isDirectory();
	} catch {
		return false;
	}
}
