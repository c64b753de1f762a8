import { expect, test } from "vitest";
import { StoreUnusable } from "../unusable.ts";
import { fileFault } from "./unusable-file.ts";

function sqlite(errcode: number, message: string): Error {
	return Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR", errcode });
}

test.each([
	[
		"a full disk",
		sqlite(13, "database or disk is full"),
		/^the store \/data\/gate\.db cannot be written \(.*full\): free space on its disk;/,
	],
	["a write that fails", sqlite(778, "disk I/O error"), /cannot be read or written \(disk I\/O error\): look at its disk/],
	["a file that may not be written", sqlite(8, "attempt to write a readonly database"), /cannot be written .*: let Taskgate's user write/],
	["a damaged page", sqlite(267, "database disk image is malformed"), /is damaged .*: stop Taskgate, copy the file/],
	["another file", sqlite(26, "file is not a database"), /is damaged, or no SQLite file/],
])("%s is told with what to do", (_, error, told) => {
	const fault = fileFault("/data/gate.db", error);
	expect(fault).toBeInstanceOf(StoreUnusable);
	expect((fault as Error).message).toMatch(told);
	expect((fault as Error).message).toContain("docs/operations.md");
	expect((fault as Error).cause).toBe(error);
});

test.each([sqlite(19, "UNIQUE constraint failed"), sqlite(5, "database is locked"), new Error("ours"), "text", null])(
	"%s is not the file's fault",
	(error) => expect(fileFault("/data/gate.db", error)).toBe(error),
);
