/** A Python environment of the tests' own, under build/: moto and the AWS CLI, pinned in requirements.txt. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { findPython } from "../scripts/prerequisites.js";

const run = promisify(execFile);
const REQUIREMENTS = `${import.meta.dirname}/requirements.txt`;
const BUILD = `${import.meta.dirname}/../build`;
const HOME = `${BUILD}/venv`;
const LOCK = `${BUILD}/venv.lock`;
const SCRIPTS = process.platform === "win32" ? `${HOME}/Scripts` : `${HOME}/bin`;
/** A lock that nobody has touched for this long belongs to a process that died. */
const STALE_MS = 300_000;

export interface PythonEnvironment {
	/** Absolute path of a command in it, such as `python` or `aws`. */
	command(name: string): string;
}

/** Builds it when requirements.txt has changed since; one process builds, the others wait. @throws when Python is missing or pip fails. */
export async function ensurePythonEnvironment(): Promise<PythonEnvironment> {
	const wanted = createHash("sha256")
		.update(await readFile(REQUIREMENTS))
		.digest("hex");
	await mkdir(BUILD, { recursive: true });
	while ((await builtFrom()) !== wanted) {
		if (await takeLock()) {
			try {
				await build(wanted);
			} finally {
				await rm(LOCK, { force: true });
			}
		} else await new Promise((resume) => setTimeout(resume, 500));
	}
	return { command: (name) => `${SCRIPTS}/${name}` };
}

async function build(wanted: string): Promise<void> {
	const python = findPython();
	if (python === undefined) throw new Error("these tests need Python 3.11 or newer with its venv module, as `python3` on PATH.");
	await rm(HOME, { recursive: true, force: true });
	await run(python, ["-m", "venv", HOME]);
	await run(`${SCRIPTS}/python`, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS]);
	await writeFile(`${HOME}/built-from`, wanted);
}

/** The digest of the requirements that the environment was built from. */
async function builtFrom(): Promise<string | undefined> {
	return readFile(`${HOME}/built-from`, "utf8").catch(() => undefined);
}

async function takeLock(): Promise<boolean> {
	const age = await stat(LOCK).then(
		({ mtimeMs }) => Date.now() - mtimeMs,
		() => 0,
	);
	if (age > STALE_MS) await rm(LOCK, { force: true });
	try {
		await (await open(LOCK, "wx")).close();
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw error;
	}
}
