import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { instant } from "../instant.ts";
import type { Halt, Store } from "../store.ts";
import { all, type Connection, conditionally, get, patiently } from "./connection.ts";
import { BREAKERS, bounded, HALT, type Key } from "./keys.ts";

type Breaker = Pick<Store, "takePermit" | "openBreakers" | "resetBreakers" | "halted" | "halt" | "resume">;

interface BreakerItem extends Key {
	readonly account: string;
	readonly region: string;
	/** How many permits were taken, by the end (epoch milliseconds) of the slice of the window they were taken in. */
	readonly permits: Readonly<Record<string, number>>;
	readonly version: number;
	/** Open since then. */
	readonly since?: string;
}

/** A window is counted in so many slices, which bounds the item; a permit comes back with its whole slice, never sooner. */
const SLICES = 1000;
/** Takers in several processes write one item, one after the other. */
const ATTEMPTS = 60;

/** What keeps acting in bounds: permits over a sliding window, the breaker, and halt. */
export function dynamoDbBreaker(connection: Connection): Breaker {
	const { client, table } = connection;
	const breakers = () =>
		all<BreakerItem>(connection, {
			KeyConditionExpression: "pk = :pk",
			ExpressionAttributeValues: { ":pk": BREAKERS },
			ConsistentRead: true,
		});
	return {
		async takePermit(account, region, limit, windowMs, now, { opens } = { opens: true }) {
			const takenAt = instant(now, "now");
			return patiently(() => takeOne(connection, { account, region }, { limit, windowMs, takenAt, opens }), ATTEMPTS);
		},
		async openBreakers() {
			return (await breakers()).flatMap(({ account, region, since }) => (since === undefined ? [] : [{ account, region, since }]));
		},
		async resetBreakers() {
			for (const { pk, sk } of await breakers()) await client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }));
		},
		async halted() {
			const halt = await get<Halt>(connection, HALT);
			return halt && { by: halt.by, reason: halt.reason, since: halt.since };
		},
		async halt({ by, reason, since }) {
			await client.send(new PutCommand({ TableName: table, Item: { ...HALT, by, reason, since: instant(since, "since") } }));
		},
		async resume() {
			await client.send(new DeleteCommand({ TableName: table, Key: HALT }));
		},
	};
}

/** Undefined when somebody else wrote in between. */
async function takeOne(
	connection: Connection,
	{ account, region }: { account: string; region: string },
	{ limit, windowMs, takenAt, opens }: { limit: number; windowMs: number; takenAt: string; opens: boolean },
): Promise<boolean | undefined> {
	const key = { pk: BREAKERS, sk: bounded(`${account}#${region}`) };
	const known = await get<BreakerItem>(connection, key);
	if (known?.since !== undefined) return false;

	const at = Date.parse(takenAt);
	const slice = Math.max(1, Math.floor(windowMs / SLICES));
	const permits = Object.entries(known?.permits ?? {}).filter(([end]) => Number(end) > at - windowMs);
	const granted = permits.reduce((sum, [, count]) => sum + count, 0) < limit;
	if (!granted && !opens) return false;
	const end = String(Math.ceil(at / slice) * slice);
	const mine = known?.permits[end] ?? 0;
	const item: BreakerItem = {
		...{ ...key, account, region },
		permits: { ...Object.fromEntries(permits), ...(granted && { [end]: mine + 1 }) },
		version: (known?.version ?? 0) + 1,
		...(granted ? {} : { since: takenAt }),
	};
	const condition =
		known === undefined
			? { ConditionExpression: "attribute_not_exists(pk)" }
			: { ConditionExpression: "version = :known", ExpressionAttributeValues: { ":known": known.version } };
	const written = await conditionally(() =>
		connection.client.send(new PutCommand({ TableName: connection.table, Item: item, ...condition })),
	);
	return written && granted;
}
