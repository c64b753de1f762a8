interface Assignment {
	readonly UpdateExpression: string;
	readonly ExpressionAttributeNames: Record<string, string>;
	readonly ExpressionAttributeValues: Record<string, unknown>;
}

/** An update that sets and removes attributes; `#name` and `:name` of each may be used in its condition. */
export function assign(values: Readonly<Record<string, unknown>>, removed: readonly string[] = []): Assignment {
	const names = Object.keys(values);
	const set = `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`;
	return {
		UpdateExpression: removed.length === 0 ? set : `${set} REMOVE ${removed.map((name) => `#${name}`).join(", ")}`,
		ExpressionAttributeNames: Object.fromEntries([...names, ...removed].map((name) => [`#${name}`, name])),
		ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
	};
}
