/** What `npm pack` would put into the package, asked of npm itself. `dist/` is made as it packs: test/e2e/packed.test.ts has it. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

interface Packed {
	readonly name: string;
	readonly version: string;
	/** Bytes, compressed and not. */
	readonly size: number;
	readonly unpackedSize: number;
	readonly files: readonly { readonly path: string; readonly size: number }[];
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MB = 1_000_000;
const told = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", "--offline", "--no-update-notifier"], {
	cwd: ROOT,
	encoding: "utf8",
	stdio: ["ignore", "pipe", "ignore"],
	maxBuffer: 16 * MB,
});
const [packed] = JSON.parse(told) as [Packed];
const paths = new Set(packed.files.map(({ path }) => path));
const folders = new Set([...paths].flatMap((path) => path.split("/").map((_, depth, parts) => parts.slice(0, depth).join("/"))));
const text = (path: string) => readFileSync(join(ROOT, path), "utf8");

test("it is Taskgate, in the version that the changelog tells of last", () => {
	const [, newest] = /^## \[(\d+\.\d+\.\d+)\]/m.exec(text("CHANGELOG.md")) ?? [];
	expect([packed.name, packed.version]).toEqual(["taskgate", newest]);
});

describe("it holds", () => {
	test.each([
		...["bin/taskgate.js", "build/rego-compiler.wasm", "policies/bundle.tar.gz", "policies/profiles/restricted.yaml"],
		// A policy's test stands beside it: its page leads there.
		...[
			"policies/workload/privileged.rego",
			"policies/workload/privileged_test.rego",
			"policies/lib/fixture_test.rego",
			"policies/schemas/input.json",
			"package.json",
		],
		...["README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "Dockerfile"],
		...["docs/install.md", "examples/events/README.md", "examples/github-actions/.github/workflows/taskgate.yaml"],
		...["examples/cdk/app.ts", "examples/terraform/plan.json", "examples/docker-compose/compose.yaml"],
	])("%s", (path) => {
		expect(paths).toContain(path);
	});
	test("what its package.json starts", () => {
		const { bin } = JSON.parse(text("package.json")) as { bin: Record<string, string> };
		for (const path of Object.values(bin)) expect(paths).toContain(path);
	});
});

test("it holds no tests, no bench, no corpora, no source, nothing of how it is built, no store and no key", () => {
	const top = new Set([...paths].filter((path) => path.includes("/")).map((path) => path.split("/")[0]));
	top.delete("dist");
	expect([...top].sort()).toEqual(["bin", "build", "docs", "examples", "policies"]);
	expect([...paths].filter((path) => path.startsWith("build/"))).toEqual(["build/rego-compiler.wasm"]);
	const strays = /\.test\.|\.stamp$|\.tgz$|\.db(-\w+)?$|\.pem$|\.key$|(^|\/)(node_modules|cdk\.out|fixtures|corpus|\.env)(\/|$)/;
	expect([...paths].filter((path) => strays.test(path))).toEqual([]);
});

test("it is no larger than what it is for: the compiler is nine tenths of it", () => {
	expect(packed.size).toBeLessThan(18 * MB);
	expect(packed.unpackedSize).toBeLessThan(75 * MB);
	// dist/ is there only where somebody has packed.
	const others = packed.files.filter(({ path }) => path !== "build/rego-compiler.wasm" && !path.startsWith("dist/"));
	expect(others.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(8 * MB);
	for (const { path, size } of others) expect(size, path).toBeLessThan(MB);
});

/** SECURITY.md says which test holds what: whoever wants to read one needs the repository. */
const TESTS = /^(test|src)\/.*\.test\.ts$/;

test("no page of it leads to what is not in it, but for tests", () => {
	const broken = [...paths]
		.filter((path) => path.endsWith(".md"))
		.flatMap((page) =>
			[
				...text(page)
					.replace(/^```.*?^```/gms, "")
					.matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g),
			]
				.map(([, link = ""]) => link)
				.filter((link) => !/^[a-z]+:/.test(link))
				.map((link) => normalize(join(dirname(page), link)).replace(/\/$/, ""))
				.filter((target) => !paths.has(target) && !folders.has(target) && !TESTS.test(target))
				.map((target) => `${page}: ${target}`),
		);
	expect(broken).toEqual([]);
});
