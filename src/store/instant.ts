import { z } from "zod";
import type { DecisionRecord } from "./store.ts";

const rfc3339 = z.iso.datetime({ offset: true });

/**
 * An RFC 3339 instant in UTC with milliseconds, so that text order is time order.
 * @throws {RangeError} naming `field` when the value is not an instant with an offset
 */
export function instant(value: string, field: string): string {
	if (!rfc3339.safeParse(value).success) {
		throw new RangeError(`${field}: "${value}" is not an RFC 3339 instant; give one such as 2026-11-20T10:00:00Z`);
	}
	return new Date(value).toISOString();
}

const PUT_OFF_AT_MOST_MS = 15 * 60_000;

/**
 * Nothing is leased or put off for so long at `now`: what seems to be was dated by a clock that was wrong, and is due.
 * @param now as `instant` answers it
 */
export function beyondWaiting(now: string): string {
	return new Date(Date.parse(now) + PUT_OFF_AT_MOST_MS).toISOString();
}

/** The record with its times as a store keeps them. @throws {RangeError} naming the time that is none */
export function withInstants(record: DecisionRecord): DecisionRecord {
	return { ...record, time: instant(record.time, "time"), decidedAt: instant(record.decidedAt, "decidedAt") };
}
