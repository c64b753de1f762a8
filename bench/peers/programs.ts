/** The programs that Taskgate is measured beside: installed by their own clients into build/peers, each at one version. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const FOLDER = fileURLToPath(new URL("../../build/peers/", import.meta.url));

/** The OPA that compiles the bundle, and the newest of the others when this was written. */
const GO = {
	opa: "github.com/open-policy-agent/opa@v1.22.0",
	conftest: "github.com/open-policy-agent/conftest@v0.71.1",
} as const;
const PYTHON = { checkov: "checkov==3.3.30", custodian: "c7n==0.9.53" } as const;

export type GoPeer = keyof typeof GO;
export type PythonPeer = keyof typeof PYTHON;

/** The program's path; installed the first time, which takes minutes. @throws {Error} saying what is missing */
export async function goPeer(name: GoPeer, tell: (line: string) => void): Promise<string> {
	const program = join(FOLDER, name);
	await once(name, GO[name], tell, () => run("go", ["install", GO[name]], { env: { ...process.env, GOBIN: FOLDER, GOFLAGS: "" } }));
	return program;
}

/** The Python of a virtual environment of its own, in which the package is. */
export async function pythonPeer(name: PythonPeer, tell: (line: string) => void): Promise<string> {
	const venv = join(FOLDER, name);
	const python = join(venv, "bin", "python");
	await once(name, PYTHON[name], tell, async () => {
		await run("python3", ["-m", "venv", venv]);
		await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYTHON[name]], { maxBuffer: 64 * 2 ** 20 });
	});
	return python;
}

/** A stamp says which version is there. */
async function once(name: string, version: string, tell: (line: string) => void, install: () => Promise<unknown>): Promise<void> {
	const stamp = join(FOLDER, `${name}.stamp`);
	if (existsSync(stamp) && (await readFile(stamp, "utf8")) === version) return;
	await mkdir(FOLDER, { recursive: true });
	tell(`installing ${version} into build/peers (minutes, the first time)`);
	try {
		await install();
	} catch (error) {
		throw new Error(`${version} could not be installed: Go ≥ 1.26, Python ≥ 3.11 and their registries are needed`, { cause: error });
	}
	await writeFile(stamp, version);
}

export function versionOf(name: GoPeer | PythonPeer): string {
	return { ...GO, ...PYTHON }[name].split(/@v|==/)[1] ?? "";
}
