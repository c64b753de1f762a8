/** CloudTrail tells times in whole seconds: of what happened in the second of the reading nobody knows which was first. */
export function wholeSecond(instant: string): string {
	return `${instant.slice(0, "2026-11-29T12:00:00".length)}.000Z`;
}
