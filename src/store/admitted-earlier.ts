/** What a service ran, admitted, before a revision that was admitted too and has turned out bad. */
import type { DecisionRecord, Store } from "./store.ts";

const PAGES = 10;
const LOOK_AT = 1_000;

export interface Compromised {
	/** Full ARN of the service. */
	readonly service: string;
	readonly account: string;
	readonly cluster: string | undefined;
	/** Full ARNs of the revisions to get away from. */
	readonly not: readonly string[];
}

/**
 * The newest allowed decision about the service with another revision. Looked for among the newest thousand allowed ones of its cluster:
 * an alert is rare, and no index is kept for it. Undefined where none is found there.
 */
export async function admittedEarlier(store: Pick<Store, "decisions">, compromised: Compromised): Promise<DecisionRecord | undefined> {
	const { service, account, cluster, not } = compromised;
	const query = { verdict: "allowed" as const, account, ...(cluster === undefined ? {} : { cluster }), lookAt: LOOK_AT };
	let cursor: string | undefined;
	for (let page = 0; page < PAGES; page += 1) {
		const { decisions, next } = await store.decisions({ ...query, ...(cursor === undefined ? {} : { cursor }) });
		const found = decisions.find(
			({ kind, resource, source, object }) =>
				kind === "Service" &&
				resource === service &&
				source === "ecs" &&
				typeof object.taskDefinition === "string" &&
				!not.includes(object.taskDefinition),
		);
		if (found !== undefined || next === null) return found;
		cursor = next;
	}
	return undefined;
}
