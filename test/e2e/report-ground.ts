/** A store that a gate has filled and sealed, for the tests of `taskgate report`. */
import { openLog } from "../../src/log.ts";
import { sealHours } from "../../src/seal-hours.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { DecisionRecord } from "../../src/store/store.ts";
import { allowed, denied, stopTask, violation } from "../contract/store/records.ts";

export const ACCOUNT = "111122223333";
export const OTHER = "444455556666";
const HOUR = 3_600_000;
const THIS_HOUR = Math.floor(Date.now() / HOUR) * HOUR;

/** The instant that many hours before this hour began, and seconds after that. */
export function ago(hours: number, seconds = 0): string {
	return new Date(THIS_HOUR - hours * HOUR + seconds * 1000).toISOString();
}

/** `2026-11-29T02` */
export function hourAgo(hours: number): string {
	return ago(hours).slice(0, "2026-11-29T02".length);
}

const EXCUSED = { action: "exempted", exemption: "agent", exemptedUntil: "2027-01-31T00:00:00.000Z" } as const;

/** Ten decisions: four hours of one account that are sealed, one of another, and one that is not sealed yet. */
export async function fillStore(path: string): Promise<void> {
	const store = openSqliteStore(path);
	const times = (hours: number): Partial<DecisionRecord> => ({ time: ago(hours, 60), decidedAt: ago(hours, 61) });
	const elsewhere = { account: OTHER, region: "us-east-1", resource: "arn:elsewhere" };
	await store.record(denied("reverted", times(50)), [stopTask({ effectKey: "1" })]);
	await store.record(allowed("admitted", times(50)), []);
	await store.record(allowed("flagged", { ...times(49), violations: [violation({ action: "warn", policy: "image/digest" })] }), []);
	await store.record(denied("prevented", { ...times(49), reach: "prevent", enforcementPoint: "api-proxy" }), []);
	await store.record(denied("failed", { ...times(48), principal: "arn:aws:iam::111122223333:user/eve" }), [stopTask({ effectKey: "2" })]);
	await store.record(allowed("excused", { ...times(47), violations: [violation(EXCUSED)] }), []);
	await store.record(denied("let-through", { ...times(47), reach: "prevent", letThrough: "enforcement is off" }), []);
	await store.record(
		denied("undecided", { ...times(47), verdict: "undecided", violations: [], failures: [{ reason: "no answer of ECS" }] }),
		[],
	);
	await store.record(denied("elsewhere", { ...times(48), ...elsewhere }), []);
	await store.record(allowed("new", { time: ago(0), decidedAt: ago(0) }), []);
	for (const { id, effectKey } of await store.claimActions(ago(-1), ago(-2), 10)) {
		if (effectKey === "1") await store.settle(id, "done", "stopped", ago(50, 64.2));
		else await store.settle(id, "failed", "AccessDeniedException", ago(48, 64));
	}
	await sealHours({ store, log: openLog("silent"), now: () => new Date().toISOString(), settings: {} });
	await store.close();
}
