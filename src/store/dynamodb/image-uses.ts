/** One item for each container of each revision that runs an image, in the image's partition. It leaves by TTL when it is not seen any more. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { asUses, type ImageUses, USED_DAYS, type UseRow, usesSince } from "../image-uses.ts";
import { instant } from "../instant.ts";
import type { DecisionRecord } from "../store.ts";
import { all, type Connection } from "./connection.ts";
import { imageUseKey, imageUsesPk } from "./keys.ts";
import { EXPIRY } from "./table.ts";

const DAY_S = 86_400;
const MOST_NOTED = 10_000;

/**
 * Notes what a decision lets run, before the decision is written: a use too many does no harm, one too few does. What this process
 * has noted that day it does not note again.
 */
export function usesNoted({ client, table }: Connection): (record: DecisionRecord) => Promise<void> {
	const noted = new Set<string>();
	return async ({ running, decidedAt }) => {
		if (running === undefined) return;
		const day = decidedAt.slice(0, "2026-11-20".length);
		const items = new Map(
			running.images.map(({ imageDigest, containerName }) => {
				const key = imageUseKey(imageDigest, running.revision, containerName);
				const row: UseRow = { revision: running.revision, container: containerName, seen: decidedAt };
				return [`${day} ${key.pk} ${key.sk}`, { ...key, ...row, [EXPIRY]: Math.ceil(Date.parse(decidedAt) / 1000) + USED_DAYS * DAY_S }];
			}),
		);
		const fresh = [...items].filter(([name]) => !noted.has(name));
		await Promise.all(fresh.map(([, Item]) => client.send(new PutCommand({ TableName: table, Item }))));
		if (noted.size > MOST_NOTED) noted.clear();
		for (const [name] of fresh) noted.add(name);
	};
}

export function dynamoDbImageUses(connection: Connection): ImageUses {
	return {
		async usesOf(digest, now) {
			const since = usesSince(instant(now, "now"));
			const rows = await all<UseRow>(connection, {
				KeyConditionExpression: "pk = :pk",
				ExpressionAttributeValues: { ":pk": imageUsesPk(digest) },
				ConsistentRead: true,
			});
			return asUses(rows.filter(({ seen }) => seen > since));
		},
	};
}
