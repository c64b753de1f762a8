import { asUses, type ImageUses, type UseRow, usesSince } from "../image-uses.ts";
import { instant } from "../instant.ts";
import type { DecisionRecord } from "../store.ts";
import type { Database } from "./database.ts";

const NOTE = `
INSERT INTO image_uses (digest, revision, container, seen) VALUES (:imageDigest, :revision, :containerName, :seen)
ON CONFLICT DO UPDATE SET seen = excluded.seen WHERE excluded.seen > seen`;
const OF_DIGEST = "SELECT revision, container, seen FROM image_uses WHERE digest = :digest AND seen > :since";
const FORGET = "DELETE FROM image_uses WHERE digest = :digest AND seen <= :since";

/** Within the caller's transaction. */
export function noteUses(db: Database, { running, decidedAt }: DecisionRecord): void {
	if (running === undefined) return;
	for (const { imageDigest, containerName } of running.images) {
		db.run(NOTE, { imageDigest, containerName, revision: running.revision, seen: decidedAt });
		db.run(FORGET, { digest: imageDigest, since: usesSince(decidedAt) });
	}
}

export function sqliteImageUses(db: Database): ImageUses {
	return {
		async usesOf(digest, now) {
			return asUses(db.all<UseRow>(OF_DIGEST, { digest, since: usesSince(instant(now, "now")) }));
		},
	};
}
