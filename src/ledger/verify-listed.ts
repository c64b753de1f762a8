import type { DecisionWithActions, Store } from "../store/store.ts";
import { type Found, nameOf } from "./found.ts";
import { type Ledger, NO_ACCOUNT } from "./ledger.ts";
import { hourOf, isOverdue } from "./seal.ts";
import type { AccountHour } from "./verification.ts";

type Read = Pick<Ledger, "withEntry"> & Pick<Store, "decisions" | "decision">;

interface Scope {
	/** All unless told: also those that the ledger does not know. */
	readonly accounts: readonly string[] | undefined;
	readonly began: string | undefined;
	isAsked(place: AccountHour): boolean;
}

/** Every decision that the store lists must have been entered. Answers how many are older than the ledger. */
export async function verifyListed(
	store: Read,
	{ since, until, now }: { since: string; until: string; now: string },
	{ accounts, began, isAsked }: Scope,
	found: Found,
): Promise<number> {
	let beforeLedger = 0;
	let cursor: string | null = null;
	const unknown = new Map<string, AccountHour>();
	do {
		const page: Awaited<ReturnType<Store["decisions"]>> = await store.decisions({ since, until, ...(cursor === null ? {} : { cursor }) });
		cursor = page.next;
		const decisions = page.decisions.filter(({ account }) => accounts?.includes(account ?? NO_ACCOUNT) !== false);
		const entered = await store.withEntry(decisions);
		for (const decision of decisions) {
			const place = placeOf(decision);
			const isNew = began === undefined || decision.decidedAt > began;
			if (!entered.has(decision.uid) && !isNew) beforeLedger += 1;
			else if (!entered.has(decision.uid) && (await store.decision(decision.uid)) !== undefined) {
				found.tell({ kind: "inserted", ...place, uid: decision.uid, message: `decision ${decision.uid} was never entered` });
			}
			if (entered.has(decision.uid) && isAsked(place) && !found.hours.has(nameOf(place))) unknown.set(nameOf(place), place);
		}
	} while (cursor !== null);
	// The newest hour may have been opened meanwhile.
	for (const place of [...unknown.values()].filter(({ hour }) => isOverdue(hour, now))) {
		found.tell({ kind: "not sealed", ...place, message: `${place.hour} has decisions, and is neither sealed nor waits to be` });
	}
	return beforeLedger;
}

function placeOf({ account, decidedAt }: DecisionWithActions): AccountHour {
	return { account: account ?? NO_ACCOUNT, hour: hourOf(decidedAt) };
}
