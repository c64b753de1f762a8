/**
 * Writes dist/, the JavaScript of src/ and of all that it depends on, for the published package: Node strips no types below
 * node_modules, and few files start faster than many. Run by `npm pack`, or: npm run build:dist [-- FOLDER]
 */
import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildForNode } from "./build-for-node.ts";
import { thirdPartyNotices } from "./third-party-notices.ts";

/** `folder` lies in the package's own, as src/ lies in the repository. */
export async function buildDist(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	// Lines, names and comments that say whose a module is stay: a stack trace leads to what can be read. Minified, it starts no faster (measured).
	const { outputs } = await buildForNode({
		entryPoints: {
			main: "src/cli/main.ts",
			"engine-worker": "src/rego/engine-worker.ts",
			"compiler-worker": "src/rego/compiler-worker.ts",
		},
		outdir: folder,
		target: "node22.13",
		legalComments: "inline",
	});
	const modules = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
	await writeFile(join(folder, "THIRD-PARTY-NOTICES.txt"), await thirdPartyNotices(modules));
}

if (import.meta.main) await buildDist(resolve(process.argv[2] ?? fileURLToPath(new URL("../dist/", import.meta.url))));
