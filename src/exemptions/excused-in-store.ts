/** What the store's exempted findings say of who is excused. */
import type { Exemption } from "../admission/exemption.ts";
import type { Finding, Store } from "../store/store.ts";
import type { Excused } from "./check.ts";

/** Of one policy; a thousand times as many as anybody excuses. */
const MOST_FINDINGS = 100_000;

export async function excusedInStore(
	store: Pick<Store, "findings" | "decisions">,
	exemptions: readonly Exemption[],
): Promise<readonly Excused[]> {
	const excused: Excused[] = [];
	for (const policy of new Set(exemptions.map((exemption) => exemption.policy))) {
		const findings = await store.findings({ state: "exempted", policy, limit: MOST_FINDINGS });
		const named = await exemptionNames(store, policy, findings);
		for (const finding of findings) {
			const exemption = named.get(keyOf(finding));
			if (exemption !== undefined) excused.push({ exemption, policy, resource: finding.resource, field: finding.field });
		}
	}
	return excused;
}

/** From the newest decision that shows each of them: newest first, until every one is found. */
async function exemptionNames(store: Pick<Store, "decisions">, policy: string, findings: readonly Finding[]) {
	const wanted = new Set(findings.map(keyOf));
	const named = new Map<string, string>();
	for (let cursor: string | null | undefined; cursor !== null && named.size < wanted.size; ) {
		const { decisions, next } = await store.decisions({ policy, limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
		for (const { resource, violations } of decisions) {
			for (const { exemption, field, policy: of } of violations) {
				const key = keyOf({ resource, policy: of, field });
				if (of === policy && exemption !== undefined && wanted.has(key) && !named.has(key)) named.set(key, exemption);
			}
		}
		cursor = next;
	}
	return named;
}

function keyOf({ resource, policy, field }: Pick<Finding, "resource" | "policy"> & { readonly field?: string | undefined }): string {
	return JSON.stringify([resource, policy, field ?? null]);
}
