import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Ledger, Seal } from "../../ledger/ledger.ts";
import { undamaged } from "../undamaged.ts";
import { all, type Connection, conditionally, get, patiently, query, transact } from "./connection.ts";
import { countsWrite, readCounts } from "./counts.ts";
import {
	HELD_HOURS,
	hourAndAccount,
	type Key,
	LEDGER_ACCOUNTS,
	LEDGER_BEGAN,
	OPEN_HOURS,
	sealedHourKey,
	sealKey,
	sealsPk,
} from "./keys.ts";
import { countEntries, readEntries } from "./ledger-entries.ts";
import { type Packed, pack, unpack } from "./pack.ts";

interface SealItem extends Key {
	readonly hour: string;
	readonly seal: Packed;
	readonly rolledUpAt?: string;
}

interface HourItem extends Key {
	readonly account: string;
	readonly hour: string;
}

/** The ledger. What TTL takes needs no rolling up: the seal is told that it may be gone. */
export function dynamoDbLedger(connection: Connection): Ledger {
	const { client, table } = connection;
	return {
		...readEntries(connection),
		...readCounts(connection),
		async ledgerBegan() {
			return (await get<{ decidedAt: string }>(connection, LEDGER_BEGAN))?.decidedAt;
		},
		unsealedHours: async (until, limit) => hours(connection, OPEN_HOURS, `${until}#~`, limit),
		async lastSeal(account) {
			for await (const item of sealItems(connection, account, { ScanIndexForward: false, Limit: 1 })) return sealed(item);
			return undefined;
		},
		seal: async (seal) => writeSeal(connection, seal),
		async *seals({ account, since = "", until = "~" }) {
			for (const one of account === undefined ? await accounts(connection) : [account]) {
				for await (const item of sealItems(connection, one)) {
					// The hour that its digest is of, whatever stands beside it.
					const seal = sealed(item);
					if (seal.hour >= since && seal.hour <= until) yield seal;
				}
			}
		},
		accounts: async () => accounts(connection),
		hoursToRollUp: async (before, limit) => hours(connection, HELD_HOURS, before, limit),
		async rollUp(account, hour, now) {
			const guard = await get<{ number: number }>(connection, sealedHourKey(account, hour));
			if (guard === undefined) return 0;
			const mark = new UpdateCommand({
				TableName: table,
				Key: sealKey(account, guard.number),
				UpdateExpression: "SET rolledUpAt = :now",
				ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(rolledUpAt)",
				ExpressionAttributeValues: { ":now": now },
			});
			await conditionally(() => client.send(mark));
			await client.send(new DeleteCommand({ TableName: table, Key: { pk: HELD_HOURS, sk: hourAndAccount(hour, account) } }));
			return 0;
		},
		async forget() {
			return 0;
		},
	};
}

async function accounts(connection: Connection): Promise<readonly string[]> {
	const items = await all<{ account: string }>(connection, {
		KeyConditionExpression: "pk = :pk",
		ExpressionAttributeValues: { ":pk": LEDGER_ACCOUNTS },
		ConsistentRead: true,
	});
	return items.map(({ account }) => account).sort();
}

/** Up to `to`, oldest first. */
async function hours(connection: Connection, pk: string, to: string, limit: number): Promise<readonly { account: string; hour: string }[]> {
	const found: { account: string; hour: string }[] = [];
	const asked = { KeyConditionExpression: "pk = :pk AND sk < :to", ExpressionAttributeValues: { ":pk": pk, ":to": to } };
	for await (const { account, hour } of query<HourItem>(connection, { ...asked, ConsistentRead: true, Limit: Math.min(limit, 1000) })) {
		found.push({ account, hour });
		if (found.length >= limit) break;
	}
	return found;
}

function sealItems(connection: Connection, account: string, more: { ScanIndexForward?: boolean; Limit?: number } = {}) {
	return query<SealItem>(connection, {
		KeyConditionExpression: "pk = :pk AND begins_with(sk, :seal)",
		ExpressionAttributeValues: { ":pk": sealsPk(account), ":seal": "seal#" },
		ConsistentRead: true,
		...more,
	});
}

/** One transaction under two guards, the hour and the number; what was counted in the hour is added up in it. */
async function writeSeal(connection: Connection, seal: Seal): Promise<boolean> {
	const { account, hour, number } = seal;
	const isNew = { ConditionExpression: "attribute_not_exists(pk)" };
	const sk = hourAndAccount(hour, account);
	const { rolledUpAt: _, ...kept } = seal;
	// What was entered while the root was made is not under it: then it is made again.
	if ((await countEntries(connection, account, hour)) !== seal.count) return false;
	const written = await patiently(async () => {
		const { counts, write } = await countsWrite(connection, seal);
		const refused = await transact(connection, [
			{ what: "number", Put: { Item: { ...sealKey(account, number), hour, seal: pack(kept) }, ...isNew } },
			{ what: "hour", Put: { Item: { ...sealedHourKey(account, hour), number, hour, counts }, ...isNew } },
			{ what: "held", Put: { Item: { pk: HELD_HOURS, sk, account, hour } } },
			{ what: "open", Delete: { Key: { pk: OPEN_HOURS, sk } } },
			write,
		]);
		if (refused.has("number") || refused.has("hour")) return { done: false };
		return refused.size === 0 ? { done: true } : undefined;
	});
	if (!written.done && (await get(connection, sealedHourKey(account, hour))) !== undefined) {
		await connection.client.send(new DeleteCommand({ TableName: connection.table, Key: { pk: OPEN_HOURS, sk } }));
	}
	return written.done;
}

function sealed({ pk, sk, seal, rolledUpAt }: SealItem): Seal {
	return { ...undamaged(`${pk} ${sk}`, () => unpack<Seal>(seal)), ...(rolledUpAt === undefined ? {} : { rolledUpAt }) };
}
