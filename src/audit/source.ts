/** Where an audit gets what there is: AWS, or an inventory that was saved. */
import { parseArn } from "../ecs/arn.ts";
import type { EcsReader, Place } from "../ecs/ecs-reader.ts";
import type { InventoryItem, IsDone, Unread, Walked } from "../ecs/inventory/inventory.ts";

export interface AuditSource {
	readonly places: readonly Place[];
	/** RFC 3339: what is told is as it was then; absent where it is read now. */
	readonly takenAt?: string;
	/** How many things there are, as far as is known by now. */
	readonly known: number;
	walk(isDone?: IsDone): AsyncGenerator<Walked>;
	/** What the thing refers to. */
	readerFor(item: InventoryItem): EcsReader;
	/** The thing is judged, and nothing more will be asked about it. */
	audited?(item: InventoryItem): Promise<void>;
}

/** What is in these clusters, and nothing else: what has no cluster is judged where a cluster refers to it. */
export function within(source: AuditSource, clusters: readonly string[]): AuditSource {
	const isWithin = (cluster: string | undefined) => cluster !== undefined && clusters.includes(cluster);
	return {
		get places() {
			return source.places;
		},
		...(source.takenAt === undefined ? {} : { takenAt: source.takenAt }),
		get known() {
			return source.known;
		},
		async *walk(isDone = () => false) {
			const missing = new Set(clusters);
			const isDoneHere: IsDone = async (id) => {
				const is = await isDone(id);
				if (is) missing.delete(parseArn(id)?.cluster ?? "");
				return is;
			};
			for await (const walked of source.walk(isDoneHere)) {
				if (!("found" in walked ? isWithin(clusterOf(walked.found)) : isIn(walked, isWithin))) continue;
				const met = clusterMet(walked);
				if (met === undefined) missing.clear();
				else missing.delete(met);
				yield walked;
			}
			for (const name of missing) yield* source.places.map((place) => ({ unread: noCluster(name, place) }));
		},
		readerFor: (item) => source.readerFor(item),
		audited: async (item) => source.audited?.(item),
	};
}

/** What was asked for by a name that nothing has is not a pass. */
function noCluster(name: string, place: Place): Unread {
	const where = `account ${place.account} in ${place.region}`;
	return { kind: "Cluster", name, place, action: "ecs:ListClusters", reason: `there is no cluster ${name} in ${where}`, transient: false };
}

/** Undefined where a hole in the listing may hide any of them. */
function clusterMet(walked: Walked): string | undefined {
	if ("found" in walked) return clusterOf(walked.found);
	if ("complete" in walked) return walked.complete.cluster;
	const { kind, name, arn, cluster } = walked.unread;
	return cluster ?? (kind === "Cluster" && arn !== undefined ? name : undefined);
}

function clusterOf({ kind, name, cluster }: InventoryItem): string | undefined {
	return kind === "Cluster" ? name : cluster;
}

/** A hole in a listing of clusters, or of everything, may hide what is asked for. */
function isIn(walked: Exclude<Walked, { found: InventoryItem }>, isWithin: (cluster: string | undefined) => boolean): boolean {
	if ("complete" in walked) return isWithin(walked.complete.cluster);
	const { kind, name, arn, cluster } = walked.unread;
	return kind === "Cluster" && cluster === undefined ? arn === undefined || isWithin(name) : isWithin(cluster);
}
