/** A tool written in Go, of one version, in build/tools/: Go's checksum database vouches for what its module proxy sends. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export interface GoTool {
	readonly name: string;
	readonly module: string;
	readonly version: string;
}

/** It could not be asked, which is neither a pass nor a finding. */
export class NotChecked extends Error {
	override readonly name = "NotChecked";
}

const TOOLS = new URL("../build/tools/", import.meta.url);

/** Where it lies; built first if it is not there. @throws {NotChecked} */
export async function ensureGoTool({ name, module, version }: GoTool): Promise<string> {
	const folder = fileURLToPath(new URL(`${name}-${version}`, TOOLS));
	const path = `${folder}/${name}`;
	if (existsSync(path)) return path;
	console.log(`building ${name} ${version} from ${module} (Go, about a minute the first time)`);
	try {
		await promisify(execFile)("go", ["install", `${module}@${version}`], { env: { ...process.env, GOBIN: folder, GOOS: "", GOARCH: "" } });
	} catch (error) {
		const { code, stderr } = error as { code?: unknown; stderr?: string };
		const why = code === "ENOENT" ? "there is no `go` on the PATH: install it from https://go.dev/dl" : (stderr ?? String(error));
		throw new NotChecked(`${name} ${version} cannot be built: ${why.trim()}`, { cause: error });
	}
	return path;
}
