/** The proxy for HTTPS_PROXY: connections to ECS are opened and their calls judged, everything else is tunnelled as it is. */
import type { Server as HttpServer } from "node:http";
import type { LookupFunction } from "node:net";
import { type PrepareRequestFunctionOpts, type PrepareRequestFunctionResult, RequestError, Server } from "proxy-chain";
import type { World } from "../../world.ts";
import { hostKind } from "./ecs-host.ts";
import { OpenedHosts, type OpenedHostsOptions } from "./opened-hosts.ts";
import { type Address, reachable, type TunnelTarget, tunnelTarget } from "./tunnel-target.ts";

export interface ForwardProxyOptions extends OpenedHostsOptions {
	readonly port: number;
	/** The addresses of what is tunnelled; none for what nobody is led to. */
	readonly resolve?: (target: TunnelTarget) => Promise<readonly Address[]>;
}

export interface ForwardProxy {
	readonly url: string;
	/** Takes no more connections, finishes the calls of ECS under way, then cuts what is tunnelled. */
	drain(): Promise<void>;
}

/** On loopback alone: whoever reaches it reaches what this machine does. @throws when the port cannot be had. */
export async function startForwardProxy(world: World, options: ForwardProxyOptions): Promise<ForwardProxy> {
	const { port, resolve = reachable } = options;
	const hosts = new OpenedHosts(world, options);
	const server = new Server({ port, host: "127.0.0.1", authRealm: "Taskgate", prepareRequestFunction: route });
	server.on("requestFailed", ({ error }) => world.log.alarm("the forward proxy failed a request", { reason: String(error) }));
	await server.listen().catch((cause: NodeJS.ErrnoException) => {
		throw new Error(`port ${port} cannot be had (${cause.code}): choose another with TASKGATE_FORWARD_PROXY_PORT`, { cause });
	});
	return {
		url: `http://127.0.0.1:${server.port}`,
		drain: async () => {
			const closed = server.close();
			await hosts.drain();
			server.closeConnections();
			await closed;
		},
	};

	async function route({ request, isHttp }: PrepareRequestFunctionOpts): Promise<PrepareRequestFunctionResult> {
		if (isHttp) throw new RequestError("Taskgate's forward proxy takes CONNECT alone: set HTTPS_PROXY, not HTTP_PROXY\n", 403);
		const target = tunnelTarget(request.url ?? "");
		if (target === undefined) throw new RequestError("the target must be a name or an address, and a port\n", 400);
		const kind = hostKind(target.host);
		if (kind.is === "doubtful") throw new RequestError(`${target.host} may be ECS's, in a form that Taskgate cannot judge\n`, 403);
		if (kind.is === "other") return tunnel(target);
		if (target.port !== 443) throw new RequestError("ECS is reached on port 443 alone\n", 403);
		return { customConnectServer: hosts.server(kind.host, kind.region) as unknown as HttpServer };
	}

	async function tunnel(target: TunnelTarget): Promise<PrepareRequestFunctionResult> {
		const addresses = await resolve(target).catch((error: NodeJS.ErrnoException) => {
			throw new RequestError(`${target.host} cannot be resolved (${error.code})\n`, 502);
		});
		if (addresses.length === 0)
			throw new RequestError(`${target.host} is this machine itself: leave it out of the proxy by NO_PROXY\n`, 403);
		return { dnsLookup: pinned(addresses) as NonNullable<PrepareRequestFunctionResult["dnsLookup"]> };
	}
}

/** A name that was looked up already. */
function pinned(addresses: readonly Address[]): LookupFunction {
	return (_name, { all }, done) => {
		const [first] = addresses;
		if (all) done(null, [...addresses]);
		else if (first !== undefined) done(null, first.address, first.family);
	};
}
