/** Version 7: what was taken out of use, and until when. */
export const QUARANTINE = `
CREATE TABLE quarantine (
	what TEXT PRIMARY KEY NOT NULL,
	reason TEXT NOT NULL,
	by TEXT NOT NULL,
	since TEXT NOT NULL,
	until TEXT NOT NULL
) STRICT;
`;
