/** The tracked files, or a made-up tree to show that a check can fail. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";

export interface Tree {
	/** Relative to the root, with `/`, sorted. */
	readonly paths: readonly string[];
	read(path: string): string;
}

const ROOT = `${import.meta.dirname}/../../..`;

/** What git tracks or would; without git (an unpacked archive), everything that is not installed or built. */
export function trackedTree(): Tree {
	const paths = existsSync(`${ROOT}/.git`)
		? execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" }).split("\0")
		: globSync("**", { cwd: ROOT, exclude: ["node_modules", "build", "dist", "coverage"] }).map((path) => path.replaceAll("\\", "/"));
	return {
		paths: paths.filter((path) => path !== "" && statSync(`${ROOT}/${path}`, { throwIfNoEntry: false })?.isFile()).sort(),
		read: (path) => readFileSync(`${ROOT}/${path}`, "utf8"),
	};
}

export function madeUpTree(files: Readonly<Record<string, string>>): Tree {
	return { paths: Object.keys(files).sort(), read: (path) => files[path] ?? "" };
}
