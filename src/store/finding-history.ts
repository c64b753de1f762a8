/** Findings, and the part of the store that tells of them beyond a list: pages, counts, the trend, and what changes them without a decision. */
import type { Kind } from "../admission/request.ts";

export interface Finding {
	readonly id: string;
	readonly resource: string;
	readonly account: string | undefined;
	readonly region: string | undefined;
	/** Of the newest decision that showed it; a decision about another kind may not have asked the policy and resolves nothing. */
	readonly kind: Kind;
	readonly policy: string;
	readonly field: string | undefined;
	readonly message: string;
	readonly severity: string;
	readonly state: "open" | "exempted" | "resolved";
	/** Of the current opening: a finding that comes back begins anew. */
	readonly firstSeen: string;
	readonly lastSeen: string;
	/** The first decision after `lastSeen` that no longer showed it. */
	readonly resolvedAt: string | undefined;
	/** How often it came back after having been resolved. */
	readonly reopened: number;
	/** The principal of the decision that opened it; of an audit's, who ECS says made the resource. Empty where nobody can tell. */
	readonly introducedBy: string;
	/** Of an exempted one: which exemption excuses it, and until when (RFC 3339; absent for what a policy's own author excused). */
	readonly exemption?: string | undefined;
	readonly exemptedUntil?: string | undefined;
	/** Of a resolved one: a decision no longer showed it, or its resource does not exist any more. */
	readonly resolution?: "no longer shown" | "gone" | undefined;
}

/** Limit: 100 unless told. */
export interface FindingQuery extends Partial<Pick<Finding, "state" | "policy" | "severity" | "resource">> {
	readonly account?: string;
	readonly cursor?: string;
	readonly limit?: number;
}

/** How many findings there are of one policy, severity and account in one state; none are left out. */
export interface FindingCount extends Pick<Finding, "policy" | "severity" | "account"> {
	readonly state: "open" | "exempted";
	readonly count: number;
}

/** What was open and excused at the end of a day, in UTC. What is excused now counts as excused since it was first seen. */
export interface FindingDay {
	/** `2026-11-29`. */
	readonly day: string;
	readonly open: number;
	readonly exempted: number;
}

export interface SeenAgain extends Pick<Finding, "resource" | "id"> {
	/** RFC 3339. */
	readonly at: string;
}

export interface FindingHistory {
	/** The newest opening first, 100 unless told; the cursor is a place in time, so new findings never shift a page. @throws {BadCursor} */
	findingPage(query: FindingQuery): Promise<{ findings: readonly Finding[]; next: string | null }>;
	/** Of what is open or exempted. */
	findingCounts(query: { readonly account?: string }): Promise<readonly FindingCount[]>;
	/** `days` days (at most 400), oldest first, the last one that of `now`; by what the findings themselves say of their current opening. */
	findingTrend(now: string, days: number): Promise<readonly FindingDay[]>;
	/** Moves `lastSeen` of those that are open or exempted: they were seen unchanged, without a decision. */
	touchFindings(seen: readonly SeenAgain[]): Promise<void>;
	/**
	 * The resource does not exist any more, seen at that instant: what was not resolved ends as `gone`. Answers how many did.
	 * `kind`: nothing of that kind stands behind the resource any more, which itself may be there (a service without tasks).
	 */
	endFindings(resource: string, at: string, kind?: Kind): Promise<number>;
}
