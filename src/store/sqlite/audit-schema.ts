import { INDEXES, TRIGGERS } from "./finding-schema.ts";

/** Version 5: who excused a finding and how it ended, lists and counts of findings that stay fast, and what audits remember. */
export const AUDIT = `
ALTER TABLE findings ADD COLUMN exemption TEXT;
ALTER TABLE findings ADD COLUMN exempted_until TEXT;
ALTER TABLE findings ADD COLUMN resolution TEXT;
UPDATE findings SET resolution = 'no longer shown' WHERE state = 'resolved';

${INDEXES}

-- What is open or exempted, counted as it changes. An absent account is ''.
CREATE TABLE finding_counts (
	state TEXT NOT NULL,
	policy TEXT NOT NULL,
	severity TEXT NOT NULL,
	account TEXT NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (state, policy, severity, account)
) STRICT, WITHOUT ROWID;
INSERT INTO finding_counts
	SELECT state, policy, severity, ifnull(account, ''), count(*) FROM findings WHERE state <> 'resolved' GROUP BY 1, 2, 3, 4;
${TRIGGERS}

-- What policies answered, by a digest of everything that they were asked. used_on is a day.
CREATE TABLE evaluations (
	digest TEXT NOT NULL,
	answers TEXT NOT NULL,
	used_on TEXT NOT NULL,
	PRIMARY KEY (digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluations_by_use ON evaluations (used_on);

-- What the last audit of a thing came to; it outlives decisions.
CREATE TABLE audited (
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	resource TEXT NOT NULL,
	run TEXT NOT NULL,
	at TEXT NOT NULL,
	result TEXT,
	-- The run that came to it, which an unread one since does not change.
	result_run TEXT,
	PRIMARY KEY (id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX audited_by_resource ON audited (resource, kind, run);

CREATE TABLE audit_runs (
	id TEXT PRIMARY KEY NOT NULL,
	scope TEXT NOT NULL,
	started_at TEXT NOT NULL,
	ended_at TEXT
) STRICT;
CREATE INDEX audit_runs_by_scope ON audit_runs (scope, started_at);

-- What a run has found so far, as its report needs it; gone when the run has ended.
CREATE TABLE audit_items (
	run TEXT NOT NULL REFERENCES audit_runs (id) ON DELETE CASCADE,
	number INTEGER NOT NULL,
	items TEXT NOT NULL,
	PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
`;
