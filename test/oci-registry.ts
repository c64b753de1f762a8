/** A registry of our own: the OCI distribution API over real HTTP, by go-containerregistry, built with the Go that the compiler needs too. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const SOURCE = fileURLToPath(new URL("registry/", import.meta.url));
const BUILD = fileURLToPath(new URL("../build/", import.meta.url));

export interface OciRegistry {
	/** Such as `http://127.0.0.1:41234`. */
	readonly url: string;
	stop(): Promise<void>;
}

/** Empty, on a free port. */
export async function startRegistry(): Promise<OciRegistry> {
	await mkdir(BUILD, { recursive: true });
	const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" };
	// One for each process, so that of two that build at once neither runs half a program; it is not needed once it runs.
	const own = `${BUILD}oci-registry-${process.pid}`;
	await promisify(execFile)("go", ["build", "-trimpath", "-buildvcs=false", "-o", own, "."], { cwd: SOURCE, env });
	const server = spawn(own, { stdio: ["pipe", "pipe", "inherit"] });
	const exit = once(server, "exit");
	const [url] = (await once(createInterface(server.stdout), "line")) as [string];
	await rm(own);
	return {
		url,
		async stop() {
			server.stdin.end();
			await exit;
		},
	};
}
