import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { importedBuiltins } from "../../scripts/imported-builtins.ts";
import { unpackArchive } from "./bundle-archive.ts";
import { openCompiler } from "./compiler.ts";
import { CompilerFailed, CompilerMissing, RegoErrors } from "./compiler-errors.ts";
import type { RegoError } from "./compiler-protocol.ts";

const compiler = openCompiler();
afterAll(() => compiler.close());

const POLICY = `package policies.workload.named

import data.lib.workload

# METADATA
# title: Containers have names
# entrypoint: true
violation contains {"msg": msg} if {
	some container in workload.containers
	not container.name
	msg := sprintf("%v has no name", [container])
}
`;
const LIB = "package lib.workload\n\ncontainers := input.containers\n";
const files = { "policies/workload/named.rego": POLICY, "policies/lib/workload.rego": LIB };

async function build(request: Partial<Parameters<typeof compiler.build>[0]> = {}): Promise<ReadonlyMap<string, Uint8Array>> {
	return await unpackArchive(await compiler.build({ files, revision: "r1", ...request }));
}

async function imports(request: Partial<Parameters<typeof compiler.build>[0]>): Promise<readonly string[]> {
	return await importedBuiltins((await build(request)).get("policy.wasm") as Uint8Array);
}

async function errorsOf(call: Promise<unknown>): Promise<readonly RegoError[]> {
	const error = await call.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(RegoErrors);
	return (error as RegoErrors).errors;
}

describe("build", () => {
	it("makes the same bytes twice, whatever the order of the files", async () => {
		const reversed = Object.fromEntries(Object.entries(files).reverse());
		expect(await compiler.build({ files: reversed, revision: "r1" })).toEqual(await compiler.build({ files, revision: "r1" }));
	});

	it("takes in what the entrypoints need: no tests, no library that nobody imports", async () => {
		const more = {
			"policies/workload/named_test.rego": "package policies.workload.named_test\n\ntest_x if true\n",
			"policies/lib/unused.rego": "package lib.unused\n\nx := data.lib.workload\n",
		};
		const built = await build({ files: { ...files, ...more } });
		expect([...built.keys()].sort()).toEqual([
			".manifest",
			"data.json",
			"policies/lib/workload.rego",
			"policies/workload/named.rego",
			"policy.wasm",
		]);
		expect(built).toEqual(await build());
	});

	it("compiles named entrypoints without METADATA, and Rego from before v1", async () => {
		const old = { "main.rego": 'package main\n\ndeny[msg] { input.bad; msg := "bad" }\n' };
		const manifest = (await build({ files: old, entrypoints: ["main/deny"], regoVersion: 0 })).get(".manifest");
		expect(JSON.parse(Buffer.from(manifest as Uint8Array).toString())).toMatchObject({
			revision: "r1",
			wasm: [{ entrypoint: "main/deny" }],
		});
	});

	it("leaves `replace` and `sort` to the host, under OPA's own names: a request could make the runtime's own run on", async () => {
		expect(await imports({})).toEqual(["sprintf"]);
		const text = { "a.rego": `package a\n\n# METADATA\n# entrypoint: true\nx := $"{replace(lower(input.x), "a", "b")} {sort(input.y)}"\n` };
		expect(await imports({ files: text })).toEqual(["replace", "sort"]);
	});

	it("names every file that does not parse", async () => {
		const errors = await errorsOf(build({ files: { "b.rego": "package b\n\nx = {", "a.rego": "package" } }));
		expect(errors.map(({ file, row, code }) => `${file}:${row} ${code}`)).toEqual(
			expect.arrayContaining(["a.rego:1 rego_parse_error", "b.rego:3 rego_parse_error"]),
		);
	});

	it("reports OPA's own errors, with file, row and column", async () => {
		const wrong = { "a.rego": "package a\n\n# METADATA\n# entrypoint: true\nx := sprintf(1, [])\n" };
		const [error] = await errorsOf(build({ files: wrong }));
		expect(error).toMatchObject({ code: "rego_type_error", file: "a.rego", row: 5, col: 6 });
		expect(error?.message).toContain("sprintf: invalid argument");
	});

	it("tells a built-in outside the capabilities from an unknown name", async () => {
		const { capabilities } = await compiler.capabilities();
		const fewer = { ...capabilities, builtins: capabilities.builtins.filter(({ name }) => name !== "http.send") };
		const wrong = { "a.rego": 'package a\n\n# METADATA\n# entrypoint: true\nx := http.send({"url": "x"})\n' };
		const [error] = await errorsOf(build({ files: wrong, capabilities: fewer }));
		expect(error?.message).toBe(
			"undefined function http.send: it is one of OPA's built-in functions, but not among those in the capabilities: policies run as WASM without it, so write the rule in the others",
		);
	});

	it("says so when there is nothing to compile", async () => {
		const [error] = await errorsOf(build({ files: { "a.rego": "package a\n\nx := 1\n" } }));
		expect(error?.message).toContain("entrypoint: true");
	});
});

