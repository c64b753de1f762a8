/** Several streams, each in order, as one in order; each is read no further than needed. */
export async function* merge<Item>(
	streams: readonly AsyncGenerator<Item>[],
	comesFirst: (a: Item, b: Item) => boolean,
): AsyncGenerator<Item> {
	const heads = await Promise.all(streams.map((stream) => stream.next()));
	for (;;) {
		let first: number | undefined;
		let item: Item | undefined;
		for (const [n, head] of heads.entries()) {
			if (head.done === true || (item !== undefined && !comesFirst(head.value, item))) continue;
			first = n;
			item = head.value;
		}
		const stream = first === undefined ? undefined : streams[first];
		if (first === undefined || stream === undefined || item === undefined) return;
		yield item;
		heads[first] = await stream.next();
	}
}
