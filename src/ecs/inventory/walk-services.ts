/** The services of a cluster, with the task definitions and task sets that they have. Express services are services too. */
import { DescribeServicesCommand, ListServicesCommand } from "@aws-sdk/client-ecs";
import type { JsonObject } from "../../admission/request.ts";
import { allKnown } from "../../admission/unknown.ts";
import { asRequest, isArray, isObject } from "../api-shape.ts";
import { clusterArn, parseArn, serviceArn } from "../arn.ts";
import { LookUpFailed } from "../ecs-reader.ts";
import { known } from "../known.ts";
import type { Walked } from "./inventory.ts";
import { itemOf } from "./item.ts";
import type { ServiceRead } from "./service-read.ts";
import { walkDefinitions } from "./walk-definitions.ts";
import { walkTaskSets } from "./walk-task-sets.ts";
import { chunks, completedIn, describeBatch, pagesOf, textOf, toDescribe, unread, type Walking } from "./walking.ts";

/** DescribeServices takes no more at a time. */
const SERVICES_A_CALL = 10;
const ACTION = "ecs:DescribeServices";

/** `cluster`: its name. */
export async function* walkServices(walking: Walking, cluster: string): AsyncGenerator<Walked> {
	const { ecs, place } = walking;
	const inCluster = clusterArn(place, cluster);
	const pages = pagesOf(walking, {
		...{ kind: "Service", name: `services of cluster ${cluster}`, cluster, action: "ecs:ListServices" },
		page: async (nextToken) => {
			const answer = await ecs.send(new ListServicesCommand({ cluster: inCluster, maxResults: 100, nextToken }));
			return { items: answer.serviceArns ?? [], nextToken: answer.nextToken };
		},
	});
	for await (const step of pages) {
		if (!("page" in step)) {
			yield step;
			continue;
		}
		const listed = step.page.map((arn) => serviceArn(place, inCluster, arn));
		// What a service refers to may be left to do, or was not to be read, when the service itself is done.
		const facts = { kind: "Service", cluster, action: ACTION } as const;
		const { arns, unread: elsewhere } = await toDescribe({ ...walking, isDone: () => false }, listed, facts);
		yield* elsewhere;
		for (const batch of chunks(arns, SERVICES_A_CALL)) yield* walkBatch(walking, cluster, batch);
	}
	yield* completedIn(walking, cluster, { ExpressGatewayService: ["Service"], TaskSet: ["Service", "TaskSet"] });
}

async function* walkBatch(walking: Walking, cluster: string, arns: readonly string[]): AsyncGenerator<Walked> {
	const { ecs, place, reader } = walking;
	const inCluster = clusterArn(place, cluster);
	const {
		found,
		unread: left,
		readAt,
	} = await describeBatch(walking, {
		...{ kind: "Service", action: ACTION, cluster, arns, long: (arn: string) => serviceArn(place, inCluster, arn) },
		describe: async () => {
			const command = new DescribeServicesCommand({ cluster: inCluster, services: [...arns], include: ["TAGS"] });
			const { services = [], failures } = await ecs.send(command);
			return { things: services.map((thing) => ({ arn: thing.serviceArn, thing })), failures };
		},
	});
	yield* left;
	for (const { unread } of left) reader.knowsService(unread.arn ?? "", new LookUpFailed(unread.reason, unread));
	// First all of them, as what follows may look any of them up.
	for (const [arn, service] of found) reader.knowsService(arn, service);
	for (const [arn, service] of found) if (service.status !== "INACTIVE") yield* walkService(walking, cluster, { arn, service, readAt });
}

async function* walkService(walking: Walking, cluster: string, read: ServiceRead): AsyncGenerator<Walked> {
	const { arn, service, readAt } = read;
	const { place } = walking;
	yield* walkDefinitions(walking, definitionsOf(service));
	yield* walkTaskSets(walking, cluster, read);
	if (await walking.isDone(arn)) return;
	const createdAt = textOf(service.createdAt);
	const broughtInBy = textOf(service.createdBy);
	const facts = { arn, name: parseArn(arn)?.name ?? arn, cluster, broughtInBy, createdAt, readAt };
	const references = { service: arn, cluster: clusterArn(place, cluster), ...known({ taskDefinition: textOf(service.taskDefinition) }) };
	if (service.resourceManagementType === "ECS") {
		yield* walkExpressService(walking, { ...facts, references });
		return;
	}
	const object = asRequest("Service", allKnown(service));
	yield { found: itemOf(place, { ...facts, kind: "Service", action: "DescribeServices", object, references }) };
}

type Facts = Omit<Parameters<typeof itemOf>[1], "kind" | "action" | "object">;

/** ECS manages it: what its owner asked for is told by another call. */
async function* walkExpressService(walking: Walking, facts: Facts): AsyncGenerator<Walked> {
	const { place, reader } = walking;
	const { arn, name, cluster } = facts;
	const action = "DescribeExpressGatewayService";
	try {
		const described = await reader.expressService(place, arn);
		if (described === undefined) return;
		const references = { ...facts.references, ...known({ taskDefinition: described.taskDefinition }) };
		const launchTypes = ["FARGATE"];
		yield { found: itemOf(place, { ...facts, kind: "ExpressGatewayService", action, object: described.body, references, launchTypes }) };
	} catch (error) {
		yield unread(walking, { kind: "ExpressGatewayService", name, arn, ...known({ cluster }), action: `ecs:${action}` }, error);
	}
}

/** Its own, and those of its deployments and task sets: an old one runs until it is replaced. */
function definitionsOf(service: JsonObject): readonly string[] {
	const parts = [service.deployments, service.taskSets].flatMap((list) => (isArray(list) ? list.filter(isObject) : []));
	const running = parts.filter(({ status }) => status !== "INACTIVE");
	return [service, ...running].flatMap(({ taskDefinition }) => textOf(taskDefinition) ?? []);
}
