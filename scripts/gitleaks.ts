/** gitleaks over a repository: every version of every file, and the files as they lie there now. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureGoTool, NotChecked } from "./go-tool.ts";

const GITLEAKS = { name: "gitleaks", module: "github.com/zricethezav/gitleaks/v8", version: "v8.30.1" };
const CONFIG = fileURLToPath(new URL("../.gitleaks.toml", import.meta.url));
/** Its own 1 may be a finding or a failure. */
const FOUND = 42;
/** Every branch and tag; a merge counts for what it changes besides what it brings. */
const HISTORY = "--log-opts=--all --diff-merges=first-parent";

/** Where, and by which rule; never the secret itself. */
export interface Leak {
	readonly rule: string;
	readonly file: string;
	readonly line: number;
	/** Absent for a file as it lies there now. */
	readonly commit?: string;
}

interface Reported {
	readonly RuleID: string;
	readonly File: string;
	readonly StartLine: number;
	readonly Commit: string;
}

const run = promisify(execFile);

/** @throws {NotChecked} when gitleaks cannot be had, or a part of the history is not there. */
export async function leaksIn(repository: string): Promise<readonly Leak[]> {
	const shallow = (await git(repository, "rev-parse", "--is-shallow-repository")).trim();
	if (shallow !== "false") throw new NotChecked("this clone is shallow: its history is not here (git fetch --unshallow)");
	const scratch = await mkdtemp(join(tmpdir(), "taskgate-secrets-"));
	try {
		const tree = join(scratch, "tree");
		const files = (await git(repository, "ls-files", "-co", "--exclude-standard", "-z")).split("\0").filter((file) => file !== "");
		for (const file of files) await cp(join(repository, file), join(tree, file)).catch(unlessDeleted);
		const report = join(scratch, "report.json");
		return [...(await scan(["git", HISTORY, repository], report)), ...(await scan(["dir", "."], report, tree))];
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
}

async function scan(what: readonly string[], report: string, cwd?: string): Promise<readonly Leak[]> {
	const gitleaks = await ensureGoTool(GITLEAKS);
	// A comment in a file excuses nothing: what is allowed stands in .gitleaks.toml, with its reason.
	const how = ["--ignore-gitleaks-allow", "--redact", "--no-banner", "--log-level=warn", `--exit-code=${FOUND}`];
	const args = [...what, ...how, `--config=${CONFIG}`, "--report-format=json", `--report-path=${report}`];
	await run(gitleaks, args, { ...(cwd && { cwd }) }).catch((error: { code?: unknown; stderr?: string }) => {
		if (error.code !== FOUND) throw new NotChecked(`gitleaks failed: ${error.stderr}`, { cause: error });
	});
	const reported = JSON.parse(await readFile(report, "utf8")) as readonly Reported[];
	return reported.map(({ RuleID, File, StartLine, Commit }) => ({
		...{ rule: RuleID, file: File, line: StartLine },
		...(Commit !== "" && { commit: Commit }),
	}));
}

async function git(repository: string, ...args: readonly string[]): Promise<string> {
	return (await run("git", ["-C", repository, ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** Git still lists what was deleted and not committed. */
function unlessDeleted(error: NodeJS.ErrnoException): void {
	if (error.code !== "ENOENT") throw error;
}
