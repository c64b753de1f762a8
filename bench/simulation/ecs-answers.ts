/** What a simulated ECS answers to reads, in the shapes of AWS's API; what has not spread yet is not there. */
import type { Definition, EcsPlace, Service, Task } from "./ecs-state.ts";

type Input = Readonly<Record<string, unknown>>;
type Read = (ecs: EcsPlace, input: Input, now: number) => object;

const NETWORK = {
	awsvpcConfiguration: { subnets: ["subnet-0a1b2c3d"], securityGroups: ["sg-0a1b2c3d"], assignPublicIp: "DISABLED" },
};

/** By operation. */
export const READS: Readonly<Record<string, Read>> = {
	DescribeTaskDefinition(ecs, { taskDefinition }, now) {
		const found = ecs.definitions.get(String(taskDefinition));
		const isActive = found?.isActive.seenAt(now);
		if (found === undefined || isActive === undefined) throw new EcsError("ClientException", "Unable to describe task definition.");
		return { taskDefinition: described(found, isActive), tags: [] };
	},
	DescribeTasks(ecs, { tasks }, now) {
		const seen = (tasks as readonly string[]).map((arn) => [arn, ecs.tasks.get(arn)?.seenAt(now)] as const);
		return {
			tasks: seen.flatMap(([, task]) => (task === undefined ? [] : [taskOf(ecs, task)])),
			failures: seen.flatMap(([arn, task]) => (task === undefined ? [{ arn, reason: "MISSING" }] : [])),
		};
	},
	DescribeServices(ecs, { services }, now) {
		const [arn = ""] = services as readonly string[];
		const service = ecs.services.get(arn)?.seenAt(now);
		return service === undefined
			? { services: [], failures: [{ arn, reason: "MISSING" }] }
			: { services: [serviceOf(ecs, service)], failures: [] };
	},
	DescribeClusters(ecs) {
		return { clusters: [{ clusterArn: ecs.cluster, clusterName: "main", status: "ACTIVE", settings: [] }], failures: [] };
	},
	ListServiceDeployments(ecs, { service, status }, now) {
		const wanted = status as readonly string[];
		const seen = ecs.services.get(String(service))?.seenAt(now);
		const serviceDeployments = (seen?.deployments ?? [])
			.filter((deployment) => wanted.includes(deployment.status))
			.map((deployment) => ({
				...{ serviceDeploymentArn: deployment.arn, serviceArn: String(service), clusterArn: ecs.cluster, status: deployment.status },
				...{ targetServiceRevisionArn: deployment.revision, createdAt: new Date(deployment.createdAt) },
			}));
		return { serviceDeployments };
	},
	DescribeServiceRevisions(ecs, { serviceRevisionArns }) {
		const serviceRevisions = (serviceRevisionArns as readonly string[]).flatMap((serviceRevisionArn) => {
			const definition = ecs.revisions.get(serviceRevisionArn);
			return definition === undefined ? [] : [{ serviceRevisionArn, taskDefinition: definition.arn }];
		});
		return { serviceRevisions, failures: [] };
	},
};

export class EcsError extends Error {
	override readonly name: string;
	constructor(name: string, message: string) {
		super(message);
		this.name = name;
	}
}

function described({ arn, body, registeredAt }: Definition, isActive: boolean): object {
	const status = isActive ? "ACTIVE" : "INACTIVE";
	return { ...body, taskDefinitionArn: arn, status, revision: Number(arn.split(":").at(-1)), registeredAt: new Date(registeredAt) };
}

export function taskOf(ecs: EcsPlace, { arn, definition, service, createdAt, lastStatus, stoppedReason }: Task) {
	return {
		...{ taskArn: arn, clusterArn: ecs.cluster, taskDefinitionArn: definition.arn, lastStatus, version: 1 },
		...{ desiredStatus: lastStatus === "STOPPED" ? "STOPPED" : "RUNNING", createdAt: new Date(createdAt), launchType: "FARGATE" },
		...{ cpu: "256", memory: "512", platformVersion: "1.4.0", enableExecuteCommand: false, tags: [] },
		group: service === undefined ? `family:${familyOf(definition)}` : `service:${service}`,
		startedBy: service === undefined ? "ci" : `ecs-svc/${arn.slice(-19)}`,
		overrides: { containerOverrides: [{ name: "app" }], inferenceAcceleratorOverrides: [] },
		containers: [{ name: "app", image: "app", lastStatus: "PENDING", taskArn: arn }],
		...(stoppedReason === undefined ? {} : { stoppedReason }),
	};
}

function serviceOf(ecs: EcsPlace, { arn, name, definition, desiredCount, definedAt }: Service) {
	return {
		...{ serviceArn: arn, serviceName: name, clusterArn: ecs.cluster, status: "ACTIVE", taskDefinition: definition.arn, desiredCount },
		...{ launchType: "FARGATE", networkConfiguration: NETWORK, enableExecuteCommand: false, tags: [] },
		deploymentConfiguration: {
			deploymentCircuitBreaker: { enable: true, rollback: true },
			minimumHealthyPercent: 100,
			maximumPercent: 200,
		},
		deployments: [{ id: `ecs-svc/${definedAt}`, status: "PRIMARY", taskDefinition: definition.arn, createdAt: new Date(definedAt) }],
	};
}

function familyOf({ arn }: Definition): string {
	return arn.split("/").at(-1)!.split(":")[0]!;
}
