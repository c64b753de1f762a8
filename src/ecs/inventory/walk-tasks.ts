/** The running tasks of a cluster. */
import { DescribeTasksCommand, ListTasksCommand } from "@aws-sdk/client-ecs";
import type { JsonObject } from "../../admission/request.ts";
import { allKnown, unknown } from "../../admission/unknown.ts";
import { asRequest, hasOverrides } from "../api-shape.ts";
import { clusterArn, familyRevision, parseArn, serviceArn, taskArn } from "../arn.ts";
import { known } from "../known.ts";
import { launchTypesFrom } from "../launch-types.ts";
import { owns } from "../resolve-task.ts";
import type { Walked } from "./inventory.ts";
import { itemOf } from "./item.ts";
import { walkDaemonDefinitions } from "./walk-daemons.ts";
import { walkDefinitions } from "./walk-definitions.ts";
import { completedIn, describeBatch, holeOf, pagesOf, textOf, toDescribe, type Walking } from "./walking.ts";

const ACTION = "ecs:DescribeTasks";
const NOT_TOLD = unknown("ECS does not tell it of a task");

/**
 * Each that was started by itself; those that a service's deployments started once for each of its revisions, as the point
 * task-state-change has it: they differ in nothing that a policy sees, and are replaced all the time, while a finding should last.
 */
export async function* walkTasks(walking: Walking, cluster: string): AsyncGenerator<Walked> {
	const { ecs, place } = walking;
	const inCluster = clusterArn(place, cluster);
	const pages = pagesOf(walking, {
		...{ kind: "Task", name: `tasks of cluster ${cluster}`, cluster, action: "ecs:ListTasks", completes: false },
		page: async (nextToken) => {
			const answer = await ecs.send(new ListTasksCommand({ cluster: inCluster, desiredStatus: "RUNNING", maxResults: 100, nextToken }));
			return { items: answer.taskArns ?? [], nextToken: answer.nextToken };
		},
	});
	const groups = new Set<string>();
	for await (const step of pages) {
		if ("page" in step) yield* walkPage(walking, cluster, step.page, groups);
		else yield step;
	}
	// Only once it is described is it known which revision a task belongs to.
	yield* completedIn(walking, cluster, { Task: ["Task"] });
}

async function* walkPage(walking: Walking, cluster: string, listed: readonly string[], groups: Set<string>): AsyncGenerator<Walked> {
	const { ecs, place, reader } = walking;
	const inCluster = clusterArn(place, cluster);
	const long = (arn: string) => taskArn(place, inCluster, arn);
	const facts = { kind: "Task", cluster, action: ACTION } as const;
	const { arns, unread: elsewhere } = await toDescribe(walking, listed.map(long), facts);
	yield* elsewhere;
	if (arns.length === 0) return;
	const {
		found,
		unread: left,
		readAt,
	} = await describeBatch(walking, {
		...{ ...facts, arns, long },
		describe: async () => {
			const { tasks = [], failures } = await ecs.send(
				new DescribeTasksCommand({ cluster: inCluster, tasks: [...arns], include: ["TAGS"] }),
			);
			return { things: tasks.map((thing) => ({ arn: thing.taskArn, thing })), failures };
		},
	});
	yield* left;
	for (const [arn, task] of found) reader.knowsTask(arn, task);
	const running = [...found].filter(([, task]) => task.desiredStatus !== "STOPPED");
	const definitions = running.flatMap(([, task]) => textOf(task.taskDefinitionArn) ?? []);
	const isDaemons = (arn: string) => parseArn(arn)?.resourceType === "daemon-task-definition";
	yield* walkDaemonDefinitions(walking, definitions.filter(isDaemons));
	yield* walkDefinitions(
		walking,
		definitions.filter((arn) => !isDaemons(arn)),
	);
	for (const [arn, task] of running) {
		const definition = textOf(task.taskDefinitionArn) ?? "";
		// The daemon itself stands for the tasks that it runs.
		if (!isDaemons(definition)) yield* walkTask(walking, cluster, { arn, task, definition, readAt }, groups);
	}
}

interface Running {
	readonly arn: string;
	readonly task: JsonObject;
	readonly definition: string;
	readonly readAt: string | undefined;
}

async function* walkTask(
	walking: Walking,
	cluster: string,
	{ arn, task, definition, readAt }: Running,
	groups: Set<string>,
): AsyncGenerator<Walked> {
	const { place, isDone } = walking;
	const service = await serviceOf(walking, cluster, task);
	const about = service === undefined ? arn : service;
	const id = service === undefined ? arn : `${service}#${definition}`;
	if (service !== undefined) {
		if (groups.has(id)) return;
		groups.add(id);
		if (await isDone(id)) return;
	}
	const inCluster = clusterArn(place, cluster);
	const provider = textOf(task.capacityProviderName);
	const capacity = provider === undefined ? {} : { capacityProviderStrategy: [{ capacityProvider: provider }] };
	const object = { ...asRequest("Task", allKnown(task)), ...capacity, networkConfiguration: NOT_TOLD };
	const references = { taskDefinition: definition, tasks: [arn], cluster: inCluster, ...known({ service }) };
	yield {
		found: itemOf(place, {
			...{ kind: "Task", action: "DescribeTasks", id, arn: about, name: familyRevision(definition).family, cluster, object, references },
			launchTypes: launchTypesFrom([task], undefined),
			// Revisions of one service tell of one resource, and are read at several times: none of them is news to another.
			readAt: service === undefined ? readAt : undefined,
			...{ broughtInBy: textOf(task.startedBy), createdAt: textOf(task.createdAt) },
		}),
	};
}

/** The service whose deployment has started the task. Group and startedBy are words that anybody may use; the revision is not. */
async function serviceOf({ place, reader, holes }: Walking, cluster: string, task: JsonObject): Promise<string | undefined> {
	const name = /^service:(.+)$/.exec(textOf(task.group) ?? "")?.[1];
	if (name === undefined || !textOf(task.startedBy)?.startsWith("ecs-svc/") || hasOverrides(task.overrides)) return undefined;
	const inCluster = clusterArn(place, cluster);
	const arn = serviceArn(place, inCluster, name);
	try {
		const service = await reader.service(place, inCluster, name);
		return service !== undefined && owns(service, task) ? arn : undefined;
	} catch {
		// Told as the service's it stays undecided, as judging it looks the service up; whether it is, nobody knows.
		holes.add(holeOf("Task", cluster));
		return arn;
	}
}
