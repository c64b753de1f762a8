import { describe, expect, it } from "vitest";
import { fakeEcs, type KnownToEcs } from "../../test/fake-ecs-reader.ts";
import { ARN, unresolvedRequest } from "../../test/requests.ts";
import { resolve } from "./resolve.ts";

const [service, cluster, taskDefinition] = [`${ARN}:service/prod/web`, `${ARN}:cluster/prod`, `${ARN}:task-definition/web:4`];
const [serviceRevision, deployment] = [`${ARN}:service-revision/prod/web/2`, `${ARN}:service-deployment/prod/web/2`];
const network = (subnet: string) => ({ awsvpcConfiguration: { subnets: [subnet] } });
const revision = {
	...{
		serviceRevisionArn: serviceRevision,
		guardDutyEnabled: true,
		serviceArn: service,
		clusterArn: cluster,
		taskDefinition,
		networkConfiguration: network("new"),
	},
	...{ capacityProviderStrategy: [{ capacityProvider: "FARGATE" }], containerImages: [{ containerName: "app" }], ecsManagedResources: {} },
};
const KNOWN: KnownToEcs = {
	definitions: { [taskDefinition]: { family: "web", containerDefinitions: [{ name: "app", image: "new" }] } },
	service: {
		...{ serviceArn: service, serviceName: "web", clusterArn: cluster, taskDefinition: `${ARN}:task-definition/web:3`, launchType: "EC2" },
		...{
			networkConfiguration: network("old"),
			enableExecuteCommand: true,
			tags: [{ key: "team", value: "shop" }],
			resourceManagementType: "ECS",
		},
	},
	cluster: { clusterName: "prod" },
	revisions: { [serviceRevision]: revision },
	deployments: { [deployment]: { serviceDeploymentArn: deployment, targetServiceRevision: { arn: serviceRevision } } },
};
const { duplicateKey: _, ...asked } = unresolvedRequest({
	kind: "Service",
	operation: "UPDATE",
	object: { service, cluster },
	references: { serviceRevision, deployment, service, cluster },
});
const resolved = (over: object = {}, known: KnownToEcs = KNOWN) => resolve(fakeEcs(known), { ...asked, ...over }, "uid");

describe("a deployment", () => {
	it("is the service as it will be: what the revision fixes, and else what the service says", async () => {
		const found = await resolved();
		expect(found.object).toEqual({
			...{ serviceName: "web", cluster, taskDefinition, networkConfiguration: network("new"), enableExecuteCommand: true },
			...{ capacityProviderStrategy: revision.capacityProviderStrategy, tags: [{ key: "team", value: "shop" }] },
		});
		expect(found.context).toEqual({
			taskDefinition: KNOWN.definitions?.[taskDefinition],
			service: KNOWN.service,
			cluster: KNOWN.cluster,
			serviceRevision: { serviceRevisionArn: serviceRevision, guardDutyEnabled: true },
			source: "ecs",
		});
		expect(found).toMatchObject({ name: "web", cluster: "prod", tags: { team: "shop" }, launchTypes: ["FARGATE"] });
		expect(found.targets).toEqual({ service, cluster, taskDefinition, serviceRevision, deployment });
	});

	it("that names no revision has one all the same: its target", async () => {
		const found = await resolved({ references: { deployment, service, cluster }, duplicateKey: "hook" });
		expect(found.targets).toEqual({ service, cluster, taskDefinition, serviceRevision, deployment });
	});

	const target = (arn?: string) => ({ deployments: { [deployment]: { targetServiceRevision: arn === undefined ? {} : { arn } } } });
	const byDeployment = { references: { deployment } };
	it.each<[string, boolean, object, KnownToEcs]>([
		["a revision that is not found, yet", true, {}, { ...KNOWN, revisions: {} }],
		["a service that is not found, yet", true, {}, { ...KNOWN, service: undefined as never }],
		["a definition that is not found, yet", true, {}, { ...KNOWN, definitions: {} }],
		["a deployment that is not found, yet", true, byDeployment, { ...KNOWN, deployments: {} }],
		["a deployment without a target, yet", true, byDeployment, { ...KNOWN, ...target() }],
		["a target of another service", false, byDeployment, { ...KNOWN, ...target(`${ARN}:service-revision/prod/api/2`) }],
		[
			"a revision that says it is another service's",
			false,
			{},
			{ ...KNOWN, revisions: { [serviceRevision]: { ...revision, serviceArn: `${service}2` } } },
		],
		["a revision without a definition", false, {}, { ...KNOWN, revisions: { [serviceRevision]: { serviceArn: service } } }],
	])("%s is not judged", async (_, transient, over, known) => {
		await expect(resolved(over, known)).rejects.toMatchObject({ name: "LookUpFailed", transient });
	});

	it("is not judged where ECS is not asked", async () => {
		await expect(resolve(fakeEcs(KNOWN, "copy"), asked, "uid")).rejects.toMatchObject({ transient: false });
	});
});
