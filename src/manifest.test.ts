import { describe, expect, test } from "vitest";
import { MAX_BYTES, readManifest } from "./manifest.ts";
import { UnreadableText } from "./source-text/unreadable-text.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("readManifest", () => {
	test.each([
		["plain", bytes('{"family": "web"}')],
		["with a byte order mark", bytes('\ufeff{"family": "web"}')],
		["as YAML", bytes("family: web\n")],
		["with Windows line ends", bytes('{\r\n"family": "web"\r\n}\r\n')],
	])("reads a file %s", (_, content) => {
		expect(readManifest(content).map(({ value }) => value)).toEqual([{ family: "web" }]);
	});

	test.each([
		["empty", bytes(""), /^empty/],
		["white space", bytes(" \n\t\n"), /^empty/],
		["a comment alone", bytes("# to do\n"), /^empty/],
		["binary", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]), /binary/],
		["NUL bytes", bytes('{"family": "w\0b"}'), /NUL/],
		["UTF-16", Uint8Array.from([0xff, 0xfe, 0x7b, 0x00]), /UTF-16/],
		["UTF-16 big endian", Uint8Array.from([0xfe, 0xff, 0x00, 0x7b]), /UTF-16/],
		["over the limit", new Uint8Array(MAX_BYTES + 1).fill(32), /^larger than 2 MiB/],
		["a syntax error, with its place", bytes('{"a": 1,\n "a": 2}'), /^the key "a" stands twice/],
		["deep nesting", bytes("[".repeat(1_000_000)), /nested more than 64 deep/],
	])("refuses %s", (_, content, message) => {
		expect(() => readManifest(content)).toThrow(UnreadableText);
		expect(() => readManifest(content)).toThrow(message);
	});
});
