import type { SQLInputValue } from "node:sqlite";
import type { Finding } from "../finding-history.ts";

/** As the table `findings` has it. */
export interface FindingRow extends Readonly<Record<"id" | "resource" | "policy" | "message" | "severity", string>> {
	readonly account: string | null;
	readonly region: string | null;
	readonly kind: Finding["kind"];
	readonly field: string | null;
	readonly state: Finding["state"];
	readonly first_seen: string;
	readonly last_seen: string;
	readonly resolved_at: string | null;
	readonly reopened: number;
	readonly introduced_by: string;
	readonly exemption: string | null;
	readonly exempted_until: string | null;
	readonly resolution: Finding["resolution"] | null;
}

export const UPSERT_FINDING = `
INSERT INTO findings (
	id, resource, account, region, kind, policy, field, message, severity, state, first_seen, last_seen, resolved_at, reopened, introduced_by,
	exemption, exempted_until, resolution
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (resource, id) DO UPDATE SET
	kind = excluded.kind, message = excluded.message, severity = excluded.severity, state = excluded.state, first_seen = excluded.first_seen,
	last_seen = excluded.last_seen, resolved_at = excluded.resolved_at, reopened = excluded.reopened, introduced_by = excluded.introduced_by,
	exemption = excluded.exemption, exempted_until = excluded.exempted_until, resolution = excluded.resolution`;

/** In the order of UPSERT_FINDING. */
export function findingValues(finding: Finding): readonly SQLInputValue[] {
	const { id, resource, account = null, region = null, kind, policy, field = null, message, severity, state } = finding;
	const { firstSeen, lastSeen, resolvedAt = null, reopened, introducedBy } = finding;
	const { exemption = null, exemptedUntil = null, resolution = null } = finding;
	return [
		...[id, resource, account, region, kind, policy, field, message, severity, state],
		...[firstSeen, lastSeen, resolvedAt, reopened, introducedBy, exemption, exemptedUntil, resolution],
	];
}

export function finding(row: FindingRow): Finding {
	const { id, resource, kind, policy, message, severity, state, reopened } = row;
	return {
		...{ id, resource, kind, policy, message, severity, state, reopened },
		account: row.account ?? undefined,
		region: row.region ?? undefined,
		field: row.field ?? undefined,
		firstSeen: row.first_seen,
		lastSeen: row.last_seen,
		resolvedAt: row.resolved_at ?? undefined,
		introducedBy: row.introduced_by,
		exemption: row.exemption ?? undefined,
		exemptedUntil: row.exempted_until ?? undefined,
		resolution: row.resolution ?? undefined,
	};
}
