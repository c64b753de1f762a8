/** Everything that exists in ECS, one thing after the other, each as a request that can be judged. */
import type { Kind, UnresolvedRequest } from "../../admission/request.ts";
import type { EcsReader, Place } from "../ecs-reader.ts";

export interface InventoryItem {
	/** What `isDone` is asked with: the ARN; of the tasks of one service and revision, both ARNs with `#` between them. */
	readonly id: string;
	/** What a finding of it is about: of the tasks of a service, the service's. */
	readonly arn: string;
	readonly kind: Kind;
	readonly name: string;
	readonly place: Place;
	/** The cluster's name. */
	readonly cluster?: string;
	/** Who brought it in, as ECS tells it: a principal; of tasks and task sets, the caller's own words. */
	readonly broughtInBy?: string;
	/** RFC 3339. */
	readonly createdAt?: string;
	/** RFC 3339, in UTC with milliseconds: what is newer than this is newer than what is told here. Absent: it is read now. */
	readonly readAt?: string;
	/**
	 * Ready for judge.ts, with the source's own reader. Its `time` is empty (it exists now). It has a duplicate key, its id, so that
	 * resolve reads it back and gives it targets. Only of what nobody can change (a revision) the maker counts as who asked.
	 */
	readonly request: UnresolvedRequest;
}

/** What could not be read: never a pass, and never taken for gone. */
export interface Unread {
	/** Of the thing; of a listing that failed, of what it would have listed. */
	readonly kind: Kind;
	/** Of a listing that failed: which one, such as `services of cluster main`. */
	readonly name: string;
	/** Absent where a listing failed. */
	readonly arn?: string;
	readonly place: Place;
	/** The cluster's name. */
	readonly cluster?: string;
	/** The IAM action of the call that failed, such as `ecs:ListServices`. */
	readonly action: string;
	/** One sentence; where a permission is missing, which. */
	readonly reason: string;
	/** Worth another audit soon: throttling, time-outs, server faults. */
	readonly transient: boolean;
}

/** All things of a kind in an account and Region, whatever their cluster, or in one cluster of it. */
export interface Listing {
	readonly account: string;
	readonly region: string;
	/** The cluster's name. */
	readonly cluster?: string;
	readonly kind: Kind;
}

/**
 * `complete`: everything that there is of the listing has been named before, as found, as unread with its ARN, or as done. What of
 * its kind and place was neither is gone. Task definitions: those in use, or with `allTaskDefinitions` every active one.
 */
export type Walked = { readonly found: InventoryItem } | { readonly unread: Unread } | { readonly complete: Listing };

/** Whether what has this id was dealt with before an interruption: then it is not described again. */
export type IsDone = (id: string) => boolean | Promise<boolean>;

/** AWS, or what stands in its place. */
export interface InventorySource {
	/** Answers what the walk has read already without asking again. */
	readonly reader: EcsReader;
	/** How many things the walk has yielded, or expects to: it grows as more is listed. */
	readonly known: number;
	/**
	 * One thing after the other. What something refers to (its task definition, its task sets) comes before it, so that whoever notes
	 * items as done in their order loses nothing by an interruption.
	 */
	walk(isDone?: IsDone): AsyncGenerator<Walked>;
}
