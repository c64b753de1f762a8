/** Posts over kept connections, each sending its next request when the answer is there. A process of its own, told by messages what to do. */
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { UNIQUE } from "./requests.ts";

export interface Load {
	readonly url: string;
	/** JSON; every post has an id of its own wherever UNIQUE stands. */
	readonly body: string;
	readonly connections: number;
	readonly milliseconds: number;
}

export interface Loaded {
	readonly answers: number;
	readonly milliseconds: number;
	/** What is not 200 or 202 ends the load. */
	readonly error?: string;
}

async function apply({ url, body, connections, milliseconds }: Load): Promise<Loaded> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const pieces = body.split(UNIQUE);
	const start = performance.now();
	let answers = 0;
	const connection = async () => {
		while (performance.now() - start < milliseconds) {
			await post(agent, url, pieces.join(randomUUID()));
			answers++;
		}
	};
	try {
		await Promise.all(Array.from({ length: connections }, connection));
		return { answers, milliseconds: performance.now() - start };
	} catch (error) {
		return { answers, milliseconds: performance.now() - start, error: String(error) };
	} finally {
		agent.destroy();
	}
}

function post(agent: Agent, url: string, body: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
		const sent = request(url, { method: "POST", agent, headers }, (answer) => {
			answer.on("error", reject).on("end", resolve).resume();
			if (answer.statusCode !== 200 && answer.statusCode !== 202) reject(new Error(`${url} answered ${answer.statusCode}`));
		});
		sent.on("error", reject).end(body);
	});
}

process.on("message", async (load: Load) => process.send?.(await apply(load)));
process.on("disconnect", () => process.exit());
