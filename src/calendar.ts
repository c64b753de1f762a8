/** Whether a date such as 2026-02-28 is in the calendar: `Date.parse` takes 2026-02-30 for the second of March. */
export function isDay(date: string): boolean {
	const instant = Date.parse(date);
	return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
}
