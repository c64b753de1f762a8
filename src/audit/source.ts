/** Where an audit gets what there is: AWS, or an inventory that was saved. */
import type { EcsReader, Place } from "../ecs/ecs-reader.ts";
import type { InventoryItem, IsDone, Walked } from "../ecs/inventory/inventory.ts";

export interface AuditSource {
	readonly places: readonly Place[];
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
		get known() {
			return source.known;
		},
		async *walk(isDone) {
			for await (const walked of source.walk(isDone)) {
				if ("found" in walked ? isWithin(clusterOf(walked.found)) : isIn(walked, isWithin)) yield walked;
			}
		},
		readerFor: (item) => source.readerFor(item),
		audited: async (item) => source.audited?.(item),
	};
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
