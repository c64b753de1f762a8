/** What every part of the walk through one account and Region works with: how it lists, describes, and says what it could not. */
import type { ECSClient, Failure } from "@aws-sdk/client-ecs";
import type { Json, JsonObject, Kind } from "../../admission/request.ts";
import { isIn, parseArn } from "../arn.ts";
import { askOrMissing, toJson } from "../ask-ecs.ts";
import { faultOf } from "../aws-error.ts";
import { LookUpFailed, type Place } from "../ecs-reader.ts";
import { known } from "../known.ts";
import type { IsDone, Unread, Walked } from "./inventory.ts";
import type { Progress } from "./progress.ts";
import type { ReadAction } from "./read-actions.ts";
import type { WalkReader } from "./walk-reader.ts";

export interface Walking {
	readonly ecs: ECSClient;
	readonly place: Place;
	readonly reader: WalkReader;
	readonly isDone: IsDone;
	readonly progress: Progress;
	/** RFC 3339, in UTC with milliseconds; undefined where nobody has given a clock. */
	readonly now: () => string | undefined;
	/** The (daemon) task definitions that have been met, by ARN. */
	readonly met: Set<string>;
	/** Where something could not be read, by holeOf: what it holds or refers to is not known. */
	readonly holes: Set<string>;
}

/** Under which a hole in the walk is noted. */
export function holeOf(kind: Kind, cluster?: string): string {
	return `${kind}/${cluster ?? ""}`;
}

export function unread(
	{ place }: Pick<Walking, "place">,
	facts: Omit<Unread, "place" | "reason" | "transient">,
	error: unknown,
): { unread: Unread } {
	const reason = error instanceof Error ? error.message : String(error);
	return { unread: { ...facts, place, reason, transient: error instanceof LookUpFailed && error.transient } };
}

interface ListingOf<T> {
	readonly kind: Kind;
	/** In words, such as `services of cluster main`. */
	readonly name: string;
	readonly cluster?: string | undefined;
	readonly action: ReadAction;
	/** There may be an AWS that has no such call, and so no such things. */
	readonly mayLack?: true;
	/** False where more than the list has to be read before everything of its kind is named. */
	readonly completes?: false;
	readonly page: (nextToken: string | undefined) => Promise<{ readonly items: readonly T[]; readonly nextToken?: string | undefined }>;
}

/** Page by page. A page that cannot be read is one Unread and ends it, and then it is not complete. */
export async function* pagesOf<T>(walking: Walking, listing: ListingOf<T>): AsyncGenerator<{ readonly page: readonly T[] } | Walked> {
	const { kind, name, cluster, action, completes = true } = listing;
	const failed = (error: unknown) => {
		walking.holes.add(holeOf(kind, cluster));
		return unread(walking, { kind, name, ...known({ cluster }), action }, error);
	};
	const tokens = new Set<string | undefined>();
	let nextToken: string | undefined;
	do {
		const answer = await askForPage(walking, listing, nextToken).catch((error: unknown) => new Failed(error));
		if (answer instanceof Failed) return yield failed(answer.error);
		yield { page: answer.items };
		tokens.add(nextToken);
		nextToken = answer.nextToken;
		if (nextToken !== undefined && tokens.has(nextToken)) return yield failed(`${action} of ${name}: ECS gives one page again and again`);
	} while (nextToken !== undefined);
	const { account, region } = walking.place;
	if (completes) yield { complete: { account, region, kind, ...known({ cluster }) } };
}

/** Each kind that is complete in a cluster, or without one everywhere, if there is no hole in any of those kinds. */
export function* completedIn(
	{ place: { account, region }, holes }: Walking,
	cluster: string | undefined,
	unlessHolesIn: Readonly<Partial<Record<Kind, readonly Kind[]>>>,
): Generator<Walked> {
	const isHole = (kind: Kind) =>
		cluster === undefined ? [...holes].some((hole) => hole.startsWith(`${kind}/`)) : holes.has(holeOf(kind, cluster));
	for (const [kind, kinds] of Object.entries(unlessHolesIn) as [Kind, readonly Kind[]][]) {
		if (!kinds.some(isHole)) yield { complete: { account, region, kind, ...known({ cluster }) } };
	}
}

