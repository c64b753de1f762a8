/** Holds a period's records against the ledger, with progress for whoever is watching. */
import { readConfig } from "../config.ts";
import type { Verification } from "../ledger/verification.ts";
import { verifyLedger } from "../ledger/verify.ts";
import type { WholeStore } from "../store/whole-store.ts";
import { later } from "../world.ts";
import { countingLine } from "./output.ts";
import type { Hours } from "./read-period.ts";

interface Asked {
	readonly hours: Hours;
	/** Empty: all. */
	readonly accounts: readonly string[];
	readonly anchors: readonly string[];
	readonly now: string;
}

const HOUR = 3_600_000;

/** @throws {Error} when the records cannot be read as they are */
export async function verifyRecords(store: WholeStore, { hours, accounts, anchors, now }: Asked): Promise<Verification> {
	const progress = countingLine("decisions verified:");
	try {
		return await verifyLedger(counting(store, progress.tick), {
			accounts: accounts.length === 0 ? undefined : accounts,
			since: `${hours.since}:00:00.000Z`,
			until: later(`${hours.until}:00:00.000Z`, HOUR),
			anchors,
			retentionMs: readConfig().TASKGATE_RETENTION,
			now,
		});
	} catch (error) {
		throw new Error(`the records could not be verified: ${(error as Error).message}`, { cause: error });
	} finally {
		progress.clear();
	}
}

/** 0 whole · 1 a problem · 2 something of the period cannot be proved. */
export function verifyExitCode({ problemCount, beforeLedger }: Verification): 0 | 1 | 2 {
	if (problemCount > 0) return 1;
	return beforeLedger > 0 ? 2 : 0;
}

/** The store, whose reader of entries tells how many it has read. */
function counting(store: WholeStore, tick: (done: number) => void): WholeStore {
	let done = 0;
	return {
		...store,
		async *entered(account, hour) {
			for await (const entered of store.entered(account, hour)) {
				done += 1;
				tick(done);
				yield entered;
			}
		},
	};
}
