/** A WebAssembly module that may not grow beyond a limit: its own memory section says so, and what wants more ends instead of taking the host along. */

import { numberBytes, readNumber } from "./leb128.ts";

const HEADER_BYTES = 8;
const MEMORY_SECTION = 5;

/** A copy whose one memory has `maxPages` (of 64 KiB) as its maximum. @throws {Error} when the module defines no memory of its own */
export function capMemory(module: Uint8Array, maxPages: number): Uint8Array<ArrayBuffer> {
	for (let at = HEADER_BYTES; at < module.length; ) {
		const size = readNumber(module, at + 1);
		const end = size.end + size.value;
		if (module[at] === MEMORY_SECTION) {
			// Count (one memory), flags (whether there is a maximum), minimum.
			const minimum = readNumber(module, size.end + 2);
			const section = [1, 1, ...numberBytes(minimum.value), ...numberBytes(maxPages)];
			return Buffer.concat([
				module.subarray(0, at),
				Buffer.from([MEMORY_SECTION, ...numberBytes(section.length), ...section]),
				module.subarray(end),
			]);
		}
		at = end;
	}
	throw new Error("the module has no memory of its own to put a limit to");
}
