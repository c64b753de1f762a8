/** A moto server of our own: AWS over real HTTP, without AWS. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Moto {
	/** Such as `http://127.0.0.1:41234`. */
	readonly url: string;
	stop(): Promise<void>;
}

const STARTING_MS = 60_000;

/** On a free port; resolves once it answers. @throws when it does not within a minute, with what it said. */
export async function startMoto(python: string): Promise<Moto> {
	// It leaves when its standard input closes, so that no crash of ours leaves a server behind.
	const server = spawn(python, [`${import.meta.dirname}/moto_server.py`, "--host", "127.0.0.1", "--port", "0"], {
		stdio: ["pipe", "pipe", "pipe"],
		// Each test file has a Region of its own (own-region.ts).
		env: { ...process.env, MOTO_ALLOW_NONEXISTENT_REGION: "true" },
	});
	let said = "";
	let gone = false;
	for (const stream of [server.stdout, server.stderr]) {
		stream.setEncoding("utf8");
		stream.on("data", (text: string) => {
			said = (said + text).slice(-4000);
		});
	}
	const exit = once(server, "exit").finally(() => {
		gone = true;
	});
	exit.catch((error: Error) => {
		said += error.message;
	});

	const deadline = performance.now() + STARTING_MS;
	while (!gone && performance.now() < deadline) {
		const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
		if (url !== undefined && (await answers(url))) return { url, stop };
		await new Promise((resume) => setTimeout(resume, 50));
	}
	server.kill("SIGKILL");
	throw new Error(`the moto server did not start:\n${said}`);

	async function stop(): Promise<void> {
		server.stdin.end();
		const hanging = setTimeout(() => server.kill("SIGKILL"), 2000);
		await exit;
		clearTimeout(hanging);
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/moto-api/data.json`)).ok;
	} catch {
		return false;
	}
}
