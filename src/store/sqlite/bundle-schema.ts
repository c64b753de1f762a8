/** Version 6: the last good policy bundle of each source. `newest` is the newest signature that was accepted, in seconds since 1970. */
export const BUNDLE = `
CREATE TABLE bundles (
	source TEXT PRIMARY KEY NOT NULL,
	bytes BLOB NOT NULL,
	newest REAL,
	accepted_at TEXT NOT NULL
) STRICT;
`;
