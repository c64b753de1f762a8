/** The daemons of an account and Region, and the daemon task definitions in use. ECS tells their tags by a call of its own. */
import { ListDaemonsCommand } from "@aws-sdk/client-ecs";
import type { JsonObject } from "../../admission/request.ts";
import { unknown } from "../../admission/unknown.ts";
import { clusterArn, familyRevision, parseArn } from "../arn.ts";
import { faultOf } from "../aws-error.ts";
import { LookUpFailed } from "../ecs-reader.ts";
import { known } from "../known.ts";
import type { Walked } from "./inventory.ts";
import { itemOf } from "./item.ts";
import { holeOf, pagesOf, toDescribe, unread, type Walking } from "./walking.ts";

const LAUNCH_TYPES = ["MANAGED_INSTANCES"];

export async function* walkDaemons(walking: Walking): AsyncGenerator<Walked> {
	const { ecs } = walking;
	const pages = pagesOf(walking, {
		...{ kind: "Daemon", name: "daemons", action: "ecs:ListDaemons", mayLack: true },
		page: async (nextToken) => {
			const answer = await ecs.send(new ListDaemonsCommand({ maxResults: 100, nextToken }));
			return { items: (answer.daemonSummariesList ?? []).flatMap(({ daemonArn }) => daemonArn ?? []), nextToken: answer.nextToken };
		},
	});
	for await (const step of pages) {
		if (!("page" in step)) {
			yield step;
			continue;
		}
		// Its definition may not have been read when the daemon itself is done.
		const facts = { kind: "Daemon", action: "ecs:DescribeDaemon" } as const;
		const { arns, unread: elsewhere } = await toDescribe({ ...walking, isDone: () => false }, step.page, facts);
		yield* elsewhere;
		for (const arn of arns) yield* walkDaemon(walking, arn);
	}
}

async function* walkDaemon(walking: Walking, arn: string): AsyncGenerator<Walked> {
	const { place, reader } = walking;
	const { name = arn, cluster } = parseArn(arn) ?? {};
	try {
		const described = await reader.daemon(place, arn);
		if (described === undefined) return;
		const { body, taskDefinition, createdAt } = described;
		yield* walkDaemonDefinitions(walking, taskDefinition === undefined ? [] : [taskDefinition]);
		if (await walking.isDone(arn)) return;
		const object = await withTags(walking, arn, body);
		const references = { daemon: arn, ...known({ daemonTaskDefinition: taskDefinition, cluster: cluster && clusterArn(place, cluster) }) };
		const facts = { kind: "Daemon", action: "DescribeDaemon", arn, name, cluster, object, references, createdAt } as const;
		yield { found: itemOf(place, { ...facts, launchTypes: LAUNCH_TYPES }) };
	} catch (error) {
		walking.holes.add(holeOf("Daemon"));
		yield unread(walking, { kind: "Daemon", name, arn, ...known({ cluster }), action: "ecs:DescribeDaemon" }, error);
	}
}

/** Each that was not met before. */
export async function* walkDaemonDefinitions(walking: Walking, referred: readonly string[]): AsyncGenerator<Walked> {
	const { place, reader, met } = walking;
	const fresh = [...new Set(referred)].filter((arn) => !met.has(arn));
	for (const arn of fresh) met.add(arn);
	const action = "DescribeDaemonTaskDefinition";
	const facts = { kind: "DaemonTaskDefinition", action: `ecs:${action}` } as const;
	const { arns, unread: elsewhere } = await toDescribe(walking, fresh, facts);
	yield* elsewhere;
	for (const arn of arns) {
		const { family } = familyRevision(arn);
		try {
			const described = await reader.daemonTaskDefinition(place, arn);
			if (described === undefined) continue;
			const { body, registeredBy, createdAt } = described;
			const object = await withTags(walking, arn, body);
			const references = { daemonTaskDefinition: arn };
			const item = { ...facts, action, arn, name: family, object, references, launchTypes: LAUNCH_TYPES } as const;
			yield { found: itemOf(place, { ...item, broughtInBy: registeredBy, isFixed: true, createdAt }) };
		} catch (error) {
			walking.holes.add(holeOf("DaemonTaskDefinition"));
			yield unread(walking, { ...facts, name: family, arn }, error);
		}
	}
}

/** AWS does not say of daemons that it tells their tags. Where it will not, they are unknown, and the rest can be judged. */
async function withTags({ place, reader }: Walking, arn: string, body: JsonObject): Promise<JsonObject> {
	try {
		const told = await reader.tags(place, arn);
		if (told === undefined) return { ...body, tags: unknown("ECS tells no tags of it") };
		const tags = Object.entries(told).map(([key, value]) => ({ key, value }));
		return tags.length === 0 ? body : { ...body, tags };
	} catch (error) {
		const isRefused = error instanceof LookUpFailed && !error.transient && faultOf(error.cause) !== "denied";
		if (!isRefused) throw error;
		return { ...body, tags: unknown(error.message) };
	}
}
