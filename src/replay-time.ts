/** Recorded events as if they were happening now: the newest at `now`, the others as long before it as they were. Pure. */
import type { Json, JsonObject } from "./admission/request.ts";

/** RFC 3339 in UTC, as AWS writes instants. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

export function shiftTimes(events: readonly JsonObject[], now: string): readonly JsonObject[] {
	const newest = Math.max(...events.map(({ time }) => (typeof time === "string" ? Date.parse(time) : Number.NaN)).filter(Number.isFinite));
	const byMs = Date.parse(now) - newest;
	return Number.isFinite(byMs) ? events.map((event) => shifted(event, byMs) as JsonObject) : events;
}

function shifted(value: Json, byMs: number): Json {
	if (typeof value === "string") return INSTANT.test(value) ? new Date(Date.parse(value) + byMs).toISOString() : value;
	if (Array.isArray(value)) return value.map((member: Json) => shifted(member, byMs));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shifted(member, byMs)]));
}
