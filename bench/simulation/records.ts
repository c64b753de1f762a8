/** Everything that the gate has on record at the end, as little of it as the laws need. */
import type { Verdict } from "../../src/admission/decide.ts";
import type { StoredAction } from "../../src/store/store.ts";
import type { WholeStore } from "../../src/store/whole-store.ts";

interface Decided {
	readonly key: string;
	readonly verdict: Verdict;
	readonly failures: number;
	readonly failure: string | undefined;
}

export type Acted = Pick<StoredAction, "type" | "target" | "state" | "decisionUid" | "attempts" | "precondition" | "account" | "region"> & {
	readonly outcome: string;
};

export interface Records {
	readonly decisions: readonly Decided[];
	readonly actions: readonly Acted[];
	/** `account/region` of the breakers that are open. */
	readonly breakers: ReadonlySet<string>;
}

const PAGE = 500;

export async function readRecords(store: WholeStore): Promise<Records> {
	const decisions: Decided[] = [];
	const actions: Acted[] = [];
	for (let cursor: string | null = ""; cursor !== null; ) {
		const page: Awaited<ReturnType<WholeStore["decisions"]>> = await store.decisions({ limit: PAGE, ...(cursor === "" ? {} : { cursor }) });
		for (const { key, verdict, failures, actions: planned } of page.decisions) {
			decisions.push({ key, verdict, failures: failures.length, failure: failures[0]?.reason });
			for (const { type, target, state, decisionUid, attempts, precondition, account, region, outcome = "" } of planned)
				actions.push({ type, target, state, decisionUid, attempts, precondition, account, region, outcome });
		}
		cursor = page.next;
	}
	const open = await store.openBreakers();
	return { decisions, actions, breakers: new Set(open.map(({ account, region }) => `${account}/${region}`)) };
}

export function subject({ type, target }: { readonly type: string; readonly target: string }): string {
	return `${type} of ${target}`;
}
