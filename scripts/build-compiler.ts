/** Builds build/rego-compiler.wasm from src/rego/compiler with Go, when its sources have changed. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const SOURCES = new URL("../src/rego/compiler/", import.meta.url);
const BUILD = new URL("../build/", import.meta.url);
const WASM = new URL("rego-compiler.wasm", BUILD);
const STAMP = new URL("rego-compiler.wasm.stamp", BUILD);

const ARGUMENTS = ["build", "-trimpath", "-buildvcs=false", "-buildmode=c-shared", "-ldflags=-s -w -buildid="];
const ENVIRONMENT = { GOOS: "wasip1", GOARCH: "wasm", CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" };

/** Builds the compiler if it is missing or its sources have changed, says so in one line, and returns where it is. */
export async function ensureCompiler(): Promise<string> {
	const path = fileURLToPath(WASM);
	const wanted = await digestOfSources();
	if (await upToDate(wanted)) return path;
	console.log("building build/rego-compiler.wasm from src/rego/compiler (Go, about a minute the first time)");
	const unfinished = `${path}.${process.pid}`;
	await mkdir(BUILD, { recursive: true });
	try {
		await go([...ARGUMENTS, "-o", unfinished, "."]);
		await rename(unfinished, WASM);
	} finally {
		await rm(unfinished, { force: true });
	}
	await writeFile(STAMP, `${wanted} ${await digestOf(WASM)}`);
	return path;
}

async function go(args: readonly string[]): Promise<void> {
	try {
		await promisify(execFile)("go", args, { cwd: SOURCES, env: { ...process.env, ...ENVIRONMENT }, maxBuffer: 16 * 1024 * 1024 });
	} catch (error) {
		const { code, stderr } = error as { code?: unknown; stderr?: string };
		if (code === "ENOENT")
			throw new Error("the Rego compiler is built with Go ≥ 1.26, and there is no `go` on the PATH: install it from https://go.dev/dl", {
				cause: error,
			});
		throw new Error(`go build of src/rego/compiler failed:\n${stderr ?? String(error)}`, { cause: error });
	}
}

async function digestOfSources(): Promise<string> {
	const hash = createHash("sha256").update(JSON.stringify([ARGUMENTS, ENVIRONMENT]));
	const names = (await readdir(SOURCES)).filter((name) => /\.(go|rego|tmpl)$|^go\.(mod|sum)$/.test(name)).sort();
	for (const name of names) hash.update(`\0${name}\0`).update(await readFile(new URL(name, SOURCES)));
	return hash.digest("hex");
}

async function digestOf(file: URL): Promise<string> {
	return createHash("sha256")
		.update(await readFile(file))
		.digest("hex");
}

/** What the build that stands was made from, and what it made: a half-written or foreign file is built again. */
async function upToDate(sources: string): Promise<boolean> {
	try {
		return (await readFile(STAMP, "utf8")) === `${sources} ${await digestOf(WASM)}`;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
		throw error;
	}
}

if (import.meta.main) {
	console.log(await ensureCompiler());
}
