/** Numbers as WebAssembly's binary form writes them: LEB128, unsigned. */

export interface ReadNumber {
	readonly value: number;
	/** Where what follows it begins. */
	readonly end: number;
}

/** What lies beyond the end of the bytes counts as 0. */
export function readNumber(bytes: Uint8Array, start: number): ReadNumber {
	let value = 0;
	for (let at = start, shift = 0; ; at++, shift += 7) {
		const byte = bytes[at] ?? 0;
		value += (byte & 0x7f) * 2 ** shift;
		if (byte < 0x80) return { value, end: at + 1 };
	}
}

export function numberBytes(value: number): readonly number[] {
	return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...numberBytes(Math.floor(value / 0x80))];
}
