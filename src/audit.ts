/** The same as admission, for everything that exists already: walked, judged, reconciled with what the store knows, and never acted on. */
import { randomUUID } from "node:crypto";
import { type Attempt, type AuditedItem, type AuditWorld, auditItem, type Done, unreadItem } from "./audit/item.ts";
import type { AuditSource } from "./audit/source.ts";
import { parseArn } from "./ecs/arn.ts";
import type { Listing, Walked } from "./ecs/inventory/inventory.ts";
import { wholeSecond } from "./ecs/inventory/whole-second.ts";
import { type AuditRun, AuditTakenOver } from "./store/audit-memory.ts";
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

/** Walks everything and keeps what it finds in the store, from where `auditedItems` tells it until the run is ended there. */
export async function audit(world: AuditWorld, source: AuditSource, options: AuditOptions): Promise<AuditRunning> {
	const { store } = world;
	const { run, done, checkpoints, isResumed } = await begin(world, options);
	const resumed = done.size;
	const leg = checkpoints + 1;
	const attempt: Attempt = { run, leg, isResumed };
	let number = checkpoints;
	let count = resumed;
	options.progress?.(count, Math.max(count, source.known));

	const complete: Listing[] = [];
	for await (const batch of batches(
		source.walk((id) => done.has(id)),
		complete,
	)) {
		const dealt = await inTurns(batch, (thing) => dealWith(world, source, thing, attempt));
		number += 1;
		await keep(
			world,
			run,
			number,
			dealt.filter(({ item }) => !done.has(item.id)),
		);
		count += batch.length;
		options.progress?.(count, Math.max(count, source.known + resumed));
	}
	if (world.records)
		for (const listing of complete) await endGone(world, { run, at: source.takenAt ?? wholeSecond(run.startedAt) }, listing, options);
	await store.forgetUnused(later(world.now(), -UNUSED_DAYS * DAY_MS));
	return { run, leg, resumed };
}

interface Begun {
	readonly run: AuditRun;
	/** What an interrupted run has dealt with already; what it could not read is tried again. */
	readonly done: ReadonlySet<string>;
	readonly checkpoints: number;
	readonly isResumed: boolean;
}

async function begin({ store, now }: AuditWorld, { scope, restart }: AuditOptions): Promise<Begun> {
	const found = restart === true ? undefined : await store.unfinishedRun(scope, later(now(), -DAY_MS));
	const done = new Set<string>();
	if (found !== undefined) {
		for await (const { id, is } of store.auditItems(found)) if (is !== "unread") done.add(id as string);
		return { run: found, done, checkpoints: found.checkpoints, isResumed: true };
	}
	const run = { id: randomUUID(), scope, startedAt: now() };
	await store.beginRun(run);
	return { run, done, checkpoints: 0, isResumed: false };
}

type Thing = Exclude<Walked, { complete: Listing }>;

/** What is walked, in pieces that are kept at once; listings that are complete are put aside. */
async function* batches(walk: AsyncIterable<Walked>, complete: Listing[]): AsyncGenerator<readonly Thing[]> {
	let batch: Thing[] = [];
	let began = performance.now();
	for await (const walked of walk) {
		if ("complete" in walked) complete.push(walked.complete);
		else batch.push(walked);
		const isLong = batch.length > 0 && performance.now() - began > BATCH_MS;
		if (batch.length < BATCH && !isLong) continue;
		yield batch;
		batch = [];
		began = performance.now();
	}
	if (batch.length > 0) yield batch;
}

/** Everything that the run has found, each once, in the order of the walk; of what could not be read, what its last attempt could not. @throws {AuditTakenOver} */
export async function* auditedItems({ store }: Pick<AuditWorld, "store">, { run, leg }: AuditRunning): AsyncGenerator<AuditedItem> {
	const told = new Set<string>();
	for await (const item of store.auditItems(run)) {
		const audited = item as unknown as AuditedItem;
		const isOld = audited.is === "unread" && audited.leg < leg;
		if (!isOld && !told.has(audited.id)) yield audited;
		told.add(isOld ? "" : audited.id);
	}
	// What another audit has given up or ended meanwhile would be told as nothing found.
	if ((await store.unfinishedRun(run.scope, run.startedAt))?.id !== run.id) throw new AuditTakenOver();
}

async function dealWith(world: AuditWorld, source: AuditSource, thing: Thing, attempt: Attempt): Promise<Done> {
	return "found" in thing ? auditItem(world, source, thing.found, attempt) : unreadItem(thing.unread, attempt);
}

async function keep(world: AuditWorld, run: AuditRun, number: number, dealt: readonly Done[]): Promise<void> {
	const seenAgain = dealt.flatMap((one) => one.seenAgain);
	if (seenAgain.length > 0) await world.store.touchFindings(seenAgain);
	await world.store.checkpoint(run, {
		...{ number, at: world.now(), items: dealt.map(({ item }) => JSON.parse(JSON.stringify(item))) },
		audited: dealt.flatMap(({ audited }) => audited ?? []),
		learnt: dealt.flatMap(({ learnt }) => learnt),
		used: dealt.flatMap(({ used }) => used),
	});
}

/** What was not met although everything of its kind was named does not exist any more; what was seen since the walk began does. */
async function endGone(
	{ store }: AuditWorld,
	{ run, at }: { readonly run: AuditRun; readonly at: string },
	listing: Listing,
	{ allTaskDefinitions }: AuditOptions,
): Promise<void> {
	const { account, region, cluster, kind } = listing;
	// One that nothing uses is not gone.
	if (kind === "TaskDefinition" && !allTaskDefinitions) return;
	for (const resource of await store.unmetResources(run, { account, region, kind })) {
		const place = parseArn(resource);
		// Of a service without tasks the tasks alone are gone.
		const only = kind === "Task" && place?.resourceType !== "task" ? kind : undefined;
		if (place !== undefined && (cluster === undefined || place.cluster === cluster)) await store.endFindings(resource, at, only);
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
