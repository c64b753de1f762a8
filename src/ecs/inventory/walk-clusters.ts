/** The clusters of an account and Region, and everything in them. */
import { DescribeClustersCommand, ListClustersCommand } from "@aws-sdk/client-ecs";
import type { JsonObject, Kind } from "../../admission/request.ts";
import { allKnown } from "../../admission/unknown.ts";
import { asRequest } from "../api-shape.ts";
import { parseArn } from "../arn.ts";
import { LookUpFailed } from "../ecs-reader.ts";
import type { Walked } from "./inventory.ts";
import { itemOf } from "./item.ts";
import { walkCapacityProviders } from "./walk-capacity-providers.ts";
import { walkServices } from "./walk-services.ts";
import { walkTasks } from "./walk-tasks.ts";
import { describeBatch, pagesOf, toDescribe, type Walking } from "./walking.ts";

const ACTION = "ecs:DescribeClusters";

export async function* walkClusters(walking: Walking): AsyncGenerator<Walked> {
	const { ecs } = walking;
	const pages = pagesOf(walking, {
		...{ kind: "Cluster", name: "clusters", action: "ecs:ListClusters" },
		page: async (nextToken) => {
			const answer = await ecs.send(new ListClustersCommand({ maxResults: 100, nextToken }));
			return { items: answer.clusterArns ?? [], nextToken: answer.nextToken };
		},
	});
	for await (const step of pages) {
		if ("page" in step) yield* walkPage(walking, step.page);
		else yield step;
	}
}

/** A cluster that cannot be described is walked all the same. */
async function* walkPage(walking: Walking, listed: readonly string[]): AsyncGenerator<Walked> {
	const { ecs, reader, isDone } = walking;
	// What is in a cluster may be left to do when the cluster itself is not.
	const { arns, unread: elsewhere } = await toDescribe({ ...walking, isDone: () => false }, listed, { kind: "Cluster", action: ACTION });
	yield* elsewhere;
	if (arns.length === 0) return;
	const {
		found,
		unread: left,
		readAt,
	} = await describeBatch(walking, {
		...{ kind: "Cluster", action: ACTION, arns },
		describe: async () => {
			const include = ["TAGS", "SETTINGS", "CONFIGURATIONS"] as const;
			const { clusters = [], failures } = await ecs.send(new DescribeClustersCommand({ clusters: [...arns], include: [...include] }));
			return { things: clusters.map((thing) => ({ arn: thing.clusterArn, thing })), failures };
		},
	});
	yield* left;
	for (const { unread } of left) reader.knowsCluster(unread.arn ?? "", new LookUpFailed(unread.reason, unread));
	for (const [arn, cluster] of found) {
		reader.knowsCluster(arn, cluster);
		if (cluster.status !== "INACTIVE" && !(await isDone(arn))) yield clusterItem(walking, { arn, cluster, readAt });
	}
	const there = arns.filter(
		(arn) => left.some(({ unread }) => unread.arn === arn) || (found.get(arn)?.status ?? "INACTIVE") !== "INACTIVE",
	);
	const walks = there.map((arn) => ({
		name: parseArn(arn)?.name ?? arn,
		expected: walking.progress.expect(countIn(found.get(arn)), COUNTED),
	}));
	for (const { name, expected } of walks) yield* expected(walkCluster(walking, name));
}

async function* walkCluster(walking: Walking, name: string): AsyncGenerator<Walked> {
	yield* walkCapacityProviders(walking, name);
	yield* walkServices(walking, name);
	yield* walkTasks(walking, name);
}

const COUNTED: readonly Kind[] = ["Service", "ExpressGatewayService", "Task"];

function countIn(cluster: JsonObject | undefined): number {
	const counts = [cluster?.activeServicesCount, cluster?.runningTasksCount, cluster?.pendingTasksCount];
	return counts.reduce<number>((sum, count) => sum + (typeof count === "number" ? count : 0), 0);
}

interface ClusterRead {
	readonly arn: string;
	readonly cluster: JsonObject;
	readonly readAt: string | undefined;
}

function clusterItem({ place }: Walking, { arn, cluster, readAt }: ClusterRead): Walked {
	const name = parseArn(arn)?.name ?? arn;
	const object = asRequest("Cluster", allKnown(cluster));
	const facts = {
		kind: "Cluster",
		action: "DescribeClusters",
		arn,
		name,
		cluster: name,
		object,
		references: { cluster: arn },
		readAt,
	} as const;
	return { found: itemOf(place, { ...facts, launchTypes: [] }) };
}
