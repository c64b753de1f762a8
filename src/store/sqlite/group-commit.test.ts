/** What several writes at one time share, and what they do not. */
import { expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { groupCommit } from "./group-commit.ts";

function opened() {
	const db = openDatabase(":memory:");
	db.script("CREATE TABLE written (word TEXT NOT NULL UNIQUE)");
	let transactions = 0;
	const counting: Database = {
		...db,
		transaction(work) {
			transactions += 1;
			return db.transaction(work);
		},
	};
	const commits = groupCommit(counting);
	const write = (word: string) => commits.write(() => db.run("INSERT INTO written VALUES (:word)", { word }));
	const words = () => db.all<{ word: string }>("SELECT word FROM written ORDER BY word").map(({ word }) => word);
	return { commits, write, words, transactions: () => transactions };
}

test("what comes at one time is one transaction, and each is answered", async () => {
	const { write, words, transactions } = opened();
	expect(await Promise.all(["a", "b", "c"].map(write))).toEqual([1, 1, 1]);
	expect(words()).toEqual(["a", "b", "c"]);
	expect(transactions()).toBe(1);
	await write("d");
	expect(transactions()).toBe(2);
});

test("one that fails takes no other with it, and says why", async () => {
	const { write, words } = opened();
	const settled = await Promise.allSettled(["a", "b", "a", "c"].map(write));
	expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
	expect(settled[2]).toMatchObject({ reason: { message: expect.stringContaining("UNIQUE constraint failed: written.word") } });
	expect(words()).toEqual(["a", "b", "c"]);
});

test("nothing is written before its turn, and everything when told", async () => {
	const { commits, write, words } = opened();
	const written = Promise.all([write("a"), write("b")]);
	expect(words()).toEqual([]);
	commits.flush();
	expect(words()).toEqual(["a", "b"]);
	await written;
});
