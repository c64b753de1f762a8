/** How the source becomes JavaScript that needs Node and nothing beside it: for the functions on AWS and for the published package. */
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Packages written for CommonJS ask for Node's modules by `require`. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** `debug` takes its colours where somebody happens to have installed them. Here nobody has, whatever development needs. */
const noChanceFinds: Plugin = {
	name: "no-chance-finds",
	setup: ({ onLoad, onResolve }) => {
		onResolve({ filter: /^supports-color$/ }, ({ path }) => ({ path, namespace: "absent" }));
		onLoad({ filter: /./, namespace: "absent" }, () => ({ contents: "" }));
	},
};

/** `entryPoints` are relative to the repository. */
type Wanted = Required<Pick<BuildOptions, "entryPoints" | "outdir" | "target">> & BuildOptions;

/** Writes the entries into `outdir`, and what they share beside them: a path relative to a module is the same in all. The same sources make the same bytes. */
export async function buildForNode(wanted: Wanted): Promise<Metafile> {
	const { metafile } = await build({
		absWorkingDir: ROOT,
		// What is loaded only where it is wanted (a command, a store, S3, traces) is read only there: a tenth of a function's start.
		splitting: true,
		chunkNames: "[name]-[hash]",
		bundle: true,
		platform: "node",
		format: "esm",
		mainFields: ["module", "main"],
		banner: { js: REQUIRE },
		logLevel: "warning",
		...wanted,
		plugins: [noChanceFinds, ...(wanted.plugins ?? [])],
		metafile: true,
	});
	refuseExternals(
		Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path)),
	);
	return metafile;
}

/** There is no node_modules beside it: what is not in the bundle is Node's own. */
function refuseExternals(imported: readonly string[]): void {
	const missing = imported.filter((path) => !isBuiltin(path));
	if (missing.length > 0) throw new Error(`the bundle would look for ${missing.join(", ")} in a node_modules that is not there`);
}
