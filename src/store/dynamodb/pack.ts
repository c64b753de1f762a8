/** JSON as an attribute: text while it is short, gzip beyond; both survive what DynamoDB's own maps refuse (depth, empty keys). */
import { gunzipSync, gzipSync } from "node:zlib";

export type Packed = string | Uint8Array;

/** Below a kilobyte compressing saves no unit, and text can be read in the AWS console. */
const SHORT = 900;

/** An item takes 400 KB; the rest of it are keys and the attributes that lists filter on. */
const ROOM = 360 * 1024;

/** @throws {TypeError} for what JSON cannot say */
export function pack(value: unknown): Packed {
	const text = JSON.stringify(value);
	return Buffer.byteLength(text) <= SHORT ? text : gzipSync(text);
}

/** `missing`: members that JSON leaves out because they are undefined. */
export function unpack<Value extends object>(packed: Packed, missing: Partial<Value> = {}): Value {
	return { ...missing, ...JSON.parse(typeof packed === "string" ? packed : gunzipSync(packed).toString()) };
}

export function fits(value: unknown): boolean {
	return Buffer.byteLength(pack(value)) <= ROOM;
}
