/** What a walk brought, by kind. */
import type { InventoryItem, InventorySource, IsDone, Listing, Unread } from "../../src/ecs/inventory/inventory.ts";

export interface Brought {
	readonly found: readonly InventoryItem[];
	readonly unread: readonly Unread[];
	readonly complete: readonly Listing[];
	of(kind: string): readonly InventoryItem[];
	isComplete(kind: string, cluster?: string): boolean;
}

export async function walkAll(source: InventorySource, isDone?: IsDone): Promise<Brought> {
	const found: InventoryItem[] = [];
	const unread: Unread[] = [];
	const complete: Listing[] = [];
	for await (const walked of source.walk(isDone)) {
		if ("found" in walked) found.push(walked.found);
		else if ("unread" in walked) unread.push(walked.unread);
		else complete.push(walked.complete);
	}
	return {
		...{ found, unread, complete },
		of: (kind) => found.filter((item) => item.kind === kind),
		isComplete: (kind, cluster) => complete.some((listing) => listing.kind === kind && listing.cluster === cluster),
	};
}
