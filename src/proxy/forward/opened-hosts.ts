/** ECS hosts as the forward proxy plays them to its clients: TLS ends here, and every call is relayed. */
import { createServer, type Server } from "node:https";
import { OverheardEcsReader } from "../../ecs/overheard-ecs-reader.ts";
import type { World } from "../../world.ts";
import { refuseMalformed } from "../inbound.ts";
import { relay } from "../relay.ts";
import { openUpstream } from "../upstream.ts";
import type { Authority } from "./authority.ts";
import { canonicalHost } from "./ecs-host.ts";
import { forwardMode } from "./forward-mode.ts";
import { HostCertificates } from "./host-certificates.ts";

/** Longer than ECS may be silent. */
const IDLE_MS = 120_000;
/** A client may think this long before its next call. */
const KEPT_MS = 60_000;
/** Names of VPC endpoints are anybody's invention. */
const MOST_HOSTS = 256;

export interface OpenedHostsOptions {
	readonly authority: Authority;
	/** Where calls go instead of the host that they were made for. */
	readonly upstream?: string | undefined;
}

export class OpenedHosts {
	readonly #world: World;
	readonly #upstream = openUpstream();
	readonly #to: string | undefined;
	readonly #certificates: HostCertificates;
	readonly #overheard: OverheardEcsReader | undefined;
	readonly #servers = new Map<string, Server>();
	readonly #calls = new Set<Promise<void>>();
	#draining = false;

	constructor(world: World, { authority, upstream }: OpenedHostsOptions) {
		this.#overheard = world.accountOfKey === undefined ? new OverheardEcsReader() : undefined;
		this.#world = this.#overheard === undefined ? world : { ...world, reader: this.#overheard };
		this.#to = upstream;
		this.#certificates = new HostCertificates(authority, () => new Date(world.now()));
	}

	/** Listens nowhere: it is handed connections. */
	server(host: string, region: string): Server {
		const known = this.#servers.get(host);
		if (known !== undefined) return known;
		const server = this.#open(host, region);
		this.#servers.set(host, server);
		for (const oldest of this.#servers.keys()) {
			if (this.#servers.size <= MOST_HOSTS) break;
			// Connections that it has keep it alive.
			this.#servers.delete(oldest);
		}
		return server;
	}

	/** Resolves when no call is under way any more. */
	async drain(): Promise<void> {
		this.#draining = true;
		while (this.#calls.size > 0) await Promise.all(this.#calls);
		this.#upstream.close();
	}

	#open(host: string, region: string): Server {
		const mode = forwardMode(this.#world, { host, region, upstream: this.#to, overheard: this.#overheard });
		const server = createServer(
			{
				// A client that names no host, or another one than it asked the proxy for, gets no certificate.
				SNICallback: (name, done) => {
					try {
						if (canonicalHost(name) !== host) throw new Error(`the connection was opened for ${host}`);
						done(null, this.#certificates.context(host));
					} catch (error) {
						done(error as Error);
					}
				},
				ALPNProtocols: ["http/1.1"],
				keepAliveTimeout: KEPT_MS,
			},
			(request, response) => {
				if (this.#draining) response.shouldKeepAlive = false;
				const call = relay(this.#world, this.#upstream, mode, request, response);
				this.#calls.add(call);
				void call.finally(() => this.#calls.delete(call));
			},
		);
		server.setTimeout(IDLE_MS);
		server.on("tlsClientError", (error: NodeJS.ErrnoException) => {
			// OpenSSL's words for `unknown CA` and its like, said by the client.
			if (error.code?.includes("ALERT")) this.#world.log.info("a client does not trust the proxy's CA", { host, reason: error.code });
		});
		server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
			// What fails before HTTP has begun is no HTTP to answer in.
			if (error.code?.startsWith("ERR_SSL")) socket.destroy();
			else refuseMalformed(error, socket);
		});
		return server;
	}
}
