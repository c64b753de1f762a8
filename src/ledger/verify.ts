/** Whether the record of a period is what was recorded, all of it and nothing else. Only reads. */
import type { Store } from "../store/store.ts";
import { type Found, nameOf, openFound, sealName } from "./found.ts";
import type { Ledger, Seal } from "./ledger.ts";
import { endOf, hourOf, isOverdue } from "./seal.ts";
import type { AccountHour, Verification } from "./verification.ts";
import { chainOf } from "./verify-chain.ts";
import { leftOf, verifyHour } from "./verify-hour.ts";
import { verifyListed } from "./verify-listed.ts";

type Read = Pick<Ledger, "ledgerBegan" | "unsealedHours" | "entered" | "withEntry" | "seals" | "accounts"> &
	Pick<Store, "decisions" | "decision">;

export interface Asked {
	/** All unless told. */
	readonly accounts?: readonly string[] | undefined;
	/** RFC 3339 in UTC; the hours of both are taken whole, but not the one that begins at `until`. */
	readonly since: string;
	readonly until: string;
	/** Digests of seals that were noted earlier, in a log or a report: they must be in the chain still. */
	readonly anchors?: readonly string[];
	/** TASKGATE_RETENTION: what is younger must not have been rolled up. Not asked unless told. */
	readonly retentionMs?: number | undefined;
	readonly now: string;
}

export async function verifyLedger(store: Read, asked: Asked): Promise<Verification> {
	const since = hourOf(asked.since);
	const until = hourOf(new Date(Date.parse(asked.until) - 1).toISOString());
	const everyone = await store.accounts();
	const accounts = asked.accounts ?? everyone;
	// Unless some are named, also an account that the ledger does not know: its chain may be gone.
	const isAsked = ({ account, hour }: AccountHour) => asked.accounts?.includes(account) !== false && hour >= since && hour <= until;
	// Before the seals: what is sealed meanwhile is found there.
	const open = (await store.unsealedHours(until, Number.MAX_SAFE_INTEGER)).filter(isAsked);
	const began = await store.ledgerBegan();
	const found = openFound(asked.anchors ?? []);

	for (const account of accounts) await verifyAccount(store, account, asked, isAsked, found);
	const unsealed = open.filter((place) => !found.hours.has(nameOf(place)));
	for (const place of unsealed) {
		found.hours.add(nameOf(place));
		if (isOverdue(place.hour, asked.now))
			found.tell({ kind: "not sealed", ...place, message: `${place.hour} was over long ago, and has no seal` });
		const { problems, decisions } = await verifyHour(place.account, place.hour, store.entered(place.account, place.hour), undefined);
		found.tell(...problems);
		found.decisions += decisions;
	}
	const beforeLedger = await verifyListed(store, asked, { accounts: asked.accounts, began, isAsked }, found);
	const others = everyone.filter((account) => !accounts.includes(account));
	if (found.sought.size > 0) for (const account of others) for await (const seal of store.seals({ account })) found.seek(seal);
	for (const digest of found.sought)
		found.tell({ kind: "anchor missing", message: `no seal has the digest ${digest}, which was noted earlier` });
	const { problems, problemCount, decisions, seals, hoursVerified, rolledUp, anchors, heads } = found;
	return {
		...{ since, until, accounts, problems, problemCount, decisions, seals, hoursVerified, rolledUp, unsealed },
		...(began === undefined ? {} : { ledgerBegan: began }),
		...{ beforeLedger, anchors, heads },
	};
}

async function verifyAccount(
	store: Read,
	account: string,
	asked: Asked,
	isAsked: (place: AccountHour) => boolean,
	found: Found,
): Promise<void> {
	const chain = chainOf(account);
	let last: Seal | undefined;
	for await (const seal of store.seals({ account })) {
		found.seals += 1;
		found.tell(...chain(seal));
		found.seek(seal);
		last = seal;
		if (!isAsked(seal)) continue;
		found.hours.add(nameOf(seal));
		await verifySealed(store, seal, asked, found);
	}
	if (last !== undefined) found.heads.push(sealName(last));
}

async function verifySealed(store: Read, seal: Seal, asked: Asked, found: Found): Promise<void> {
	const { account, hour, number } = seal;
	const isWhole = seal.rolledUpAt === undefined;
	const entered = store.entered(account, hour);
	const verified = await verifyHour(account, hour, isWhole ? entered : leftOf(account, hour, entered), isWhole ? seal : undefined);
	const rolledUpAt = isWhole && verified.problems.length === 0 ? undefined : await rolledUp(store, seal);
	if (rolledUpAt === undefined || !isWhole) {
		found.tell(...verified.problems.map((problem) => ({ ...problem, number })));
		found.decisions += verified.decisions;
	}
	if (rolledUpAt === undefined) {
		found.hoursVerified += 1;
		return;
	}
	found.rolledUp.push({ account, hour, rolledUpAt });
	const age = Date.parse(asked.now) - Date.parse(endOf(hour));
	if (asked.retentionMs === undefined || age >= asked.retentionMs) return;
	found.tell({
		kind: "rolled up early",
		account,
		hour,
		number,
		message: `the decisions of ${hour} are gone, and are not old enough to be rolled up`,
	});
}

/** Asked again: an hour may be rolled up while it is verified. */
async function rolledUp(store: Read, { account, hour, rolledUpAt }: Seal): Promise<string | undefined> {
	if (rolledUpAt !== undefined) return rolledUpAt;
	for await (const seal of store.seals({ account, since: hour, until: hour })) return seal.rolledUpAt;
	return undefined;
}
