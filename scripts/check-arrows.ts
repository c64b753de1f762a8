/** Runs dependency-cruiser over the tree, and does not believe a silence that saw nothing. */
import { existsSync, globSync } from "node:fs";
import { cruise, format, type ICruiseResult } from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";

const ROOMS = ["src", "infra", "bin", "scripts", "bench", "test"];

/** Every module under `root` with its arrows, judged by the rules of `.dependency-cruiser.mjs`. */
export async function cruiseTree(root: string, rooms: readonly string[] = ROOMS): Promise<ICruiseResult> {
	const { forbidden = [], options = {} } = await extractConfig(`${import.meta.dirname}/../.dependency-cruiser.mjs`);
	const tsConfig = extractTsConfig(`${import.meta.dirname}/../tsconfig.json`);
	const present = rooms.filter((room) => existsSync(`${root}/${room}`));
	const { output } = await cruise(present, { ...options, baseDir: root, validate: true, ruleSet: { forbidden } }, undefined, {
		tsConfig,
	});
	return output as ICruiseResult;
}

/** Why the result cannot be trusted: under a TypeScript that it does not know, dependency-cruiser sees no file or no arrow, and is content. */
export function blindness(result: ICruiseResult, sources: readonly string[]): string | undefined {
	const seen = new Map(result.modules.map(({ source, dependencies }) => [source, dependencies.length]));
	const unseen = sources.filter((path) => !seen.has(path));
	if (sources.length === 0 || unseen.length > 0) return `saw ${seen.size} modules but not ${unseen.join(", ") || "a single source file"}`;
	if (!sources.some((path) => (seen.get(path) ?? 0) > 0)) return "saw no arrow between files";
	return undefined;
}

if (import.meta.main) {
	const root = `${import.meta.dirname}/..`;
	const result = await cruiseTree(root);
	const blind = blindness(result, globSync("src/**/*.ts", { cwd: root, exclude: ["src/ecs/schema/generated/**"] }));
	const { output } = await format(result, { outputType: "err-long" });
	console.log(String(output).trim());
	if (blind !== undefined) console.error(`arrows: ${blind}; the rules guard nothing. Is TypeScript newer than dependency-cruiser knows?`);
	process.exitCode = blind !== undefined || result.summary.error > 0 ? 1 : 0;
}