describe("test, evaluate, inspect", () => {
	it("runs the tests of a policy and tells pass, fail and error apart", async () => {
		const tests = `package policies.workload.named_test

import data.policies.workload.named

test_allows if count(named.violation) == 0 with input as {"containers": [{"name": "a"}]}

test_fails if { print("seen"); named.violation with input as {"containers": [1]}; false }

test_errs if conflict

conflict := 1

conflict := 2
`;
		const results = await compiler.test({ files: { ...files, "named_test.rego": tests } });
		expect(results.map(({ name, outcome, row }) => [name, outcome, row])).toEqual([
			["test_allows", "pass", 5],
			["test_fails", "fail", 7],
			["test_errs", "error", 9],
		]);
		expect(results[1]?.output).toBe("seen\n");
		expect(results[2]?.errors?.[0]).toMatchObject({ code: "eval_conflict_error", file: "named_test.rego" });
	});

	it("answers each path for itself, until released", async () => {
		const conflict = "package c\n\nx := 1\n\nx := 2 if input.containers\n";
		const oracle = await compiler.prepare({ files: { ...files, "c.rego": conflict, "n.rego": "package n\n\nx := null\n" } });
		const paths = ["policies/workload/named/violation", "c/x", "nowhere", "n/x"];
		const answers = await oracle.evaluate(paths, { containers: [{ image: "a" }] });
		expect(answers[0]).toEqual({ defined: true, value: [{ msg: '{"image": "a"} has no name' }] });
		expect(answers[1]?.errors?.[0]?.code).toBe("eval_conflict_error");
		expect(answers.slice(2)).toEqual([{ defined: false }, { defined: true, value: null }]);
		await oracle.release();
		await expect(oracle.evaluate(paths, {})).rejects.toThrow("was released");
	});

	it("lists METADATA with its place", async () => {
		const [block] = await compiler.inspect({ files });
		expect(block).toMatchObject({
			path: "policies/workload/named/violation",
			file: "policies/workload/named.rego",
			annotations: { title: "Containers have names" },
		});
	});
});

describe("the thread", () => {
	it("says how to build a compiler that is not there", () => {
		expect(() => openCompiler("nowhere.wasm")).toThrow(CompilerMissing);
		expect(() => openCompiler("nowhere.wasm")).toThrow("npm run build:compiler");
	});

	it("gives up a call that takes too long, and answers the next one", async () => {
		const hasty = openCompiler(undefined, { seconds: 3 });
		const endless = {
			"a_test.rego":
				"package a\n\ntest_x if { some a, b in numbers.range(1, 100000); some c in numbers.range(1, 100000); a + b + c == 0 }\n",
		};
		await expect(hasty.test({ files: endless })).rejects.toThrow(CompilerFailed);
		expect(await hasty.inspect({ files: {} })).toEqual([]);
		await hasty.close();
	});

	it("prints nothing and lets the process end", async () => {
		const program = `import { openCompiler } from ${JSON.stringify(new URL("./compiler.ts", import.meta.url).href)};
			console.log((await openCompiler().inspect({ files: {} })).length);`;
		const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
			cwd: fileURLToPath(new URL(".", import.meta.url)),
		});
		expect(await run).toEqual({ stdout: "0\n", stderr: "" });
	});
});
