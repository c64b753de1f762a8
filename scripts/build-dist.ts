/**
 * Writes dist/, the JavaScript of src/, for the published package: Node strips no types below node_modules. Same tree, same depth,
 * so that every path relative to a module stays right. Run by `npm pack`, or: npm run build:dist [-- FOLDER]
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));
const DIST = resolve(process.argv[2] ?? fileURLToPath(new URL("../dist/", import.meta.url)));

const compilerOptions = {
	target: ScriptTarget.ES2024,
	module: ModuleKind.ESNext,
	verbatimModuleSyntax: true,
	rewriteRelativeImportExtensions: true,
};

await rm(DIST, { recursive: true, force: true });
for (const entry of await readdir(SOURCE, { recursive: true, withFileTypes: true })) {
	const path = join(entry.parentPath, entry.name);
	const target = join(DIST, relative(SOURCE, path));
	if (!entry.isFile() || /\.test\.ts$|\.d\.ts$/.test(entry.name)) continue;
	await mkdir(dirname(target), { recursive: true });
	if (entry.name.endsWith(".ts")) {
		const { outputText } = transpileModule(await readFile(path, "utf8"), { compilerOptions, fileName: path });
		await writeFile(target.replace(/\.ts$/, ".js"), outputText);
	} else if (entry.name.endsWith(".json")) await cp(path, target);
}
