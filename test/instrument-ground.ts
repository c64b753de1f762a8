/** What the tests of instrumentation are about: a task definition, vendors with their parameters, and the library's policies. */
import type { JsonObject } from "../src/admission/request.ts";
import { type Instrumented, instrument } from "../src/instrument.ts";
import type { PolicyEngine } from "../src/rego/policy-engine.ts";

export const IMAGE = "nginx:1.27";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:agent-a1b2c3";

/** ENTRYPOINT and CMD, as Docker's nginx has them. */
const IMAGES: JsonObject = {
	[IMAGE]: {
		digest: "sha256:a",
		fetchedAt: "2026-11-29T12:00:00Z",
		config: { Entrypoint: ["/docker-entrypoint.sh"], Cmd: ["nginx", "-g", "daemon off;"] },
	},
};

export const VENDORS: Readonly<Record<string, { readonly parameters: JsonObject; readonly prefix: readonly string[] }>> = {
	sysdig: {
		parameters: { agentImage: "quay.io/sysdig/workload-agent:6", collectorHost: "collector.example", accessKeySecret: SECRET },
		prefix: ["/opt/draios/bin/instrument"],
	},
	datadog: {
		parameters: { agentImage: "datadog/agent:7", instrumentationImage: "datadog/cws-instrumentation:7", apiKeySecret: SECRET },
		prefix: ["/cws-instrumentation-volume/cws-instrumentation", "trace", "--"],
	},
	prisma: {
		parameters: { agentImage: "twistlock/defender:34", consoleAddress: "wss://console.example", installBundleSecret: SECRET },
		prefix: ["/var/lib/twistlock/fargate/defender", "fargate", "entrypoint"],
	},
	aqua: {
		parameters: { agentImage: "registry.aquasec.com/microenforcer:1", gatewayAddress: "gw.example:443", tokenSecret: SECRET },
		prefix: ["/.aquasec/bin/microenforcer"],
	},
	crowdstrike: {
		parameters: { agentImage: "mirror.example/falcon-container:7", cid: "ABC-12" },
		prefix: [
			...["/tmp/CrowdStrike/rootfs/lib64/ld-linux-x86-64.so.2", "--library-path", "/tmp/CrowdStrike/rootfs/lib64"],
			...["/tmp/CrowdStrike/rootfs/bin/bash", "/tmp/CrowdStrike/rootfs/entrypoint-ecs.sh"],
		],
	},
	generic: {
		parameters: { agentImage: "acme/agent:1", prefix: ["/agent/run", "--"], sharedPath: "/agent", agentSecrets: { KEY: SECRET } },
		prefix: ["/agent/run", "--"],
	},
};

export function taskDefinition(container: JsonObject = {}, members: JsonObject = {}) {
	return {
		...{ family: "web", networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], cpu: "512", memory: "1024" },
		executionRoleArn: "arn:aws:iam::123456789012:role/execution",
		containerDefinitions: [{ name: "web", image: IMAGE, environment: [{ name: "PORT", value: "80" }], ...container }],
		...members,
	};
}

export function instrumentWith(
	engine: PolicyEngine,
	vendor: string,
	object: JsonObject,
	{ images = IMAGES, more = {} }: { readonly images?: JsonObject; readonly more?: JsonObject } = {},
): Promise<Instrumented> {
	const parameters = { ...VENDORS[vendor]?.parameters, ...more };
	return instrument({ engine, now: () => "2026-11-29T12:00:00Z" }, { policy: `runtime/instrument-${vendor}`, parameters, object, images });
}