class Failed {
	readonly error: unknown;
	constructor(error: unknown) {
		this.error = error;
	}
}

/** What is gone by now, with all that was in it, and what this AWS does not have at all, is an empty list. */
async function askForPage<T>({ place }: Walking, { name, action, mayLack, page }: ListingOf<T>, nextToken: string | undefined) {
	try {
		return (await askOrMissing(action, `${name} of ${place.account} in ${place.region}`, () => page(nextToken))) ?? { items: [] };
	} catch (error) {
		if (mayLack && error instanceof LookUpFailed && faultOf(error.cause) === "unsupported") return { items: [] };
		throw error;
	}
}

interface Batch {
	readonly kind: Kind;
	readonly action: ReadAction;
	readonly cluster?: string;
	/** Full and long. */
	readonly arns: readonly string[];
	/** An answer's ARN, spelled as those that are asked for. */
	readonly long?: (arn: string) => string;
	readonly describe: () => Promise<{
		readonly things: readonly { readonly arn: string | undefined; readonly thing: object }[];
		readonly failures?: readonly Failure[] | undefined;
	}>;
}

interface DescribedBatch {
	readonly found: ReadonlyMap<string, JsonObject>;
	readonly unread: readonly { unread: Unread }[];
	/** Before it was asked for. */
	readonly readAt: string | undefined;
}

/** What of a batch there is, by ARN, and an Unread for each that is neither there nor gone. */
export async function describeBatch(walking: Walking, batch: Batch): Promise<DescribedBatch> {
	const readAt = walking.now();
	const { kind, action, cluster, arns, long = (arn) => arn, describe } = batch;
	const facts = (arn: string) => ({ kind, name: parseArn(arn)?.name ?? arn, arn, ...known({ cluster }), action });
	try {
		const about = arns.length === 1 ? `${arns[0]}` : `${arns[0]} and ${arns.length - 1} more`;
		const answer = await askOrMissing(action, about, describe);
		if (answer === undefined) return { found: new Map(), unread: [], readAt };
		const found = new Map(
			answer.things.flatMap(({ arn = "", thing }) => (arns.includes(long(arn)) ? [[long(arn), toJson(thing)] as const] : [])),
		);
		const failed = new Map((answer.failures ?? []).map((failure) => [long(failure.arn ?? ""), failure]));
		const left = arns.filter((arn) => !found.has(arn) && failed.get(arn)?.reason !== "MISSING");
		if (left.length > 0) walking.holes.add(holeOf(kind, cluster));
		return { found, unread: left.map((arn) => unread(walking, facts(arn), whyNot(action, arn, failed.get(arn)))), readAt };
	} catch (error) {
		walking.holes.add(holeOf(kind, cluster));
		return { found: new Map(), unread: arns.map((arn) => unread(walking, facts(arn), error)), readAt };
	}
}

function whyNot(action: string, arn: string, failure: Failure | undefined): string {
	if (failure === undefined) return `${action} of ${arn}: the answer does not tell of it`;
	return `${action} of ${arn} failed: ${failure.reason ?? "no reason is told"}${failure.detail ? ` (${failure.detail})` : ""}`;
}

/** Of what was listed: what is to be described, and an Unread for each that is of another account or Region. */
export async function toDescribe(
	walking: Walking,
	listed: readonly string[],
	facts: Pick<Unread, "kind" | "cluster" | "action">,
): Promise<{ readonly arns: readonly string[]; readonly unread: readonly { unread: Unread }[] }> {
	const { place } = walking;
	const elsewhere = listed.filter((arn) => !isIn(place, arn));
	const arns: string[] = [];
	for (const arn of listed) if (isIn(place, arn) && !(await walking.isDone(arn))) arns.push(arn);
	const why = (arn: string) => `${facts.action} answered with ${arn}, which is not of account ${place.account} in ${place.region}`;
	return { arns, unread: elsewhere.map((arn) => unread(walking, { ...facts, name: parseArn(arn)?.name ?? arn, arn }, why(arn))) };
}

/** In lists of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

export function textOf(value: Json | undefined): string | undefined {
	return typeof value === "string" ? value : undefined;
}
