/** `taskgate serve` with its proxy, as a process of its own, and a server in the place of AWS that keeps what reaches it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type EcsUpstream, startUpstream } from "../../../test/ecs-upstream.ts";
import type { GateProcess } from "../../../test/gate-process.ts";
import { startProxyProcess } from "../../../test/proxy-process.ts";

const run = promisify(execFile);

export interface Served {
	readonly gate: GateProcess;
	readonly proxyUrl: string;
	readonly upstream: EcsUpstream;
	/** Of the process, in MiB. */
	rss(): Promise<number>;
	stop(): Promise<void>;
}

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::111122223333:assumed-role/ci/run-1</Arn><UserId>u</UserId><Account>111122223333</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

/** A privileged container is refused, whatever else. */
export async function startServed(): Promise<Served> {
	const upstream = await startUpstream((body, response, { headers }) => {
		const isSts = body.toString().includes("Action=GetCallerIdentity");
		if (isSts) return void response.setHeader("content-type", "text/xml").end(IDENTITY);
		if (String(headers["x-amz-target"]).endsWith(".RegisterTaskDefinition")) return void response.end("{}");
		response.writeHead(400).end('{"__type":"ClientException","message":"there is nothing here"}');
	});
	const { gate, url } = await startProxyProcess(upstream.url);
	return {
		gate,
		proxyUrl: url,
		upstream,
		rss: async () => {
			const { stdout } = await run("ps", ["-o", "rss=", "-p", String(gate.process.pid)]);
			return Math.round(Number(stdout) / 1024);
		},
		stop: async () => {
			await gate.stop();
			await upstream.close();
		},
	};
}
