/** The npm package as it would be published, packed from a copy: the repository's own dist/ stays as it is, for whoever reads it. */
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const ROOT = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

interface PackageJson {
	readonly files: readonly string[];
	readonly dependencies: Readonly<Record<string, string>>;
}

/** Packs the repository and unpacks it below `folder` as npm would install it, without a network. Returns the package's folder. */
export async function installPacked(folder: string): Promise<string> {
	const about = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as PackageJson;
	const installed = join(folder, "node_modules/taskgate");
	await mkdir(installed, { recursive: true });
	await run("tar", ["-xzf", await pack(about, join(folder, "copy")), "-C", installed, "--strip-components=1"]);
	await linkDependencies(about, join(folder, "node_modules"));
	return installed;
}

/** The tarball's path. `src` is copied too: that it stays out is npm's doing, by `files`. */
async function pack({ files }: PackageJson, copy: string): Promise<string> {
	const sources = ["package.json", "README.md", "LICENSE", ".gitignore", "src", ...files.filter((file) => file !== "dist")];
	for (const file of sources) await cp(join(ROOT, file), join(copy, file), { recursive: true });
	await run(process.execPath, [join(ROOT, "scripts/build-dist.ts"), join(copy, "dist")]);
	await run("npm", ["pack", "--ignore-scripts", "--offline", "--no-update-notifier"], { cwd: copy });
	const tarball = (await readdir(copy)).find((file) => file.endsWith(".tgz"));
	if (tarball === undefined) throw new Error(`npm pack wrote no .tgz in ${copy}`);
	return join(copy, tarball);
}

/** Only what package.json declares, so that an import of anything else fails; what these need in turn they find where they lie. */
async function linkDependencies({ dependencies }: PackageJson, modules: string): Promise<void> {
	for (const name of Object.keys(dependencies)) {
		await mkdir(dirname(join(modules, name)), { recursive: true });
		await symlink(join(ROOT, "node_modules", name), join(modules, name), "junction");
	}
}
