import type { DecisionRecord } from "../store.ts";
import { undamaged } from "../undamaged.ts";
import type { Parameters } from "./database.ts";

/** As the table `decisions` has it. */
export interface DecisionRow
	extends Readonly<Record<"uid" | "key" | "time" | "decided_at" | "enforcement_point" | "action" | "name", string>> {
	readonly reach: DecisionRecord["reach"];
	readonly kind: DecisionRecord["kind"];
	readonly operation: DecisionRecord["operation"];
	readonly account: string | null;
	readonly region: string | null;
	readonly cluster: string | null;
	readonly principal: string;
	readonly resource: string;
	readonly verdict: DecisionRecord["verdict"];
	readonly violations: string;
	readonly failures: string;
	readonly unknown: string;
	readonly not_applicable: string;
	readonly let_through: string | null;
	readonly refused_by: string | null;
	readonly source: DecisionRecord["source"];
	readonly object: string;
	readonly event: string | null;
	readonly skipped: string | null;
	readonly mended: string | null;
	readonly running: string | null;
	readonly revision: string;
	readonly constraints_digest: string;
	readonly duration_ms: number;
}

export const INSERT_DECISION = `
INSERT INTO decisions (
	uid, key, time, decided_at, enforcement_point, reach, action, kind, operation, name, account, region, cluster, principal, resource, verdict,
	violations, failures, unknown, not_applicable, let_through, refused_by, source, object, event, skipped, mended, running, revision,
	constraints_digest, duration_ms
) VALUES (
	:uid, :key, :time, :decidedAt, :enforcementPoint, :reach, :action, :kind, :operation, :name, :account, :region, :cluster, :principal, :resource,
	:verdict, :violations, :failures, :unknown, :notApplicable, :letThrough, :refusedBy, :source, :object, :event, :skipped, :mended, :running, :revision,
	:constraintsDigest, :durationMs
)`;

export function decisionParameters(record: DecisionRecord): Parameters {
	const { uid, key, time, decidedAt, enforcementPoint, reach, action, kind, operation, name } = record;
	const { principal, resource, verdict, source, revision, constraintsDigest, durationMs } = record;
	return {
		...{ uid, key, time, decidedAt, enforcementPoint, reach, action, kind, operation, name },
		...{ principal, resource, verdict, source, revision, constraintsDigest, durationMs },
		account: record.account ?? null,
		region: record.region ?? null,
		cluster: record.cluster ?? null,
		violations: JSON.stringify(record.violations),
		failures: JSON.stringify(record.failures),
		unknown: JSON.stringify(record.unknown),
		notApplicable: JSON.stringify(record.notApplicable),
		letThrough: record.letThrough ?? null,
		refusedBy: record.refusedBy ?? null,
		object: JSON.stringify(record.object),
		event: record.event === undefined ? null : JSON.stringify(record.event),
		skipped: record.skipped === undefined ? null : JSON.stringify(record.skipped),
		running: record.running === undefined ? null : JSON.stringify(record.running),
		mended: record.patches === undefined ? null : JSON.stringify(mendedIn(record)),
	};
}

function mendedIn({ patches, before, patchesWithheld }: DecisionRecord): Pick<DecisionRecord, "patches" | "before" | "patchesWithheld"> {
	return { patches, before, patchesWithheld } as DecisionRecord;
}

/** @throws {Error} naming a decision that cannot be read */
export function decisionRecord(row: DecisionRow): DecisionRecord {
	return undamaged(`decision ${row.uid}`, () => read(row));
}

function read(row: DecisionRow): DecisionRecord {
	const { uid, key, time, reach, action, kind, operation, name, principal, resource, verdict, source, revision } = row;
	return {
		...{ uid, key, time, reach, action, kind, operation, name, principal, resource, verdict, source, revision },
		decidedAt: row.decided_at,
		enforcementPoint: row.enforcement_point,
		account: row.account ?? undefined,
		region: row.region ?? undefined,
		cluster: row.cluster ?? undefined,
		violations: JSON.parse(row.violations),
		failures: JSON.parse(row.failures),
		unknown: JSON.parse(row.unknown),
		notApplicable: JSON.parse(row.not_applicable),
		...(row.let_through === null ? {} : { letThrough: row.let_through }),
		...(row.refused_by === null ? {} : { refusedBy: row.refused_by }),
		object: JSON.parse(row.object),
		...(row.event === null ? {} : { event: JSON.parse(row.event) }),
		...(row.skipped === null ? {} : { skipped: JSON.parse(row.skipped) }),
		...(row.running === null ? {} : { running: JSON.parse(row.running) }),
		...(row.mended === null ? {} : JSON.parse(row.mended)),
		constraintsDigest: row.constraints_digest,
		durationMs: row.duration_ms,
	};
}
