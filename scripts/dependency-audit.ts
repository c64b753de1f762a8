/** Whether dependencies are known to be weak, and are signed by their registry: asked of those who know, and never taken for a pass where they do not answer. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureGoTool, NotChecked } from "./go-tool.ts";

export interface Answer {
	readonly outcome: "passed" | "found" | "not checked";
	/** One line: what was found, or why it was not checked. */
	readonly says: string;
}

interface Ran {
	readonly code: unknown;
	readonly stdout: string;
	readonly stderr: string;
}

const GOVULNCHECK = { name: "govulncheck", module: "golang.org/x/vuln/cmd/govulncheck", version: "v1.8.0" };
/** https://pkg.go.dev/golang.org/x/vuln/cmd/govulncheck#hdr-Exit_codes */
const VULNERABLE = 3;
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const COMPILER = fileURLToPath(new URL("../src/rego/compiler/", import.meta.url));
const SEVERITIES = ["low", "moderate", "high", "critical"] as const;

/** `registry`: an address of another one than npm is configured for. */
export function advisories(registry?: string): Promise<Answer> {
	return npmAudit(["--audit-level=low"], registry, (report) => {
		const { vulnerabilities } = (report.metadata ?? {}) as { readonly vulnerabilities?: Readonly<Record<string, number>> };
		if (vulnerabilities === undefined) return undefined;
		const counts = SEVERITIES.filter((severity) => (vulnerabilities[severity] ?? 0) > 0).map((one) => `${vulnerabilities[one]} ${one}`);
		const names = Object.keys((report.vulnerabilities ?? {}) as object).join(", ");
		return counts.length === 0 ? [] : [`${counts.join(", ")}: ${names}`];
	});
}

/** Those of the registry, and of provenance where a package has it. */
export function signatures(registry?: string): Promise<Answer> {
	return npmAudit(["signatures"], registry, ({ invalid, missing }) => {
		if (!(Array.isArray(invalid) && Array.isArray(missing))) return undefined;
		const named = (what: string, all: readonly { readonly name: string }[]) => all.map(({ name }) => `${what}: ${name}`);
		return [...named("invalid", invalid), ...named("missing", missing)];
	});
}

/** `read`: what was found; undefined for an answer that is no report. */
async function npmAudit(
	args: readonly string[],
	registry: string | undefined,
	read: (report: Readonly<Record<string, unknown>>) => readonly string[] | undefined,
): Promise<Answer> {
	const where = registry === undefined ? [] : [`--registry=${registry}`];
	const { stdout, stderr } = await ran("npm", ["audit", ...args, ...where, "--json", "--fetch-retries=0"], ROOT);
	const report = parsed(stdout);
	const found = report && read(report);
	if (found === undefined) return { outcome: "not checked", says: reasonIn(report) ?? (stderr.trim() || "npm gave no report") };
	return found.length === 0 ? { outcome: "passed", says: "nothing found" } : { outcome: "found", says: found.join("; ") };
}

/** What of the Go that is compiled into the Rego compiler is known to be weak and is called. */
export async function goVulnerabilities(): Promise<Answer> {
	try {
		const govulncheck = await ensureGoTool(GOVULNCHECK);
		const { code, stdout, stderr } = await ran(govulncheck, ["./..."], COMPILER, { GOOS: "wasip1", GOARCH: "wasm" });
		if (code === VULNERABLE) return { outcome: "found", says: stdout.trim() };
		if (code !== 0) throw new NotChecked(stderr.trim());
		return { outcome: "passed", says: "nothing found" };
	} catch (error) {
		if (error instanceof NotChecked) return { outcome: "not checked", says: error.message };
		throw error;
	}
}

async function ran(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
	try {
		const done = await promisify(execFile)(command, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
		return { ...done, code: 0 };
	} catch (error) {
		const { code, stdout = "", stderr = String(error) } = error as Partial<Ran>;
		return { code, stdout, stderr };
	}
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** As npm tells an error: of HTTP in `message`, of everything else in `error`. */
function reasonIn(report: Readonly<Record<string, unknown>> | undefined): string | undefined {
	const { message, error } = (report ?? {}) as { readonly message?: string; readonly error?: { readonly summary?: string } };
	return message ?? error?.summary;
}
