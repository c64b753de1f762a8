/** What is uploaded for a function, against what would be without a bundler: the production packages, src/ and policies/. */
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Workplace } from "./workplace.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const TOP_LEVEL = /^node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+$/;
const run = promisify(execFile);

/** `folders`: the built functions by name. Compressed by `python`'s zipfile, with its own defaults. */
export async function lambdaSize(
	{ folder }: Workplace,
	python: string,
	folders: Readonly<Record<string, string>>,
	print: (line: string) => void,
): Promise<void> {
	const zipped = async (name: string, paths: readonly string[]) => {
		const file = join(folder, `${name}.zip`);
		await run(python, ["-W", "ignore", "-m", "zipfile", "-c", file, ...paths]);
		return statSync(file).size;
	};
	const whole = await zipped("unbundled", [...(await productionPackages()), join(ROOT, "src"), join(ROOT, "policies")]);
	for (const [name, built] of Object.entries(folders)) {
		const size = await zipped(name, [built]);
		print(
			`function ${name}, zipped, to packages, src/ and policies/ unbundled: ratio ${(size / whole).toPrecision(3)} (${size} B, ${whole} B)`,
		);
	}
}

/** What `npm install --omit=dev --omit=optional` has put there; what lies inside of a package comes with it. */
async function productionPackages(): Promise<readonly string[]> {
	const args = ["ls", "--omit=dev", "--omit=optional", "--all", "--parseable"];
	const { stdout } = await run("npm", args, { cwd: ROOT });
	const packages = stdout.split("\n").filter((path) => TOP_LEVEL.test(path.slice(ROOT.length)));
	if (packages.length === 0) throw new Error("npm ls names no package: run npm ci first");
	return packages;
}
