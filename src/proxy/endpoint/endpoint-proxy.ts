/** The API proxy as an endpoint of clients' own choice: AWS_ENDPOINT_URL_ECS. It signs anew, with credentials that are the caller's. */
import type { IncomingMessage } from "node:http";
import { principalsOf } from "../../ecs/aws-clients.ts";
import { messageOf } from "../../ecs/aws-error.ts";
import { assumedCredentials, type OwnCredentials, ownCredentials, regionEndpoint, type SigningKey } from "../../ecs/proxy-credentials.ts";
import type { World } from "../../world.ts";
import { type Inbound, openInbound } from "../inbound.ts";
import { ProxyRefusal, sendRefusal } from "../refused.ts";
import { relay } from "../relay.ts";
import { openUpstream } from "../upstream.ts";
import { stsAsker } from "./ask-sts.ts";
import { type CallerEntry, CallersError, readCallersFile } from "./callers-file.ts";
import { callersMode, sessionName, takeShown } from "./callers-mode.ts";
import { gateRoleAmong } from "./gate-role.ts";
import { ownMode } from "./own-mode.ts";

export interface EndpointProxyOptions {
	readonly port: number;
	/** Path of TASKGATE_PROXY_CALLERS. */
	readonly callersFile?: string | undefined;
	/** Instead of the Region's endpoint. */
	readonly upstream?: string | undefined;
	/** TASKGATE_ROLE_ARN. */
	readonly gateRole?: string | undefined;
	/** Whose STS is asked; the partition's first one without it. */
	readonly region?: string | undefined;
	/** Stands in for STS in tests. */
	readonly fetch?: typeof fetch;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** @throws {CallersError} for a file that cannot be used, and when the port cannot be had. */
export async function startEndpointProxy(world: World, options: EndpointProxyOptions): Promise<Inbound> {
	const upstream = openUpstream();
	const own = ownCredentials();
	const upstreamFor = (region: string) => (options.upstream === undefined ? regionEndpoint(region) : new URL(options.upstream));
	const shared = { now: () => world.now(), upstreamFor };
	const team = options.callersFile === undefined ? undefined : await callersIn(options.callersFile, own, options, shared.now);

	const inbound = await openInbound(
		(request, response) => {
			const refusal = refusePage(request) ?? (team === undefined ? refuseForeign(request) : undefined);
			if (refusal !== undefined) return sendRefusal(response, refusal);
			if (team === undefined) return void relay(world, upstream, ownMode({ ...shared, credentials: own }), request, response);
			const { shown, rest } = takeShown(request.url ?? "");
			// From here on nobody sees what was shown.
			request.url = rest;
			return void relay(world, upstream, callersMode({ ...shared, ...team }, shown), request, response);
		},
		{ port: options.port, host: team === undefined ? "127.0.0.1" : undefined, variable: "TASKGATE_PROXY_PORT" },
	);
	return {
		url: inbound.url,
		drain: async () => {
			await inbound.drain();
			upstream.close();
		},
	};
}

async function callersIn(path: string, own: OwnCredentials, { gateRole, region, fetch }: EndpointProxyOptions, now: () => string) {
	const { callers, audience } = await readCallersFile(path);
	const lent = gateRoleAmong(callers, gateRole, await ownPrincipals(own, path, region));
	if (lent !== undefined) throw new CallersError([lent], { path });
	const keys = new Map(
		callers.map((caller) => [caller, assumedCredentials({ ...assuming(caller), region: region ?? homeOf(caller.role) })]),
	);
	const sts = audience === undefined ? undefined : stsAsker({ audience, now, ...(fetch === undefined ? {} : { fetch }) });
	return { callers, sts, keyFor: (caller: CallerEntry) => (keys.get(caller) as () => Promise<SigningKey>)() };
}

function assuming({ name, role, sourceIdentity, externalId }: CallerEntry) {
	return { roleArn: role, sessionName: sessionName(name), sourceIdentity, externalId };
}

/** Without it nobody could tell whether a caller's role is the gate's own. @throws {CallersError} */
async function ownPrincipals(own: OwnCredentials, path: string, region: string | undefined): Promise<readonly string[]> {
	try {
		return principalsOf((await own.holder(await own.key(), region)).arn);
	} catch (cause) {
		const problem = `the gate cannot tell who it is itself, and so not what it must not lend: ${messageOf(cause)}`;
		throw new CallersError([problem], { path, cause });
	}
}

/** The Region where a partition's STS always is. */
function homeOf(role: string): string {
	const [, partition = ""] = role.split(":");
	return { "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" }[partition] ?? "us-east-1";
}

/** No client of AWS sends an origin: this is a web page. */
function refusePage({ headers }: IncomingMessage): ProxyRefusal | undefined {
	return headers.origin === undefined ? undefined : denied("web pages are not served");
}

/** A name that resolves to loopback is how a web page elsewhere would come here. */
function refuseForeign({ headers: { host = "" } }: IncomingMessage): ProxyRefusal | undefined {
	return LOOPBACK.test(host) ? undefined : denied("without TASKGATE_PROXY_CALLERS only localhost is served");
}

function denied(problem: string): ProxyRefusal {
	return new ProxyRefusal(problem, { status: 403, type: "AccessDeniedException" });
}
