/** Of two instants in RFC 3339; never negative, because clocks differ. */
export function secondsBetween(since: string, until: string): number {
	return Math.max(0, (Date.parse(until) - Date.parse(since)) / 1000);
}
