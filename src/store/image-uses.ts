/** The part of the store that knows which revisions run which images: what a scan finds later concerns them. */

/** A revision whose containers of these names have run the image. */
export interface ImageUse {
	readonly revision: string;
	readonly containerNames: readonly string[];
}

export interface ImageUses {
	/** The revisions that recorded decisions knew to run the image, by `sha256:…`; those seen last come first. Forgotten 400 days after they were seen. */
	usesOf(digest: string, now: string): Promise<readonly ImageUse[]>;
}

const DAY_MS = 86_400_000;
export const USED_DAYS = 400;

/** RFC 3339 in UTC: uses that were last seen before are forgotten at `now`. */
export function usesSince(now: string): string {
	return new Date(Date.parse(now) - USED_DAYS * DAY_MS).toISOString();
}

/** Of one digest, each of one container. */
export interface UseRow {
	readonly revision: string;
	readonly container: string;
	/** RFC 3339 in UTC. */
	readonly seen: string;
}

export function asUses(rows: readonly UseRow[]): readonly ImageUse[] {
	const newestFirst = [...rows].sort((a, b) => Number(a.seen < b.seen) - Number(a.seen > b.seen) || (a.revision < b.revision ? -1 : 1));
	return [...Map.groupBy(newestFirst, ({ revision }) => revision)].map(([revision, found]) => ({
		revision,
		containerNames: found.map(({ container }) => container).sort(),
	}));
}
