/** A Region of moto with one of everything that an audit meets, and what moto lacks of it in front. */
import { CreateTaskSetCommand, PutAccountSettingCommand } from "@aws-sdk/client-ecs";
import { ground, PLACE } from "./ecs-ground.ts";
import { listAsEcs } from "./ecs-listings.ts";
import type { EcsStub } from "./ecs-stub.ts";

/**
 * Cluster `shop`: services of two revisions, and tasks of all sorts. Cluster `back`: a service whose task sets come from outside.
 * Definitions that nothing uses, up to so many in all.
 */
export async function fill(
	motoUrl: string,
	region: string,
	{ services, definitions }: { services: number; definitions: number },
): Promise<void> {
	const shop = await ground(motoUrl, "shop", region);
	const back = await ground(motoUrl, "back", region);
	const one = await shop.register("web", { tags: [{ key: "team", value: "shop" }] });
	const two = await shop.register("web");
	for (let i = 0; i < services; i++) await shop.service(`s${i}`, i % 2 === 0 ? one : two, { tags: [{ key: "n", value: String(i) }] });
	for (let i = 2; i < definitions; i++) await shop.register("idle");
	await shop.client.send(new PutAccountSettingCommand({ name: "containerInsights", value: "enabled" }));
	await back.service("outside", one, { deploymentController: { type: "EXTERNAL" } });
	const taskSet = { cluster: "back", service: "outside", taskDefinition: two, tags: [{ key: "blue", value: "yes" }] };
	await back.client.send(new CreateTaskSetCommand(taskSet));
	const overrides = { containerOverrides: [{ name: "app", environment: [{ name: "A", value: "b" }] }] };
	await shop.run(one, { overrides, tags: [{ key: "by", value: "hand" }], startedBy: "alice" });
	for (let i = 0; i < 3; i++) await shop.run(one, { group: "service:s0", startedBy: "ecs-svc/1" });
	await shop.run(two, { group: "service:s0", startedBy: "ecs-svc/1" });
	await shop.run(one, { group: "service:s2", startedBy: "ecs-svc/1", overrides });
}

/** Until the stub is reset: a daemon, an Express service and capacity providers; and lists in pages. */
export function manage(stub: EcsStub, region: string, pageSize?: number): void {
	const arn = (resource: string) => `arn:aws:ecs:${region}:${PLACE.account}:${resource}`;
	const [daemonArn, revision, deployment] = ["daemon", "daemon-revision", "daemon-deployment"].map((type) => arn(`${type}/shop/agent`));
	const daemonTaskDefinitionArn = arn("daemon-task-definition/agent:3");
	const daemon = { daemonArn, clusterArn: arn("cluster/shop"), status: "ACTIVE", deploymentArn: deployment };
	stub.answer("DescribeDaemon", () => ({ daemon }));
	const newest = { daemonDeploymentArn: deployment, targetDaemonRevision: { arn: revision } };
	stub.answer("DescribeDaemonDeployments", () => ({ daemonDeployments: [newest] }));
	stub.answer("DescribeDaemonRevisions", () => ({
		daemonRevisions: [{ daemonRevisionArn: revision, daemonArn, daemonTaskDefinitionArn }],
	}));
	const registered = { registeredBy: `arn:aws:iam::${PLACE.account}:role/platform`, registeredAt: 1_767_225_600 };
	const containerDefinitions = [{ name: "agent", image: "agent:1" }];
	const definition = { daemonTaskDefinitionArn, family: "agent", status: "ACTIVE", ...registered, containerDefinitions };
	stub.answer("DescribeDaemonTaskDefinition", () => ({ daemonTaskDefinition: definition }));
	stub.answer("ListTagsForResource", () => ({ tags: [{ key: "of", value: "a daemon" }] }));
	const serviceArn = arn("service/shop/quick");
	const web = arn("task-definition/web:1");
	const activeConfigurations = [{ taskDefinitionArn: web, primaryContainer: { image: "quick:1" } }];
	const express = { serviceArn, serviceName: "quick", cluster: "shop", infrastructureRoleArn: "role", activeConfigurations };
	stub.answer("DescribeExpressGatewayService", () => ({ service: { ...express, status: { statusCode: "ACTIVE" } } }));
	const provider = (name: string, more: object) => ({
		name,
		capacityProviderArn: arn(`capacity-provider/${name}`),
		status: "ACTIVE",
		...more,
	});
	listAsEcs(stub, {
		...(pageSize === undefined ? {} : { pageSize }),
		providers: [
			provider("own", { autoScalingGroupProvider: {}, tags: [{ key: "k", value: "v" }] }),
			provider("managed", { managedInstancesProvider: {}, cluster: arn("cluster/shop") }),
		],
		daemons: [daemonArn ?? ""],
		express: new Map([[serviceArn, web]]),
	});
}
