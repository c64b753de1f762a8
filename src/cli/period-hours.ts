/** The hours that a period report is about, as options name them. */
import { isDay } from "../calendar.ts";
import { UsageError } from "./usage-error.ts";

const HOUR = 3_600_000;
const UNITS = { h: HOUR, d: 24 * HOUR } as const;

interface Asked {
	readonly period?: string;
	readonly since?: string;
	readonly until?: string;
}

/** Both inclusive, such as `2026-11-29T02`; up to the current hour, and for 30 days, unless told. @throws {UsageError} */
export function periodHours({ period, since, until }: Asked, now: string): { readonly since: string; readonly until: string } {
	if (period !== undefined && since !== undefined) throw new UsageError("say either --period or --since: both say where it begins");
	const end = until === undefined ? Date.parse(now) : instantOf("--until", until) - 1;
	const start = since === undefined ? floor(end) + HOUR - lengthOf(period ?? "30d") : instantOf("--since", since);
	if (start > end) throw new UsageError("the period ends before it begins: --since is after --until");
	return { since: hour(start), until: hour(end) };
}

function lengthOf(text: string): number {
	if (!/^[1-9]\d{0,4}[hd]$/.test(text)) throw new UsageError(`--period must be hours or days, such as 24h or 30d, not ${text}`);
	return Number(text.slice(0, -1)) * UNITS[text.slice(-1) as keyof typeof UNITS];
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?$/;

function instantOf(option: string, text: string): number {
	const isThere = INSTANT.test(text) && isDay(text.slice(0, "2026-11-29".length));
	const instant = isThere ? Date.parse(text.length === "2026-11-29T02".length ? `${text}:00Z` : text) : Number.NaN;
	if (Number.isNaN(instant))
		throw new UsageError(
			`${option} must be a date or an hour in UTC, or RFC 3339, such as 2026-11-01, 2026-11-01T08 or 2026-11-01T08:00:00+01:00, not ${text}`,
		);
	return instant;
}

function floor(instant: number): number {
	return instant - (instant % HOUR);
}

function hour(instant: number): string {
	return new Date(instant).toISOString().slice(0, "2026-11-29T02".length);
}
