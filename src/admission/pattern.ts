/** Patterns with `*` for any run of characters, as constraints and exemptions spell them. Linear time, case-sensitive. */
export function matchesPattern(pattern: string, value: string): boolean {
	const parts = pattern.split("*");
	const first = parts[0] as string;
	if (parts.length === 1) return value === first;
	const last = parts[parts.length - 1] as string;
	if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
	let from = first.length;
	const end = value.length - last.length;
	for (const part of parts.slice(1, -1)) {
		const at = value.indexOf(part, from);
		if (at === -1 || at + part.length > end) return false;
		from = at + part.length;
	}
	return true;
}

export function matchesAny(patterns: readonly string[], value: string): boolean {
	return patterns.some((pattern) => matchesPattern(pattern, value));
}
