import { expect, test } from "vitest";
import { allowed } from "../../test/contract/store/records.ts";
import type { Entered, Seal } from "../ledger/ledger.ts";
import { NOTHING } from "../ledger/tally.ts";
import { PeriodCount } from "../report/period-count.ts";
import { readPeriod } from "./read-period.ts";

const A = "111122223333";
const HOURS = { since: "2026-11-20T00", until: "2026-11-20T09" };

function seal(hour: string, changes: Partial<Seal> = {}): Seal {
	return { account: A, hour, number: 1, count: 1, root: "", tally: NOTHING, sealedAt: "", previous: null, digest: "d", ...changes };
}

function entered(uid: string, changes: Partial<Entered> & { readonly late?: true } = {}): Entered {
	const { late, ...rest } = changes;
	return { entry: { uid, digest: "", ...(late && { late }) }, decision: { ...allowed(uid), actions: [] }, ...rest };
}

interface Kept {
	readonly seals?: readonly Seal[];
	readonly unsealed?: readonly string[];
	readonly entries: Readonly<Record<string, readonly Entered[]>>;
}

function read({ seals = [], unsealed = [], entries }: Kept, accounts: readonly string[] = []) {
	const filter = { accounts, regions: [], policies: [] };
	const store = {
		accounts: async () => [A],
		unsealedHours: async () => unsealed.map((hour) => ({ account: A, hour })),
		lastSeal: async () => seals.at(-1),
		async *seals() {
			yield* seals;
		},
		async *entered(_: string, hour: string) {
			yield* entries[hour] ?? [];
		},
	};
	return readPeriod(store, HOURS, filter, new PeriodCount(filter), () => {});
}

test("an hour that is sealed while it is read is counted once", async () => {
	const hour = "2026-11-20T05";
	const { counted, completeness } = await read({ seals: [seal(hour)], unsealed: [hour], entries: { [hour]: [entered("1")] } });
	expect(counted.decisions).toBe(1);
	expect(completeness.accounts).toMatchObject([{ sealedHours: 1, unsealed: [] }]);
});

test("of a rolled-up hour the tally counts, and what was recorded after it", async () => {
	const hour = "2026-11-20T05";
	const tally = { ...NOTHING, verdicts: { allowed: 3 }, consequences: { admitted: 3 } };
	const entries = { [hour]: [entered("still there"), entered("late", { late: true })] };
	const { counted, completeness } = await read({ seals: [seal(hour, { count: 3, tally, rolledUpAt: "2026-12-01T00:00:00Z" })], entries });
	expect(counted).toMatchObject({ decisions: 4, consequences: { admitted: 4 } });
	expect(completeness.accounts).toMatchObject([{ sealedHours: 1, rolledUpHours: 1 }]);
});

test("an entry without its decision is missing, and is said to be", async () => {
	const hour = "2026-11-20T05";
	const { counted, completeness } = await read({
		unsealed: [hour],
		entries: { [hour]: [entered("1"), entered("2", { decision: undefined })] },
	});
	expect({ decisions: counted.decisions, missing: completeness.missing }).toEqual({ decisions: 1, missing: 1 });
	expect(completeness.accounts).toMatchObject([{ unsealed: [hour], newest: undefined }]);
});

test("what was sealed and is gone, entry and all, is missing too; what came late makes up for nothing", async () => {
	const hour = "2026-11-20T05";
	const entries = { [hour]: [entered("1"), entered("2", { late: true })] };
	const { counted, completeness } = await read({ seals: [seal(hour, { count: 3 })], entries });
	expect({ decisions: counted.decisions, missing: completeness.missing }).toEqual({ decisions: 2, missing: 2 });
});

test("an account that nobody has heard of is said to be one", async () => {
	const { counted } = await read({ entries: {} }, [A, "444455556666"]);
	expect(counted.gaps).toEqual(["nothing is known of an account 444455556666: no decision of it was ever recorded"]);
});

test("unsealed hours before the period, and other accounts, are left out", async () => {
	const entries = { "2026-11-19T23": [entered("1")], "2026-11-20T00": [entered("2")] };
	expect((await read({ unsealed: Object.keys(entries), entries })).counted.decisions).toBe(1);
	expect((await read({ unsealed: Object.keys(entries), entries }, ["444455556666"])).completeness.accounts).toEqual([]);
});
