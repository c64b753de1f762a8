/** Instants as people read them: UTC, and how long ago that is. Pure. */
import { type Html, html } from "./html.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS: readonly (readonly [one: string, ms: number])[] = [
	["year", 365 * DAY],
	["month", 30 * DAY],
	["day", DAY],
	["hour", HOUR],
	["minute", MINUTE],
	["second", 1000],
];

/** `2026-11-29 02:15:07`, in UTC; hovering tells how long ago. What is no instant is told as it is. */
export function moment(instant: string, now: string): Html {
	const at = Date.parse(instant);
	if (Number.isNaN(at)) return html`${instant}`;
	return html`<time datetime="${instant}" title="${relative(instant, now)} (UTC)">${new Date(at).toISOString().slice(0, 19).replace("T", " ")}</time>`;
}

/** `2026-11-29`, in UTC. */
export function day(instant: string, now: string): Html {
	const at = Date.parse(instant);
	if (Number.isNaN(at)) return html`${instant}`;
	return html`<time datetime="${instant}" title="${relative(instant, now)} (UTC)">${new Date(at).toISOString().slice(0, 10)}</time>`;
}

/** `3 hours ago`, `in 2 days`. */
export function relative(instant: string, now: string): string {
	const ms = Date.parse(now) - Date.parse(instant);
	const told = span(Math.abs(ms));
	return ms >= 0 ? `${told} ago` : `in ${told}`;
}

/** `3 hours`: whole units, the largest that fits. */
export function span(ms: number): string {
	const [one, length] = UNITS.find(([, length]) => ms >= length) ?? ["second", 1000];
	const count = Math.floor(ms / length);
	return `${count} ${one}${count === 1 ? "" : "s"}`;
}
