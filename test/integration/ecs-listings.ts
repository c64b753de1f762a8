/** How ECS lists and describes many things, which moto does otherwise or not at all: in pages, and so many at a time. */
import type { EcsStub } from "./ecs-stub.ts";

type Body = Record<string, unknown>;

export interface Listed {
	/** What a page holds at most; ECS itself gives no more than 100. */
	readonly pageSize?: number;
	/** As DescribeCapacityProviders has them; of Managed Instances with the `cluster` that they belong to. */
	readonly providers?: readonly Body[];
	/** ARNs. */
	readonly daemons?: readonly string[];
	/** Express services: ARN, and the task definition that each runs. */
	readonly express?: ReadonlyMap<string, string>;
}

const LISTS = {
	ListClusters: "clusterArns",
	ListServices: "serviceArns",
	ListTasks: "taskArns",
	ListTaskDefinitions: "taskDefinitionArns",
};
const MOST = { DescribeServices: ["services", 10], DescribeTasks: ["tasks", 100], DescribeClusters: ["clusters", 100] } as const;

/** Until the stub is reset. */
export function listAsEcs(stub: EcsStub, { pageSize = 100, providers = [], daemons = [], express = new Map() }: Listed = {}): void {
	const page = (items: readonly unknown[], { nextToken, maxResults = 10 }: Body) => {
		const from = Number(nextToken ?? 0);
		const to = from + Math.min(Number(maxResults), pageSize);
		return { items: items.slice(from, to), ...(to < items.length ? { nextToken: String(to) } : {}) };
	};
	for (const [operation, member] of Object.entries(LISTS)) {
		stub.amend(operation, ({ [member]: all = [] }, body) => {
			const more = operation === "ListServices" ? [...express.keys()].filter((arn) => isIn(arn, body.cluster)) : [];
			const { items, nextToken } = page([...(all as unknown[]), ...more], body);
			return { [member]: items, nextToken };
		});
	}
	for (const [operation, [member, most]] of Object.entries(MOST)) {
		stub.answer(operation, ({ [member]: named = [] }) =>
			(named as unknown[]).length > most
				? { __type: "InvalidParameterException", message: `${member} can have at most ${most} items.` }
				: undefined,
		);
	}
	stub.amend("DescribeServices", ({ services = [], failures = [] }, body) => {
		const managed = (body.services as string[]).filter((arn) => express.has(arn));
		const described = managed.map((serviceArn) => ({
			...{
				serviceArn,
				serviceName: serviceArn.split("/").at(-1),
				clusterArn: body.cluster,
				status: "ACTIVE",
				resourceManagementType: "ECS",
			},
			taskDefinition: express.get(serviceArn),
		}));
		const others = (failures as { arn: string }[]).filter(({ arn }) => !express.has(arn));
		return { services: [...(services as unknown[]), ...described], failures: others };
	});
	stub.answer("DescribeCapacityProviders", (body) => {
		const own = ["FARGATE", "FARGATE_SPOT"].map((name) => ({
			name,
			capacityProviderArn: `arn:aws:ecs:eu-west-1:123456789012:capacity-provider/${name}`,
		}));
		const wanted = providers.filter(({ cluster }) => cluster === body.cluster);
		const { items, nextToken } = page([...own, ...wanted], { ...body, maxResults: body.maxResults ?? 2 });
		return { capacityProviders: items, failures: [], nextToken };
	});
	stub.answer("ListDaemons", (body) => {
		const { items, nextToken } = page(daemons, body);
		return { daemonSummariesList: items.map((daemonArn) => ({ daemonArn, status: "ACTIVE" })), nextToken };
	});
}

function isIn(arn: string, cluster: unknown): boolean {
	return arn.split("/").at(-2) === String(cluster).split("/").at(-1);
}
