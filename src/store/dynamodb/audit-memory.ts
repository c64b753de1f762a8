/** What audits remember. Answers and what a run keeps for going on leave by TTL; what a resource came to stays with the resource. */
import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { JsonObject } from "../../admission/request.ts";
import { type Audited, type AuditMemory, type AuditRun, AuditTakenOver, type Checkpoint } from "../audit-memory.ts";
import { instant } from "../instant.ts";
import { assign } from "./assign.ts";
import { type Connection, conditionally, expiry, get, transact } from "./connection.ts";
import { auditedKey, auditItemsKey, auditRunKey, evaluationKey } from "./keys.ts";
import { type Packed, pack, unpack } from "./pack.ts";
import { newestSighting } from "./resource.ts";
import { EXPIRY } from "./table.ts";
import { type AuditedItem, unmetResources } from "./unmet-resources.ts";

/** Answers leave when they were not used for so long. */
const UNUSED_DAYS = 90;
/** Longer than a run may be gone on with. */
const RUN_DAYS = 3;
const DAY = 86_400;

type RunItem = AuditRun & { readonly checkpoints: number; readonly endedAt?: string };

export function dynamoDbAuditMemory(connection: Connection): AuditMemory {
	const { client, table } = connection;
	const runOf = (scope: string) => get<RunItem>(connection, auditRunKey(scope));
	return {
		async recall(digest) {
			const item = await get<{ answers: Packed }>(connection, evaluationKey(digest));
			return item && unpack<{ text: string }>(item.answers).text;
		},
		forgetUnused: async () => 0,
		async knownResource({ id, resource, kind }) {
			const item = await get<AuditedItem>(connection, auditedKey(resource, kind, id));
			const decision = await newestSighting(connection, resource, kind);
			const { at, result, resultRun: run } = item ?? { at: "", result: null, resultRun: null };
			return { ...(result !== null && run !== null && { audited: { run, at, result } }), ...(decision && { decision }) };
		},
		async unfinishedRun(scope, since) {
			const item = await runOf(scope);
			if (item === undefined || item.endedAt !== undefined || item.startedAt < instant(since, "since")) return undefined;
			const { id, startedAt, checkpoints } = item;
			return { id, scope, startedAt, checkpoints };
		},
		async beginRun({ id, scope, startedAt: given }) {
			const startedAt = instant(given, "startedAt");
			await put(connection, { ...auditRunKey(scope), id, scope, startedAt, checkpoints: 0, [EXPIRY]: daysAfter(startedAt, RUN_DAYS) });
		},
		checkpoint: (run, checkpoint) => write(connection, run, checkpoint),
		async *auditItems(run) {
			for (let number = 1; ; number += 1) {
				const item = await get<{ items: Packed }>(connection, auditItemsKey(run.id, number));
				if (item === undefined) return;
				yield* unpack<{ all: JsonObject[] }>(item.items).all;
			}
		},
		unmetResources: (run, place) => unmetResources(connection, run, place),
		async endRun({ scope, id }, at) {
			if ((await runOf(scope))?.id !== id) return;
			const ended = assign({ endedAt: instant(at, "at") });
			await client.send(new UpdateCommand({ TableName: table, Key: auditRunKey(scope), ...ended }));
		},
	};
}

async function write(connection: Connection, run: AuditRun, checkpoint: Checkpoint): Promise<void> {
	const { number, items, audited, learnt, used } = checkpoint;
	const at = instant(checkpoint.at, "at");
	for (const one of audited) await noteAudited(connection, run, one, at);
	const found = { ...auditItemsKey(run.id, number), items: pack({ all: items }), [EXPIRY]: daysAfter(at, RUN_DAYS) };
	const refused = await transact(connection, [
		{ what: "items", Put: { Item: found, ConditionExpression: "attribute_not_exists(pk)" } },
		{ what: "run", Update: { Key: auditRunKey(run.scope), ...underWay(run, number) } },
	]);
	if (refused.size > 0 && !(await isKept(connection, run, checkpoint))) throw new AuditTakenOver();
	const unused = daysAfter(at, UNUSED_DAYS);
	for (const { digest, answers } of learnt)
		await put(connection, { ...evaluationKey(digest), answers: pack({ text: answers }), [EXPIRY]: unused });
	for (const digest of used) await useAgain(connection, digest, unused);
}

function underWay({ id }: AuditRun, checkpoints: number) {
	const { ExpressionAttributeValues, ...update } = assign({ checkpoints });
	return {
		...update,
		ConditionExpression: "id = :id AND attribute_not_exists(endedAt)",
		ExpressionAttributeValues: { ...ExpressionAttributeValues, ":id": id },
	};
}

async function isKept(connection: Connection, { id }: AuditRun, { number, items }: Checkpoint): Promise<boolean> {
	const kept = await get<{ items: Packed }>(connection, auditItemsKey(id, number));
	return kept !== undefined && JSON.stringify(unpack<{ all: JsonObject[] }>(kept.items).all) === JSON.stringify(items);
}

/** Written once a day at most. */
async function useAgain({ client, table }: Connection, digest: string, until: number): Promise<void> {
	const { ExpressionAttributeValues, ...update } = assign({ [EXPIRY]: until });
	const isOld = {
		ConditionExpression: `#${EXPIRY} < :day`,
		ExpressionAttributeValues: { ...ExpressionAttributeValues, ":day": until - DAY },
	};
	await conditionally(() => client.send(new UpdateCommand({ TableName: table, Key: evaluationKey(digest), ...update, ...isOld })));
}

/** One that could not be read keeps what it came to before. */
async function noteAudited(connection: Connection, run: AuditRun, one: Audited, at: string): Promise<void> {
	const { id, resource, kind, result } = one;
	const key = auditedKey(resource, kind, id);
	const readAt = one.at === undefined ? at : instant(one.at, "at");
	const kept = result === null ? await get<AuditedItem>(connection, key) : { at: readAt, result, resultRun: run.id };
	const { at: since = at, result: known = null, resultRun = null } = kept ?? {};
	await put(connection, { ...key, run: run.id, at: since, result: known, resultRun, ...expiry(connection, at) });
}

async function put({ client, table }: Connection, Item: Record<string, unknown>): Promise<void> {
	await client.send(new PutCommand({ TableName: table, Item }));
}

function daysAfter(from: string, count: number): number {
	return Math.ceil(Date.parse(from) / 1000) + count * DAY;
}
