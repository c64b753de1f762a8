/** SQLite's errors that say nothing of what was asked and all of the file: told with what is wrong, where, why, and what to do. Pure. */
import { StoreUnusable } from "../unusable.ts";

export const WHERE_IT_SAYS_MORE = "docs/operations.md, `When the store is full or damaged`";
const KEPT = "what was acknowledged is kept, and it goes on by itself";

/** By SQLite's primary result code: https://www.sqlite.org/rescode.html */
const FILE_FAULTS: Readonly<Record<number, readonly [wrong: string, remedy: string]>> = {
	8: ["cannot be written", "let Taskgate's user write the file and its folder, and start it again"],
	10: ["cannot be read or written", `look at its disk, its quota and the limit on file sizes; ${KEPT}`],
	11: ["is damaged", "stop Taskgate, copy the file with its -wal, and restore or recover it"],
	13: ["cannot be written", `free space on its disk; ${KEPT}`],
	14: ["cannot be opened", "let Taskgate's user write the file and its folder, and look whether the disk is there"],
	26: ["is damaged, or no SQLite file", "stop Taskgate, copy the file with its -wal, and restore or recover it"],
};

/** The error to be told in place of `error`; itself where it is about something else. */
export function fileFault(path: string, error: unknown): unknown {
	const code = (error as { errcode?: unknown } | null)?.errcode;
	const [wrong, remedy] = (typeof code === "number" && FILE_FAULTS[code & 0xff]) || [];
	if (wrong === undefined) return error;
	return new StoreUnusable(`the store ${path} ${wrong} (${(error as Error).message}): ${remedy} (${WHERE_IT_SAYS_MORE})`, { cause: error });
}
