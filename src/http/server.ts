/** One listening process: opens, drains on demand. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listen } from "../listen.ts";
import { startWorker, type Worker } from "../worker.ts";
import type { World } from "../world.ts";
import { createApp } from "./app.ts";
import { type Balancer, personBy } from "./person.ts";

export interface GateServer {
	/** Where a person on this machine finds it. */
	readonly url: string;
	/** Takes no more requests, finishes those under way and the worker's, then closes. */
	drain(): Promise<void>;
}

export interface ServerOptions {
	readonly port: number;
	/** Without one only loopback is listened on. */
	readonly key: string | undefined;
	/** The load balancer that logs people in. Only with a key, which machines need. */
	readonly people?: Balancer | undefined;
}

/** A client that sends slowly or never finishes must not hold a connection for ever. */
const REQUEST_MS = 30_000;

const NO_WORKER: Worker = { wake: () => {}, stop: async () => {} };

/** @throws when the port cannot be had. */
export async function startServer(world: World, { port, key, people }: ServerOptions): Promise<GateServer> {
	let ready = true;
	const worker = world.settings.leavesWork ? NO_WORKER : startWorker(world);
	const personOf = people && personBy(people, world.now);
	const server = createServer(
		{ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS },
		createApp({ world, worker, key, personOf, ready: () => ready }),
	);
	try {
		await listen(server, port, key === undefined ? "127.0.0.1" : undefined);
	} catch (error) {
		await worker.stop();
		throw new Error(`port ${port} cannot be had (${(error as NodeJS.ErrnoException).code}): choose another with TASKGATE_PORT`, {
			cause: error,
		});
	}
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		drain: async () => {
			ready = false;
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeIdleConnections();
			await closed;
			await worker.stop();
		},
	};
}
