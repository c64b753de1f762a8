/** Taskgate with its API proxy, as its users run it. */
import { writeFile } from "node:fs/promises";
import { AWS_ENV } from "./aws-cli.ts";
import { eventually, freshStore, type GateProcess, startGate } from "./gate-process.ts";

export interface ProxyProcess {
	readonly gate: GateProcess;
	/** For AWS_ENDPOINT_URL_ECS. */
	readonly url: string;
}

/** One policy, so that a test says itself what is refused: a privileged container is. */
export const CONSTRAINTS = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: no-privileged}
spec: {policy: workload/privileged}
`;

/** `awsUrl`: where the gate asks and where the proxy sends to, unless `env` says otherwise. */
export async function startProxyProcess(awsUrl: string, env: Record<string, string> = {}): Promise<ProxyProcess> {
	const store = await freshStore();
	const constraints = `${store.replace(/^sqlite:/, "")}.yaml`;
	await writeFile(constraints, CONSTRAINTS);
	const gate = await startGate({
		...AWS_ENV,
		AWS_ENDPOINT_URL: awsUrl,
		TASKGATE_STORE: store,
		TASKGATE_CONSTRAINTS: constraints,
		TASKGATE_ENFORCE: "on",
		TASKGATE_PROXY_PORT: "0",
		TASKGATE_PROXY_UPSTREAM: awsUrl,
		...env,
	});
	const url = await eventually(async () => {
		const line = gate
			.output()
			.split("\n")
			.find((said) => said.includes('"proxying the ECS API"'));
		return line && (JSON.parse(line) as { url: string }).url;
	});
	return { gate, url };
}
