/** Version 4: the ledger, live counts, and what outlives the decisions that it was in. */
export const LEDGER = `
-- An entry per decision, in the order in which an hour is sealed. No foreign key: that a decision is gone is what an entry tells.
CREATE TABLE ledger (
	account TEXT NOT NULL,
	hour TEXT NOT NULL,
	uid TEXT NOT NULL,
	digest BLOB NOT NULL,
	late INTEGER NOT NULL,
	PRIMARY KEY (account, hour, uid)
) STRICT, WITHOUT ROWID;

-- Decisions up to then have no entry; null in a store that was new.
CREATE TABLE ledger_beginning (decided_at TEXT) STRICT;
INSERT INTO ledger_beginning SELECT max(decided_at) FROM (SELECT decided_at FROM decisions ORDER BY rowid DESC LIMIT 1000);

CREATE TABLE open_hours (hour TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (hour, account)) STRICT, WITHOUT ROWID;

CREATE TABLE seals (
	account TEXT NOT NULL,
	number INTEGER NOT NULL,
	hour TEXT NOT NULL,
	count INTEGER NOT NULL,
	root TEXT NOT NULL,
	tally TEXT NOT NULL,
	sealed_at TEXT NOT NULL,
	previous TEXT,
	digest TEXT NOT NULL,
	rolled_up_at TEXT,
	-- Whether decisions of the hour may still be there.
	holds INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (account, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX seals_by_hour ON seals (account, hour);
CREATE INDEX seals_held ON seals (hour, account) WHERE holds = 1;

-- The account is empty for all together; the period is an hour or, further back, a day.
CREATE TABLE counts (
	account TEXT NOT NULL,
	period TEXT NOT NULL,
	dimension TEXT NOT NULL CHECK (dimension IN ('verdicts', 'policies', 'points')),
	name TEXT NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (account, period, dimension, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE last_at_point (point TEXT PRIMARY KEY NOT NULL, time TEXT NOT NULL, decided_at TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The last admitted configuration where its decision has been rolled up.
CREATE TABLE admitted (
	resource TEXT NOT NULL,
	kind TEXT NOT NULL,
	time TEXT NOT NULL,
	uid TEXT NOT NULL,
	record TEXT NOT NULL,
	PRIMARY KEY (resource, kind)
) STRICT, WITHOUT ROWID;
`;
