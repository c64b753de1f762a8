import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { BadCursor } from "./store.ts";

const position = { time: "2026-11-20T10:00:00.000Z", uid: "d1" };

test("a cursor leads back to its position and needs no escaping in a URL", () => {
	const odd = { ...position, uid: "ü/+?&=🙂" };
	expect(decodeCursor(encodeCursor(odd))).toEqual(odd);
	expect(encodeCursor(odd)).toMatch(/^[\w-]+$/);
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test.each([
	["nothing", ""],
	["no JSON", Buffer.from("{").toString("base64url")],
	["null", encoded(null)],
	["a number for a uid", encoded({ ...position, uid: 1 })],
	["an empty uid", encoded({ ...position, uid: "" })],
	["no time", encoded({ uid: "d1" })],
	["a time with an offset", encoded({ ...position, time: "2026-11-20T10:00:00.000+01:00" })],
	["something more", encoded({ ...position, more: true })],
	["another order", encoded({ uid: "d1", time: position.time })],
	["padding", `${encodeCursor({ ...position, uid: "d12" })}=`],
	["letters that base64url has not", `${encodeCursor(position)}!`],
])("%s is refused", (_, cursor) => {
	expect(() => decodeCursor(cursor)).toThrow(BadCursor);
});

test("whatever is sent, it is refused as a bad cursor and never as anything else", () => {
	const texts = fc.oneof(
		fc.string(),
		fc.json().map((json) => Buffer.from(json).toString("base64url")),
	);
	fc.assert(
		fc.property(texts, (cursor) => {
			expect(() => decodeCursor(cursor)).toThrow(BadCursor);
		}),
	);
});
