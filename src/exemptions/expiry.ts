/** When an exemption ends, as a person says it and as a person reads it. Pure: the instant comes in. */
import { isDay } from "../calendar.ts";

const DAY = 86_400_000;

/** More than a year and a month is no exemption but another rule. */
export const MOST_DAYS = 400;

export class BadExpiry extends Error {
	override readonly name = "BadExpiry";
}

/**
 * `90d`, `2027-01-31` (that is, from its 00:00 UTC on it excuses nothing) or RFC 3339 → RFC 3339 in UTC, whole seconds.
 * @throws {BadExpiry} for anything else, for what has passed, and for more than `MOST_DAYS` unless `long`
 */
export function expiryOf(text: string, now: string, long: boolean): string {
	const instant = instantOf(text, now);
	if (instant <= Date.parse(now)) throw new BadExpiry(`${text} has passed: an exemption must end in the future`);
	if (!long && instant > Date.parse(now) + MOST_DAYS * DAY)
		throw new BadExpiry(`${text} is more than ${MOST_DAYS} days away; say --long if that is meant, or end it earlier and renew it`);
	return new Date(instant).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** Whole days until the end, rounded up; 0 or less when it has passed. */
export function daysLeft(expiresAt: string, now: string): number {
	return Math.ceil((Date.parse(expiresAt) - Date.parse(now)) / DAY) || 0;
}

/** `14d` → 14; undefined for anything else. */
export function daysOf(text: string): number | undefined {
	return /^\d{1,4}d$/.test(text) ? Number(text.slice(0, -1)) : undefined;
}

function instantOf(text: string, now: string): number {
	if (/^\d{1,5}d$/.test(text)) return Date.parse(now) + Number(text.slice(0, -1)) * DAY;
	const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
	const instant = isDate ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(instant) || !isDay(text.slice(0, "2027-01-31".length)))
		throw new BadExpiry(`${text} is neither a number of days such as 90d nor a date such as 2027-01-31`);
	return instant;
}
