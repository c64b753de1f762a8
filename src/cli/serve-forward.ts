/** The forward proxy of `taskgate serve`, and how its clients come to trust it. */
import type { Config } from "../config.ts";
import { type Authority, openAuthority } from "../proxy/forward/authority.ts";
import { type ForwardProxy, startForwardProxy } from "../proxy/forward/forward-proxy.ts";
import type { World } from "../world.ts";

const WARNED_MS = 60 * 86_400_000;

/** None unless TASKGATE_FORWARD_PROXY_PORT is set. */
export async function startForwarding(world: World, config: Config): Promise<readonly ForwardProxy[]> {
	if (config.TASKGATE_FORWARD_PROXY_PORT === undefined) return [];
	const now = new Date(world.now());
	const authority = await openAuthority(config.TASKGATE_PROXY_CA, now);
	const proxy = await startForwardProxy(world, {
		port: config.TASKGATE_FORWARD_PROXY_PORT,
		upstream: config.TASKGATE_PROXY_UPSTREAM,
		authority,
	});
	world.log.info("proxying HTTPS", {
		url: proxy.url,
		clients: `HTTPS_PROXY=${proxy.url} AWS_CA_BUNDLE=${authority.files.bundle}; \`taskgate proxy-ca\` tells of others`,
		accounts: world.accountOfKey === undefined ? "not known (no AWS credentials)" : "asked for by access key",
	});
	if (authority.notAfter.getTime() - now.getTime() < WARNED_MS) world.log.alarm("the CA of the forward proxy ends soon", expiry(authority));
	return [proxy];
}

function expiry({ notAfter }: Authority): object {
	return { notAfter: notAfter.toISOString(), remedy: "taskgate proxy-ca --renew" };
}
