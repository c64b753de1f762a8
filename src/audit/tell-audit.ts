/** A run's findings as a report: what was found, with the history of each violation, and what became of the walk. */
import type { Exemption } from "../admission/exemption.ts";
import { type AuditRunning, auditedItems } from "../audit.ts";
import type { Audited, ReportedDecision, ReportedViolation } from "../report/report.ts";
import { findingId } from "../store/finding.ts";
import type { WholeStore } from "../store/whole-store.ts";
import { later } from "../world.ts";
import { type Compacting, compacting } from "./compact.ts";
import { type AuditedItem, type AuditWorld, MOST_FINDINGS } from "./item.ts";
import type { AuditSource } from "./source.ts";

const TREND_DAYS = 30;
const EXPIRING_MS = 14 * 86_400_000;

export interface ToldAudit {
	readonly decisions: readonly ReportedDecision[];
	readonly audit: Audited;
}

export async function tellAudit(
	world: AuditWorld,
	source: AuditSource,
	running: AuditRunning,
	format: Compacting = { objects: true },
): Promise<ToldAudit> {
	const compact = compacting(format);
	const counts = { evaluated: 0, remembered: 0, unread: 0, missed: 0 };
	const decisions: ReportedDecision[] = [];
	for await (const item of auditedItems(world, running)) {
		counts[item.is] += 1;
		if (item.missed) counts.missed += 1;
		decisions.push(compact(world.records ? await withHistory(world.store, item) : item.decision));
	}
	const now = world.now();
	return {
		decisions: decisions.toSorted(byPlace),
		audit: {
			accounts: distinct([...source.places, ...decisions].map(({ account }) => account)),
			regions: distinct([...source.places, ...decisions].map(({ region }) => region)),
			startedAt: running.run.startedAt,
			finishedAt: now,
			...counts,
			trend: world.records ? await world.store.findingTrend(now, TREND_DAYS) : [],
			expiring: expiring(world.exemptions, now),
		},
	};
}

async function withHistory(store: WholeStore, { resource, decision }: AuditedItem): Promise<ReportedDecision> {
	if (decision.violations.length === 0) return decision;
	const findings = new Map((await store.findings({ resource, limit: MOST_FINDINGS })).map((finding) => [finding.id, finding]));
	const violations = decision.violations.map((violation): ReportedViolation => {
		const finding = findings.get(findingId(resource, violation));
		if (finding === undefined) return violation;
		const { id, firstSeen, lastSeen, reopened, introducedBy } = finding;
		return { ...violation, finding: { id, firstSeen, lastSeen, reopened, introducedBy } };
	});
	return { ...decision, violations };
}

/** Several places are walked at once; within one the order is the walk's. */
function byPlace(a: ReportedDecision, b: ReportedDecision): number {
	const [one, other] = [`${a.account} ${a.region}`, `${b.account} ${b.region}`];
	return Number(one > other) - Number(one < other);
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
	return [...new Set(values.filter((value) => value !== undefined && value !== ""))].toSorted() as string[];
}

/** Not expired, and soon to be. */
function expiring(exemptions: readonly Exemption[], now: string): readonly Exemption[] {
	const [from, to] = [Date.parse(now), Date.parse(later(now, EXPIRING_MS))];
	const soon = exemptions.filter(({ expiresAt }) => Date.parse(expiresAt) > from && Date.parse(expiresAt) <= to);
	return soon.toSorted((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
}
