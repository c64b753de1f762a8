import { expect, test } from "vitest";
import { capMemory } from "./memory-cap.ts";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** Exports its memory as `m`; `limits` is flags, minimum and perhaps maximum. */
const moduleWith = (limits: readonly number[]) => Uint8Array.from([...HEADER, 5, limits.length + 1, 1, ...limits, 7, 5, 1, 1, 0x6d, 2, 0]);
async function memoryOf(bytes: Uint8Array) {
	const { exports } = await WebAssembly.instantiate(await WebAssembly.compile(bytes));
	return exports.m as { grow(pages: number): number; readonly buffer: ArrayBuffer };
}

test.each([
	["has no maximum", [0, 2]],
	["has a higher one", [1, 2, 0xff, 0x7f]],
])("a module that %s grows to the limit and no further", async (_, limits) => {
	const memory = await memoryOf(capMemory(moduleWith(limits), 300));
	memory.grow(298);
	expect(memory.buffer.byteLength).toBe(300 * 65536);
	expect(() => memory.grow(1)).toThrow(RangeError);
});

test("a module without a memory is refused", () => {
	expect(() => capMemory(Uint8Array.from(HEADER), 10)).toThrow("no memory");
});
