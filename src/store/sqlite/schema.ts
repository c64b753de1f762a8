import { AUDIT } from "./audit-schema.ts";
import { BUNDLE } from "./bundle-schema.ts";
import { NUMBERED_FINDINGS } from "./finding-schema.ts";
import { IMAGE_USES } from "./image-uses-schema.ts";
import { LEDGER } from "./ledger-schema.ts";
import { QUARANTINE } from "./quarantine-schema.ts";

/** The tables. Instants are UTC with milliseconds, so text order is time order; JSON stands in columns that no query looks into. */

const VERSION_1 = `
CREATE TABLE events (
	seq INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	received_at TEXT NOT NULL,
	event TEXT NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,
	due_at TEXT,
	lease_until TEXT
) STRICT;
CREATE INDEX events_by_age ON events (received_at, seq);

CREATE TABLE decisions (
	uid TEXT PRIMARY KEY NOT NULL,
	key TEXT NOT NULL UNIQUE,
	time TEXT NOT NULL,
	decided_at TEXT NOT NULL,
	enforcement_point TEXT NOT NULL,
	reach TEXT NOT NULL,
	action TEXT NOT NULL,
	kind TEXT NOT NULL,
	operation TEXT NOT NULL,
	name TEXT NOT NULL,
	account TEXT,
	region TEXT,
	cluster TEXT,
	principal TEXT NOT NULL,
	resource TEXT NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('allowed', 'denied', 'undecided')),
	violations TEXT NOT NULL,
	failures TEXT NOT NULL,
	unknown TEXT NOT NULL,
	not_applicable TEXT NOT NULL,
	source TEXT NOT NULL,
	object TEXT NOT NULL,
	revision TEXT NOT NULL,
	constraints_digest TEXT NOT NULL,
	duration_ms REAL NOT NULL
) STRICT;
CREATE INDEX decisions_by_time ON decisions (time, uid);
CREATE INDEX decisions_by_verdict ON decisions (verdict, time, uid);
CREATE INDEX decisions_by_account ON decisions (account, time, uid);
CREATE INDEX decisions_by_cluster ON decisions (cluster, time, uid);
CREATE INDEX decisions_by_resource ON decisions (resource, time, uid);
CREATE INDEX decisions_admitted ON decisions (resource, time, uid) WHERE kind = 'Service' AND verdict = 'allowed';

-- Which policies a decision's violations name.
CREATE TABLE decision_policies (
	policy TEXT NOT NULL,
	time TEXT NOT NULL,
	uid TEXT NOT NULL REFERENCES decisions (uid) ON DELETE CASCADE,
	PRIMARY KEY (policy, time, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_policies_by_uid ON decision_policies (uid);

CREATE TABLE actions (
	seq INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	decision_uid TEXT NOT NULL REFERENCES decisions (uid) ON DELETE CASCADE,
	type TEXT NOT NULL,
	target TEXT NOT NULL,
	effect_key TEXT NOT NULL,
	account TEXT NOT NULL,
	region TEXT NOT NULL,
	partition TEXT NOT NULL,
	reason TEXT NOT NULL,
	precondition TEXT NOT NULL,
	otherwise TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'failed', 'withheld', 'superseded')),
	outcome TEXT,
	attempts INTEGER NOT NULL DEFAULT 0,
	due_at TEXT NOT NULL,
	lease_until TEXT,
	settled_at TEXT,
	aws_request_id TEXT
) STRICT;
CREATE UNIQUE INDEX actions_live ON actions (effect_key) WHERE state IN ('planned', 'done');
CREATE INDEX actions_due ON actions (type = 'Notify', due_at, seq) WHERE state = 'planned';
CREATE INDEX actions_by_call ON actions (aws_request_id) WHERE aws_request_id IS NOT NULL;
CREATE INDEX actions_by_decision ON actions (decision_uid, seq);

CREATE TABLE findings (
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
	-- Every sighting moves last_seen, so an index on it would be written with every violation.
	PRIMARY KEY (resource, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE permits (account TEXT NOT NULL, region TEXT NOT NULL, taken_at TEXT NOT NULL) STRICT;
CREATE INDEX permits_by_place ON permits (account, region, taken_at);

CREATE TABLE breakers (
	account TEXT NOT NULL,
	region TEXT NOT NULL,
	since TEXT NOT NULL,
	PRIMARY KEY (account, region)
) STRICT, WITHOUT ROWID;

CREATE TABLE halt (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	by TEXT NOT NULL,
	reason TEXT NOT NULL,
	since TEXT NOT NULL
) STRICT;
`;

/** What a preventing point let through although it was refused, what others refused, and what an action needs beside its type. */
const VERSION_2 = `
ALTER TABLE decisions ADD COLUMN let_through TEXT;
ALTER TABLE decisions ADD COLUMN refused_by TEXT;
ALTER TABLE actions ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}';
DROP INDEX decisions_admitted;
CREATE INDEX decisions_admitted ON decisions (resource, kind, time, uid)
	WHERE kind IN ('Service', 'Daemon', 'ExpressGatewayService') AND verdict = 'allowed';
`;

/** What asked, and which constraints did not cover it. */
const VERSION_3 = `
ALTER TABLE decisions ADD COLUMN event TEXT;
ALTER TABLE decisions ADD COLUMN skipped TEXT;
`;

/** What was patched before it was judged, and what it was before. */
const MENDED = `
ALTER TABLE decisions ADD COLUMN mended TEXT;
`;

const SINCE_3 = [LEDGER, AUDIT, BUNDLE, MENDED, QUARANTINE, IMAGE_USES, NUMBERED_FINDINGS];
/** `MIGRATIONS[n]` leads from version n to n + 1. A released one never changes. */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2, VERSION_3, ...SINCE_3];
