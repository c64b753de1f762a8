/** The npm package as it would be published, packed from a copy: the repository's own dist/ stays as it is, for whoever reads it. */
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { buildDist } from "../../scripts/build-dist.ts";
import { enterPacking } from "../../scripts/packed-manifest.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** Packs the repository and unpacks it below `folder` as npm would install it: nothing else is in node_modules. Returns the package's folder. */
export async function installPacked(folder: string): Promise<string> {
	const installed = join(folder, "node_modules/taskgate");
	await mkdir(installed, { recursive: true });
	await run("tar", ["-xzf", await pack(join(folder, "copy")), "-C", installed, "--strip-components=1"]);
	return installed;
}

/** The tarball's path. `src` is copied too: that it stays out is npm's doing, by `files`. */
async function pack(copy: string): Promise<string> {
	const { files } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { readonly files: readonly string[] };
	const sources = ["package.json", "README.md", "LICENSE", ".gitignore", "src", ...files.filter((file) => file !== "dist")];
	for (const file of sources) await cp(join(ROOT, file), join(copy, file), { recursive: true });
	await buildDist(join(copy, "dist"));
	await enterPacking(copy);
	await run("npm", ["pack", "--ignore-scripts", "--offline", "--no-update-notifier"], { cwd: copy });
	const tarball = (await readdir(copy)).find((file) => file.endsWith(".tgz"));
	if (tarball === undefined) throw new Error(`npm pack wrote no .tgz in ${copy}`);
	return join(copy, tarball);
}
