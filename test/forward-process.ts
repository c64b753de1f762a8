/** Taskgate with its forward proxy, as its users run it. */
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { eventually, freshStore, type GateProcess, startGate } from "./gate-process.ts";
import { CONSTRAINTS } from "./proxy-process.ts";

export interface ForwardProcess {
	readonly gate: GateProcess;
	/** HTTPS_PROXY and AWS_CA_BUNDLE. */
	readonly clientEnv: Readonly<Record<string, string>>;
}

/** `upstream`: where calls of ECS go. Without AWS credentials, unless `env` has some. */
export async function startForwardProcess(upstream: string, env: Record<string, string> = {}): Promise<ForwardProcess> {
	const store = await freshStore();
	const folder = dirname(store.replace(/^sqlite:/, ""));
	await writeFile(join(folder, "constraints.yaml"), CONSTRAINTS);
	const gate = await startGate({
		TASKGATE_STORE: store,
		TASKGATE_CONSTRAINTS: join(folder, "constraints.yaml"),
		TASKGATE_ENFORCE: "on",
		TASKGATE_FORWARD_PROXY_PORT: "0",
		TASKGATE_PROXY_CA: join(folder, "ca"),
		TASKGATE_PROXY_UPSTREAM: upstream,
		...env,
	});
	const url = await eventually(async () => {
		const lines = gate.output().split("\n");
		const line = lines.find((said) => said.includes('"proxying HTTPS"'));
		return line && (JSON.parse(line) as { url: string }).url;
	});
	return { gate, clientEnv: { HTTPS_PROXY: url, AWS_CA_BUNDLE: join(folder, "ca", "bundle.pem") } };
}
