/** Builds build/lambda/{events,schedule,deployment-hook,cloudformation-hook,audit}: each folder is all that its function needs, policies included, beside Node itself. */
import { cp, mkdir, rm } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
export const FUNCTIONS = ["events", "schedule", "deployment-hook", "cloudformation-hook", "audit"] as const;
const WORKER = "src/rego/engine-worker.ts";
/** What a gate reads of policies/ when it starts. */
const POLICIES = ["bundle.tar.gz", "profiles"];

/** Packages written for CommonJS ask for Node's modules by `require`. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** In a bundle the policies lie beside it, not beside its folder. */
const policiesBeside: Plugin = {
	name: "policies-beside",
	setup: ({ onLoad }) => {
		onLoad({ filter: /[\\/]src[\\/]policies-folder\.ts$/ }, () => ({
			contents: 'export const POLICIES_FOLDER = new URL("./policies/", import.meta.url);',
		}));
	},
};

/** Writes one folder per function under `directory`: index.mjs, engine-worker.mjs, what they load (chunks/), policies/. The same sources make the same bytes. */
export async function buildLambda(directory: string): Promise<void> {
	for (const name of FUNCTIONS) {
		const folder = `${directory}/${name}`;
		await rm(folder, { recursive: true, force: true });
		await mkdir(`${folder}/policies`, { recursive: true });
		const { metafile } = await build({
			absWorkingDir: ROOT,
			entryPoints: { index: `src/lambda/${name}.ts`, "engine-worker": WORKER },
			outdir: folder,
			outExtension: { ".js": ".mjs" },
			// What is loaded only where it is wanted (a store, S3, traces) is read only there: a tenth of a start.
			splitting: true,
			chunkNames: "chunks/[name]-[hash]",
			bundle: true,
			platform: "node",
			format: "esm",
			target: "node24",
			mainFields: ["module", "main"],
			banner: { js: REQUIRE },
			plugins: [policiesBeside],
			// Names stay, so that a stack trace can be read: shorter ones make the archive 8 % smaller and, measured, no start faster.
			minifyWhitespace: true,
			minifySyntax: true,
			legalComments: "none",
			metafile: true,
			logLevel: "warning",
		});
		refuseExternals(
			Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path)),
		);
		for (const part of POLICIES) await cp(`${ROOT}policies/${part}`, `${folder}/policies/${part}`, { recursive: true });
	}
}

/** In Lambda there is no node_modules: what is not in the bundle is Node's own. */
function refuseExternals(imported: readonly string[]): void {
	const missing = imported.filter((path) => !isBuiltin(path));
	if (missing.length > 0) throw new Error(`the bundle would look for ${missing.join(", ")} in a node_modules that is not there`);
}

if (import.meta.main) await buildLambda(`${ROOT}build/lambda`);
