/** Daemons and Express services, which moto lacks: as much of ECS as the gate asks and changes, behind a stub. */
import { ARN } from "./ecs-ground.ts";
import type { EcsStub } from "./ecs-stub.ts";

type Body = Record<string, unknown>;

interface Revisioned {
	revision: number;
	/** As the last create or update has it. */
	body: Body;
}

export interface ManagedEcs {
	/** Registers a daemon task definition and answers its ARN. */
	define(family: string, container: Body): string;
	daemon(name: string, body: Body): string;
	express(name: string, body: Body): string;
	readonly daemons: ReadonlyMap<string, Revisioned>;
	readonly services: ReadonlyMap<string, Revisioned>;
}

export function managedEcs(stub: EcsStub, cluster: string): ManagedEcs {
	const definitions = new Map<string, Body>();
	const daemons = new Map<string, Revisioned>();
	const services = new Map<string, Revisioned>();
	const missing = { __type: "ResourceNotFoundException", message: "not found" };
	const changed = (of: Map<string, Revisioned>, arn: string, body: Body): void => {
		const before = of.get(arn);
		of.set(arn, { revision: (before?.revision ?? 0) + 1, body: { ...before?.body, ...body } });
	};
	const part = (type: string, arn: string, revision: number) => `${arn.replace(/:[a-z]+\//, `:${type}/`)}/${revision}`;

	stub.answer("DescribeDaemonTaskDefinition", ({ daemonTaskDefinition }) => {
		const found = definitions.get(String(daemonTaskDefinition));
		return found ? { daemonTaskDefinition: found } : missing;
	});
	stub.answer("DescribeDaemon", ({ daemonArn }) => {
		const arn = String(daemonArn);
		const found = daemons.get(arn);
		if (found === undefined) return missing;
		const currentRevisions = [{ arn: part("daemon-revision", arn, found.revision) }];
		const deploymentArn = part("daemon-deployment", arn, found.revision);
		return { daemon: { daemonArn: arn, clusterArn: `${ARN}:cluster/${cluster}`, status: "ACTIVE", currentRevisions, deploymentArn } };
	});
	stub.answer("DescribeDaemonDeployments", ({ daemonDeploymentArns }) => {
		const [deployment] = daemonDeploymentArns as string[];
		const [arn, { body, revision }] = byRevision(daemons, deployment);
		const capacityProviders = (body.capacityProviderArns as string[]).map((provider) => ({ arn: provider }));
		const targetDaemonRevision = { arn: part("daemon-revision", arn, revision), capacityProviders };
		const { deploymentConfiguration } = body;
		return { daemonDeployments: [{ daemonDeploymentArn: deployment, targetDaemonRevision, deploymentConfiguration }], failures: [] };
	});
	stub.answer("DescribeDaemonRevisions", ({ daemonRevisionArns }) => {
		const [daemonRevisionArn] = daemonRevisionArns as string[];
		const [daemonArn, { body }] = byRevision(daemons, daemonRevisionArn);
		const { daemonTaskDefinitionArn, enableExecuteCommand, critical } = body;
		return { daemonRevisions: [{ daemonRevisionArn, daemonArn, daemonTaskDefinitionArn, enableExecuteCommand, critical }], failures: [] };
	});
	stub.answer("UpdateDaemon", ({ daemonArn, ...body }) => {
		changed(daemons, String(daemonArn), body);
		return { daemonArn, status: "ACTIVE" };
	});
	stub.answer("DescribeExpressGatewayService", ({ serviceArn }) => {
		const found = services.get(String(serviceArn));
		if (found === undefined) return missing;
		const { revision, body } = found;
		const { infrastructureRoleArn, ...configuration } = body;
		const taskDefinitionArn = expressDefinition(String(serviceArn), found);
		const active = { ...configuration, taskDefinitionArn, serviceRevisionArn: part("service-revision", String(serviceArn), revision) };
		const serviceName = String(serviceArn).split("/").at(-1);
		const status = { statusCode: "ACTIVE" };
		return { service: { serviceArn, serviceName, cluster, infrastructureRoleArn, status, activeConfigurations: [active] } };
	});
	stub.answer("UpdateExpressGatewayService", ({ serviceArn, ...body }) => {
		changed(services, String(serviceArn), body);
		const targetConfiguration = {
			taskDefinitionArn: expressDefinition(String(serviceArn), services.get(String(serviceArn)) as Revisioned),
		};
		return { service: { serviceArn, cluster, targetConfiguration } };
	});
	return {
		...{ daemons, services },
		define(family, container) {
			const revision = [...definitions.keys()].filter((arn) => arn.includes(`/${family}:`)).length + 1;
			const daemonTaskDefinitionArn = `${ARN}:daemon-task-definition/${family}:${revision}`;
			definitions.set(daemonTaskDefinitionArn, { daemonTaskDefinitionArn, family, status: "ACTIVE", containerDefinitions: [container] });
			return daemonTaskDefinitionArn;
		},
		daemon(name, body) {
			const arn = `${ARN}:daemon/${cluster}/${name}`;
			changed(daemons, arn, body);
			return arn;
		},
		express(name, body) {
			const arn = `${ARN}:service/${cluster}/${name}`;
			changed(services, arn, body);
			return arn;
		},
	};
}

/** ECS makes a definition for every configuration; one of the tests' own stands for all of them. */
function expressDefinition(serviceArn: string, { body }: Revisioned): string {
	return `${ARN}:task-definition/express-${serviceArn.split("/").at(-1)}:${JSON.stringify(body.primaryContainer).includes("bad") ? 2 : 1}`;
}

function byRevision(all: ReadonlyMap<string, Revisioned>, arn = ""): readonly [string, Revisioned] {
	const name = arn.split("/").at(-2) ?? "";
	const found = [...all].find(([key]) => key.endsWith(`/${name}`));
	if (found === undefined) throw new Error(`no daemon ${name}`);
	return found;
}
