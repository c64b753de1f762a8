import { expect, test } from "vitest";
import { allowed, violation } from "../../test/contract/store/records.ts";
import type { Finding } from "../store/finding-history.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { excusedInStore } from "./excused-in-store.ts";

const POLICY = "workload/privileged";
const EXEMPTION = { name: "agent", policy: POLICY, match: {}, reason: "", approvedBy: "", expiresAt: "" };

function finding(resource: string, told: { readonly exemption?: string } = {}): Finding {
	const { field = "" } = violation();
	const seen = { firstSeen: "", lastSeen: "", resolvedAt: undefined, reopened: 0, introducedBy: "" };
	const about = { account: undefined, region: undefined, kind: "Service" as const, policy: POLICY, field, message: "", severity: "high" };
	return { id: resource, resource, state: "exempted", ...about, ...seen, ...told };
}

function decision(resource: string, exemption: string): DecisionWithActions {
	return { ...allowed(resource, { resource, violations: [violation({ action: "exempted", exemption })] }), actions: [] };
}

/** Two decisions a page, newest first. */
function storeOf(findings: readonly Finding[], decisions: readonly DecisionWithActions[]) {
	return {
		findings: async () => findings,
		decisions: async ({ cursor = "0" }: { readonly cursor?: string }) => {
			const from = Number(cursor);
			return { decisions: decisions.slice(from, from + 2), next: from + 2 < decisions.length ? String(from + 2) : null };
		},
	};
}

test("a finding that says what excuses it is taken at its word", async () => {
	const { excused, unclear } = await excusedInStore(storeOf([finding("a", { exemption: "agent" })], []), [EXEMPTION]);
	expect(excused).toEqual([{ exemption: "agent", policy: POLICY, resource: "a", field: violation().field }]);
	expect(unclear.size).toBe(0);
});

test("otherwise the newest decision that shows it says so, however far back", async () => {
	const decisions = [decision("a", "new"), decision("a", "old"), decision("c", "x"), decision("b", "agent")];
	const { excused } = await excusedInStore(storeOf([finding("a"), finding("b")], decisions), [EXEMPTION]);
	expect(excused.map(({ resource, exemption }) => `${resource} ${exemption}`)).toEqual(["a new", "b agent"]);
});

test("and where that is gone, it is not known", async () => {
	const { excused, unclear } = await excusedInStore(storeOf([finding("a")], [decision("b", "agent")]), [EXEMPTION]);
	expect({ excused, unclear: [...unclear] }).toEqual({ excused: [], unclear: [POLICY] });
});
