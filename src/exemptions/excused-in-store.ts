/** What the store's exempted findings say of who is excused. */
import type { Exemption } from "../admission/exemption.ts";
import type { Finding } from "../store/finding-history.ts";
import type { Store } from "../store/store.ts";
import type { Excused } from "./check.ts";

/** A finding that says by which exemption it is excused. */
type Told = Finding & { readonly exemption?: string | undefined };

/** Of one policy; a thousand times as many as anybody excuses. */
const MOST_FINDINGS = 100_000;

interface InStore {
	readonly excused: readonly Excused[];
	/** Policies of findings that are excused, nobody knows by which exemption: their decisions are rolled up. */
	readonly unclear: ReadonlySet<string>;
}

export async function excusedInStore(store: Pick<Store, "findings" | "decisions">, exemptions: readonly Exemption[]): Promise<InStore> {
	const excused: Excused[] = [];
	const unclear = new Set<string>();
	for (const policy of new Set(exemptions.map((exemption) => exemption.policy))) {
		const findings: readonly Told[] = await store.findings({ state: "exempted", policy, limit: MOST_FINDINGS });
		const silent = findings.filter((finding) => finding.exemption === undefined);
		const named = await exemptionNames(store, policy, silent);
		for (const finding of findings) {
			const exemption = finding.exemption ?? named.get(keyOf(finding));
			if (exemption === undefined) unclear.add(policy);
			else excused.push({ exemption, policy, resource: finding.resource, field: finding.field });
		}
	}
	return { excused, unclear };
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
