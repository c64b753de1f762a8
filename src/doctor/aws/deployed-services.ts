/** The services of every cluster here, with their deployment hooks: in pages, a few clusters at a time. */
import { DescribeServicesCommand, ListClustersCommand, ListServicesCommand, type Service } from "@aws-sdk/client-ecs";
import { parseArn } from "../../ecs/arn.ts";
import { type Found, unknown, unreadFound } from "../found.ts";
import type { ClusterServices, LifecycleHook, Reads, ServiceRead } from "../reads.ts";
import { allPages, reading } from "./reading.ts";
import type { Session } from "./session.ts";

/** DescribeServices takes no more at a time; ECS answers 20 reads a second, which the gate itself needs as well. */
const SERVICES_A_CALL = 10;
const CLUSTERS_AT_A_TIME = 3;

export function readingServices(session: Session): Pick<Reads, "services"> {
	return {
		async *services() {
			const clusters = await reading("ecs:ListClusters", () =>
				allPages(async (nextToken) => {
					const answer = await session.ecs().send(new ListClustersCommand({ maxResults: 100, nextToken }));
					return { items: answer.clusterArns, next: answer.nextToken };
				}),
			);
			for (let n = 0; n < clusters.length; n += CLUSTERS_AT_A_TIME)
				yield* await Promise.all(clusters.slice(n, n + CLUSTERS_AT_A_TIME).map((arn) => servicesOf(session, arn)));
		},
	};
}

/** A cluster that cannot be read does not hide the others. */
async function servicesOf({ ecs }: Session, cluster: string): Promise<ClusterServices> {
	const name = parseArn(cluster)?.name ?? cluster;
	const services: ServiceRead[] = [];
	const unread: Found[] = [];
	try {
		const arns = await reading("ecs:ListServices", () =>
			allPages(async (nextToken) => {
				const answer = await ecs().send(new ListServicesCommand({ cluster, maxResults: 100, nextToken }));
				return { items: answer.serviceArns, next: answer.nextToken };
			}),
		);
		for (let n = 0; n < arns.length; n += SERVICES_A_CALL) {
			const asked = arns.slice(n, n + SERVICES_A_CALL);
			const answer = await reading("ecs:DescribeServices", () =>
				ecs().send(new DescribeServicesCommand({ cluster, services: [...asked] })),
			);
			services.push(...(answer.services ?? []).filter(({ status }) => status !== "INACTIVE").map(service));
			const failed = (answer.failures ?? []).filter(({ reason }) => reason !== "MISSING");
			unread.push(
				...failed.map(({ arn, reason }) => unknown(`ecs:DescribeServices of ${arn} failed: ${reason}`, { subjects: [arn ?? ""] })),
			);
		}
	} catch (error) {
		unread.push({ ...unreadFound(error), subjects: [name] });
	}
	return { cluster: name, services, unread };
}

function service(told: Service): ServiceRead {
	return {
		name: told.serviceName ?? told.serviceArn ?? "?",
		controller: told.deploymentController?.type ?? "ECS",
		isExpress: (told as { readonly resourceManagementType?: string }).resourceManagementType === "ECS",
		hooks: (told.deploymentConfiguration?.lifecycleHooks ?? []) as readonly LifecycleHook[],
	};
}
