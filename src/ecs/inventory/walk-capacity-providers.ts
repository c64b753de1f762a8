/** Capacity providers: the account's own, and those of a cluster. */
import { DescribeCapacityProvidersCommand } from "@aws-sdk/client-ecs";
import type { JsonObject } from "../../admission/request.ts";
import { allKnown } from "../../admission/unknown.ts";
import { asRequest } from "../api-shape.ts";
import { clusterArn } from "../arn.ts";
import { refuseFailures, toJson } from "../ask-ecs.ts";
import { known } from "../known.ts";
import type { Walked } from "./inventory.ts";
import { itemOf } from "./item.ts";
import { pagesOf, textOf, toDescribe, type Walking } from "./walking.ts";

const ACTION = "ecs:DescribeCapacityProviders";
/** AWS's own: nobody makes them, and nobody can change them. */
const RESERVED = ["FARGATE", "FARGATE_SPOT"];

/** Each that was not met before. `cluster`: its name; without one the account's. */
export async function* walkCapacityProviders(walking: Walking, cluster?: string): AsyncGenerator<Walked> {
	const { ecs, place, reader, met } = walking;
	const within = cluster === undefined ? {} : { cluster: clusterArn(place, cluster) };
	const pages = pagesOf(walking, {
		...{
			kind: "CapacityProvider",
			name: cluster === undefined ? "capacity providers" : `capacity providers of cluster ${cluster}`,
			cluster,
			action: ACTION,
			completes: false,
		},
		page: async (nextToken) => {
			const answer = await ecs.send(new DescribeCapacityProvidersCommand({ include: ["TAGS"], ...within, nextToken }));
			refuseFailures(ACTION, answer.failures);
			return { items: answer.capacityProviders ?? [], nextToken: answer.nextToken };
		},
	});
	for await (const step of pages) {
		if (!("page" in step)) {
			yield step;
			continue;
		}
		const told = new Map(
			step.page.flatMap((provider) =>
				provider.capacityProviderArn === undefined ? [] : [[provider.capacityProviderArn, toJson(provider)] as const],
			),
		);
		const isOwn = ({ name, status }: JsonObject) => !RESERVED.includes(textOf(name) ?? "") && status !== "INACTIVE";
		const own = [...told].filter(([arn, provider]) => !met.has(arn) && isOwn(provider)).map(([arn]) => arn);
		for (const arn of own) met.add(arn);
		const { arns, unread } = await toDescribe(walking, own, { kind: "CapacityProvider", ...known({ cluster }), action: ACTION });
		yield* unread;
		for (const arn of arns) {
			const provider = told.get(arn) ?? {};
			const object = asRequest("CapacityProvider", allKnown(provider));
			// Those of Managed Instances belong to a cluster, others to many.
			const home = provider.managedInstancesProvider === undefined ? undefined : cluster;
			reader.knowsCapacityProvider({ arn, body: object, status: textOf(provider.status) ?? "" });
			const references = { capacityProvider: arn, ...known({ cluster: home && clusterArn(place, home) }) };
			const facts = { kind: "CapacityProvider", action: "DescribeCapacityProviders", arn, name: textOf(provider.name) ?? arn } as const;
			yield { found: itemOf(place, { ...facts, cluster: home, object, references, launchTypes: [] }) };
		}
	}
}
