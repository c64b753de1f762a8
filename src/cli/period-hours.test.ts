import { describe, expect, test } from "vitest";
import { periodHours } from "./period-hours.ts";

const NOW = "2026-11-29T02:30:00.000Z";

describe("whole hours, both inclusive", () => {
	test.each([
		["thirty days and the current hour", {}, "2026-10-30T03", "2026-11-29T02"],
		["one hour", { period: "1h" }, "2026-11-29T02", "2026-11-29T02"],
		["a month", { since: "2026-11-01", until: "2026-12-01" }, "2026-11-01T00", "2026-11-30T23"],
		["a period before an end", { period: "7d", until: "2026-11-15" }, "2026-11-08T00", "2026-11-14T23"],
		["hours, and an offset", { since: "2026-11-01T08", until: "2026-11-01T12:00:00+02:00" }, "2026-11-01T08", "2026-11-01T09"],
	])("%s", (_, asked, since, until) => {
		expect(periodHours(asked, NOW)).toEqual({ since, until });
	});

	test.each([
		["a length of another sort", { period: "1w" }, "--period must be hours or days, such as 24h or 30d, not 1w"],
		["two beginnings", { period: "1d", since: "2026-11-01" }, "say either --period or --since"],
		["an end before the beginning", { since: "2026-11-02", until: "2026-11-01" }, "--since is after --until"],
		["a beginning in the future", { since: "2027-01-01" }, "--since is after --until"],
		["no date", { since: "yesterday" }, "--since must be a date or an hour in UTC"],
		["a day that no month has", { since: "2026-02-30" }, "--since must be a date"],
		["a time on such a day", { until: "2026-11-31T08:00:00Z" }, "--until must be a date"],
		["a month that does not exist", { until: "2026-13-01" }, "--until must be a date"],
	])("not %s", (_, asked, told) => {
		expect(() => periodHours(asked, NOW)).toThrow(told);
	});
});
