/** What a table of findings has beside its columns, since version 5 and again in 10: a later version that changes them has texts of its own. */
export const INDEXES = `
-- In the order of opening, which a further sighting does not change: none of these is written when a finding is merely seen again.
CREATE INDEX findings_by_state ON findings (state, first_seen, id);
CREATE INDEX findings_by_policy ON findings (policy, state, first_seen, id);
CREATE INDEX findings_by_account ON findings (account, state, first_seen, id);
CREATE INDEX findings_by_severity ON findings (severity, state, first_seen, id);
-- For the trend.
CREATE INDEX findings_by_end ON findings (resolved_at) WHERE resolved_at IS NOT NULL;
-- For retention.
CREATE INDEX findings_of_tasks ON findings (last_seen) WHERE state <> 'resolved' AND instr(resource, ':task/') > 0;`;
export const TRIGGERS = `
CREATE TRIGGER finding_opened AFTER INSERT ON findings WHEN NEW.state <> 'resolved' BEGIN
	INSERT INTO finding_counts VALUES (NEW.state, NEW.policy, NEW.severity, ifnull(NEW.account, ''), 1)
		ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER finding_left AFTER UPDATE OF state, severity ON findings
	WHEN OLD.state <> 'resolved' AND (OLD.state <> NEW.state OR OLD.severity <> NEW.severity) BEGIN
	UPDATE finding_counts SET count = count - 1
		WHERE state = OLD.state AND policy = OLD.policy AND severity = OLD.severity AND account = ifnull(OLD.account, '');
END;
CREATE TRIGGER finding_entered AFTER UPDATE OF state, severity ON findings
	WHEN NEW.state <> 'resolved' AND (OLD.state <> NEW.state OR OLD.severity <> NEW.severity) BEGIN
	INSERT INTO finding_counts VALUES (NEW.state, NEW.policy, NEW.severity, ifnull(NEW.account, ''), 1)
		ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER finding_deleted AFTER DELETE ON findings WHEN OLD.state <> 'resolved' BEGIN
	UPDATE finding_counts SET count = count - 1
		WHERE state = OLD.state AND policy = OLD.policy AND severity = OLD.severity AND account = ifnull(OLD.account, '');
END;`;

const COLUMNS = `
	id, resource, account, region, kind, policy, field, message, severity, state, first_seen, last_seen, resolved_at, reopened, introduced_by,
	exemption, exempted_until, resolution`;

/**
 * Version 10: findings stand in the order in which they came, and an index leads to each by its number; before, each index had the
 * resource and the id of every finding in it, and a decision wrote half as much again.
 */
export const NUMBERED_FINDINGS = `
ALTER TABLE findings RENAME TO findings_before;
CREATE TABLE findings (
	seq INTEGER PRIMARY KEY,
	id TEXT NOT NULL,
	resource TEXT NOT NULL,
	account TEXT,
	region TEXT,
	kind TEXT NOT NULL,
	policy TEXT NOT NULL,
	field TEXT,
	message TEXT NOT NULL,
	severity TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'exempted', 'resolved')),
	first_seen TEXT NOT NULL,
	last_seen TEXT NOT NULL,
	resolved_at TEXT,
	reopened INTEGER NOT NULL,
	introduced_by TEXT NOT NULL,
	exemption TEXT,
	exempted_until TEXT,
	resolution TEXT,
	UNIQUE (resource, id)
) STRICT;
INSERT INTO findings (${COLUMNS}) SELECT ${COLUMNS} FROM findings_before ORDER BY first_seen, id;
DROP TABLE findings_before;
${INDEXES}
${TRIGGERS}
`;
