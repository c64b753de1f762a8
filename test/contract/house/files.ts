/** Sizes, names and places of files. Each check returns one sentence per offence. */
import type { Tree } from "./tree.ts";

const CODE = /\.(ts|rego|go|mjs|js)$/;
const GENERATED = /(^|\/)generated\//;
const MOST_LINES = 200;
const DRAWERS = new Set([
	"utils",
	"util",
	"helpers",
	"helper",
	"common",
	"types",
	"services",
	"service",
	"managers",
	"manager",
	"misc",
	"shared",
]);

export function tooLong({ paths, read }: Tree): string[] {
	return paths
		.filter((path) => CODE.test(path) && !GENERATED.test(path))
		.map((path) => ({ path, lines: read(path).trimEnd().split("\n").length }))
		.filter(({ lines }) => lines > MOST_LINES)
		.map(({ path, lines }) => `${path} has ${lines} lines: more than ${MOST_LINES} means more than one purpose, divide it`);
}

/** A drawer says nothing of what is in it, so that everything ends up there. Policies and fixtures may be about an ECS service. */
export function drawers({ paths }: Tree): string[] {
	return paths
		.filter((path) => !/^(policies|docs\/policies|test\/fixtures)\/.*\/service\./.test(path))
		.filter((path) => path.split("/").some((name) => DRAWERS.has(name.replace(/\..*$/, "").toLowerCase())))
		.map((path) => `${path}: name it after what it holds`);
}

export function policiesWithoutTest({ paths }: Tree): string[] {
	const all = new Set(paths);
	return paths
		.filter((path) => /^policies\/(?!lib\/).+\.rego$/.test(path) && !path.endsWith("_test.rego"))
		.filter((path) => !all.has(path.replace(/\.rego$/, "_test.rego")))
		.map((path) => `${path} has no ${path.replace(/\.rego$/, "_test.rego")}: write one case that is allowed and one that violates`);
}

export function pointsWithoutFixtures({ paths }: Tree, points: readonly string[]): string[] {
	return points
		.filter((name) => !paths.some((path) => path.startsWith(`test/fixtures/${name}/`)))
		.map((name) => `the enforcement point ${name} has no fixtures: put documented or captured events into test/fixtures/${name}/`);
}

/** Folders that exist on one machine only. */
const MACHINE_PATHS = [
	/\/work\/(main|shared)\b/,
	/\/Users\/[\w.-]+\//,
	/[A-Z]:\\+Users\\/,
	/\/home\/[\w.-]+\/(src|code|repos|git|projects|dev|work)\//,
	/\/root\/\.(pyenv|npm|cache|nvm)\b/,
];

export function machinePaths({ paths, read }: Tree): string[] {
	return paths
		.filter((path) => !/\.(gz|wasm|png|ico)$/.test(path))
		.flatMap((path) =>
			MACHINE_PATHS.map((pattern) => pattern.exec(read(path))?.[0])
				.filter((found) => found !== undefined)
				.map((found) => `${path} names ${found}: start from import.meta.dirname or an argument`),
		);
}

/** A reason is a table row or list item with the package in backticks and at least three words after it. */
export function dependenciesWithoutReason({ paths, read }: Tree): string[] {
	const lines = paths.filter((path) => /^docs\/decisions\/.+\.md$/.test(path)).flatMap((path) => read(path).split("\n"));
	const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string> | undefined>;
	return ["dependencies", "devDependencies", "optionalDependencies"]
		.flatMap((group) => Object.keys(manifest[group] ?? {}))
		.filter(
			(name) => !lines.some((line) => line.includes(`\`${name}\``) && (line.split(`\`${name}\``)[1]?.match(/[\w-]+/g)?.length ?? 0) >= 3),
		)
		.map((name) => `package.json lists ${name} and docs/decisions/ gives no reason: write one line with \`${name}\` in it`);
}
