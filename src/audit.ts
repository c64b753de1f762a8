/** The same as admission, for everything that exists already: walked, judged, reconciled with what the store knows, and never acted on. */
import { randomUUID } from "node:crypto";
import { type Attempt, type AuditedItem, type AuditWorld, auditItem, type Done, unreadItem } from "./audit/item.ts";
import type { AuditSource } from "./audit/source.ts";
import { parseArn } from "./ecs/arn.ts";
import type { Listing, Walked } from "./ecs/inventory/inventory.ts";
import type { AuditRun } from "./store/audit-memory.ts";
import { later } from "./world.ts";

export interface AuditOptions {
	/** What is audited by what, in a form that is the same for the same; an interrupted run of it is gone on with. */
	readonly scope: string;
	/** Whether an interrupted run is given up. */
	readonly restart?: boolean;
	/** Every active task definition is walked, so that one that is not there is gone. */
	readonly allTaskDefinitions: boolean;
	/** Hears how many things are dealt with. */
	readonly progress?: (done: number, known: number) => void;
}

export interface AuditRunning {
	readonly run: AuditRun;
	/** Which attempt at the run this is: its first checkpoint. */
	readonly leg: number;
	/** How many things an interrupted run had dealt with. */
	readonly resumed: number;
}

const DAY_MS = 86_400_000;
/** Answers of policies that were not used for so long are forgotten. */
const UNUSED_DAYS = 90;
/** What an interruption costs at most: so many things, or what is dealt with in so many milliseconds. */
const BATCH = 100;
const BATCH_MS = 5_000;
const AT_ONCE = 8;

/** Walks everything and keeps what it finds in the store, from where `auditedItems` tells it; `endAudit` gives that up. */
export async function audit(world: AuditWorld, source: AuditSource, options: AuditOptions): Promise<AuditRunning> {
	const { store } = world;
	const since = later(world.now(), -DAY_MS);
	const found = options.restart === true ? undefined : await store.unfinishedRun(options.scope, since);
	const run = found ?? { id: randomUUID(), scope: options.scope, startedAt: world.now() };
	const done = new Set<string>();
	if (found === undefined) await store.beginRun(run);
	// What could not be read is tried again.
	else for await (const { id, is } of store.auditItems(run)) if (is !== "unread") done.add(id as string);
	const resumed = done.size;
	let number = found?.checkpoints ?? 0;
	const leg = number + 1;
	let count = resumed;
	options.progress?.(count, source.known);

	const complete: Listing[] = [];
	let batch: Walked[] = [];
	let started = performance.now();
	const flush = async () => {
		const dealt = await inTurns(batch, (walked) => dealWith(world, source, walked, { run, leg, isResumed: found !== undefined }));
		number += 1;
		await keep(world, run, number, dealt.filter(({ item }) => !done.has(item.id)));
		count += batch.length;
		options.progress?.(count, Math.max(count, source.known + resumed));
		batch = [];
		started = performance.now();
	};
	for await (const walked of source.walk((id) => done.has(id))) {
		if ("complete" in walked) complete.push(walked.complete);
		else batch.push(walked);
		if (batch.length >= BATCH || (batch.length > 0 && performance.now() - started > BATCH_MS)) await flush();
	}
	if (batch.length > 0) await flush();
	if (world.records) for (const listing of complete) await endGone(world, run, listing, options);
	await store.forgetUnused(later(world.now(), -UNUSED_DAYS * DAY_MS));
	return { run, leg, resumed };
}

/** Everything that the run has found, each once, in the order of the walk; of what could not be read, what its last attempt could not. */
export async function* auditedItems({ store }: Pick<AuditWorld, "store">, { run, leg }: AuditRunning): AsyncGenerator<AuditedItem> {
	const told = new Set<string>();
	for await (const item of store.auditItems(run)) {
		const audited = item as unknown as AuditedItem;
		const isOld = audited.is === "unread" && audited.leg < leg;
		if (!isOld && !told.has(audited.id)) yield audited;
		told.add(isOld ? "" : audited.id);
	}
}

async function dealWith(
	world: AuditWorld,
	source: AuditSource,
	walked: Walked,
	attempt: Attempt,
): Promise<Done> {
	if ("found" in walked) return auditItem(world, source, walked.found, attempt);
	if ("unread" in walked) return unreadItem(walked.unread, attempt);
	throw new Error("a listing is no thing to be audited");
}

async function keep(world: AuditWorld, run: AuditRun, number: number, dealt: readonly Done[]): Promise<void> {
	const at = world.now();
	const touched = dealt.flatMap(({ isTouched, audited }) => (isTouched && audited !== undefined ? [audited] : []));
	if (touched.length > 0) await world.store.touchFindings(touched, at);
	await world.store.checkpoint(run, {
		...{ number, at, items: dealt.map(({ item }) => JSON.parse(JSON.stringify(item))) },
		audited: dealt.flatMap(({ audited }) => audited ?? []),
		learnt: dealt.flatMap(({ learnt }) => learnt),
		used: dealt.flatMap(({ used }) => used),
	});
}

/** What was not met although everything of its kind was named does not exist any more; what was seen since the walk began does. */
async function endGone(world: AuditWorld, run: AuditRun, listing: Listing, { allTaskDefinitions }: AuditOptions): Promise<void> {
	const { account, region, cluster, kind } = listing;
	// One that nothing uses is not gone.
	if (kind === "TaskDefinition" && !allTaskDefinitions) return;
	for (const resource of await world.store.unmetResources(run, { account, region, kind })) {
		const place = parseArn(resource);
		if (place !== undefined && (cluster === undefined || place.cluster === cluster)) await world.store.endFindings(resource, run.startedAt);
	}
}

/** In the order of the list, so many at a time. */
async function inTurns<T, R>(list: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
	const results: R[] = [];
	let next = 0;
	const worker = async () => {
		for (let n = next++; n < list.length; n = next++) results[n] = await work(list[n] as T);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return results;
}
