/** `taskgate serve`: webhook, console and metrics on one port. */
import type { Command } from "commander";
import { type Config, readConfig } from "../config.ts";
import { openGate } from "../gate.ts";
import type { Balancer } from "../http/person.ts";
import { type GateServer, startServer } from "../http/server.ts";
import { startPolling } from "../live-bundle/polling.ts";
import { openLog } from "../log.ts";
import { startEndpointProxy } from "../proxy/endpoint/endpoint-proxy.ts";
import { VARIABLES } from "../variables.ts";
import type { World } from "../world.ts";
import { startForwarding } from "./serve-forward.ts";

export function registerServe(program: Command): void {
	program
		.command("serve")
		.description("serve the webhook, the console and the metrics on one port")
		.addHelpText(
			"after",
			() =>
				`\nEnvironment:\n${variableLines()}\n\nExamples:\n  taskgate serve\n  TASKGATE_ENFORCE=on TASKGATE_KEY=… AWS_REGION=eu-central-1 taskgate serve\n\nExit codes: 0 stopped by a signal · 2 it could not start`,
		)
		.action(serve);
}

/** Nobody waits for it but at the start. */
const BUNDLE_PATIENCE_MS = 60_000;

async function serve(): Promise<void> {
	const config = readConfig();
	const log = openLog(config.TASKGATE_LOG_LEVEL);
	const gate = await openGate(config, log, { askAws: true, bundlePatienceMs: BUNDLE_PATIENCE_MS });
	for (const warning of gate.warnings) log.info(warning);
	const stopPolling = gate.world.bundle && startPolling(gate.world.bundle, config.TASKGATE_BUNDLE_POLLING);
	// Before anybody is told that it serves: whoever stops it then finds it listening.
	const stopped = stopSignal();
	const server = await startServer(gate.world, { port: config.TASKGATE_PORT, key: config.TASKGATE_KEY, people: peopleBy(config) });
	log.info("serving", { url: server.url, ...posture(gate.world, config.TASKGATE_KEY) });
	const proxies = await startProxies(gate.world, config).catch(async (error: unknown) => {
		await server.drain();
		await gate.close();
		throw error;
	});
	await stopped;
	log.info("draining");
	stopPolling?.();
	await Promise.all([server, ...proxies].map((listening) => listening.drain()));
	await gate.close();
	log.info("stopped");
}

/** Who may log in at a load balancer in front: config.ts holds that all of it is set or nothing. */
function peopleBy({ TASKGATE_OIDC_ALB: arn, TASKGATE_OIDC_ISSUER: issuer, TASKGATE_OIDC_CLIENT: client }: Config): Balancer | undefined {
	return arn === undefined || issuer === undefined || client === undefined ? undefined : { arn, issuer, client };
}

/** Those whose port is set; all of them or none. */
async function startProxies(world: World, config: Config): Promise<readonly Listening[]> {
	const started: Listening[] = [];
	try {
		for (const start of [startEndpoint, startForwarding]) started.push(...(await start(world, config)));
		return started;
	} catch (error) {
		await Promise.all(started.map((listening) => listening.drain()));
		throw error;
	}
}

type Listening = Pick<GateServer, "drain">;

async function startEndpoint(world: World, config: Config): Promise<readonly Listening[]> {
	if (config.TASKGATE_PROXY_PORT === undefined) return [];
	const proxy = await startEndpointProxy(world, {
		port: config.TASKGATE_PROXY_PORT,
		callersFile: config.TASKGATE_PROXY_CALLERS,
		upstream: config.TASKGATE_PROXY_UPSTREAM,
		gateRole: config.TASKGATE_ROLE_ARN,
		region: config.AWS_REGION,
	});
	const listening =
		config.TASKGATE_PROXY_CALLERS === undefined ? "loopback only, the caller's own credentials" : "every interface, callers by file";
	world.log.info("proxying the ECS API", { url: proxy.url, listening });
	return [proxy];
}

/** What an operator must know about this process at a glance. */
function posture({ settings, reader, engine, constraints }: World, key: string | undefined): object {
	return {
		enforce: settings.enforce ? "on" : "off",
		...(settings.leavesWork && { work: "off: events, planned actions and the ledger are left to others" }),
		ecs: reader.source === "ecs" ? "asked" : "not asked (no AWS credentials): events are judged by their own copies",
		listening: key === undefined ? "loopback only (no TASKGATE_KEY)" : "every interface, key required",
		revision: engine.revision,
		policies: engine.policies.length,
		constraints: constraints.length,
	};
}

/** Resolves at the first SIGTERM or SIGINT; the second one ends the process as usual. */
export function stopSignal(): Promise<void> {
	return new Promise((resolve) => {
		for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
	});
}

function variableLines(): string {
	const width = Math.max(...Object.keys(VARIABLES).map((name) => name.length)) + 2;
	const ours = Object.entries(VARIABLES).map(([name, { about }]) => `  ${name.padEnd(width)}${about}`);
	return [...ours, `  ${"AWS_REGION, AWS_ENDPOINT_URL, …".padEnd(width)} the AWS SDK's own, credentials chain included`].join("\n");
}
