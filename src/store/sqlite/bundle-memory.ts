import type { BundleMemory } from "../bundle-memory.ts";
import { instant } from "../instant.ts";
import type { Database } from "./database.ts";

const KEEP = `
INSERT INTO bundles (source, bytes, newest, accepted_at) VALUES (:source, :bytes, :signedAt, :at)
ON CONFLICT (source) DO UPDATE SET bytes = excluded.bytes, newest = ifnull(excluded.newest, newest), accepted_at = excluded.accepted_at
	WHERE excluded.newest IS NULL OR newest IS NULL OR excluded.newest >= newest`;

export function sqliteBundleMemory(db: Database): BundleMemory {
	return {
		async newestSignature(source) {
			return db.get<{ newest: number | null }>("SELECT newest FROM bundles WHERE source = :source", { source })?.newest ?? undefined;
		},
		async lastBundle(source) {
			return db.get<{ bytes: Uint8Array }>("SELECT bytes FROM bundles WHERE source = :source", { source })?.bytes;
		},
		async keepBundle(source, { bytes, signedAt = null, at }) {
			return db.run(KEEP, { source, bytes, signedAt, at: instant(at, "at") }) > 0;
		},
	};
}
