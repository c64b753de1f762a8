import { expect, test } from "vitest";
import { AskedOnce } from "./asked-once.ts";

function asking(limit = 10) {
	const asked: string[] = [];
	const once = new AskedOnce<string>(limit);
	const look = (key: string) => async () => {
		asked.push(key);
		if (key === "bad") throw new Error("no answer");
		return key.toUpperCase();
	};
	return { asked, once, get: (key: string) => once.get(key, look(key)) };
}

test("what is known, under way or put in is not asked for again", async () => {
	const { asked, once, get } = asking();
	expect(await Promise.all([get("a"), get("a")])).toEqual(["A", "A"]);
	once.put("b", "told");
	expect([await get("a"), await get("b")]).toEqual(["A", "told"]);
	expect(asked).toEqual(["a"]);
});

test("a failure stays one, and breaks nothing while nobody asks", async () => {
	const { asked, once, get } = asking();
	await expect(get("bad")).rejects.toThrow("no answer");
	await expect(get("bad")).rejects.toThrow("no answer");
	expect(asked).toEqual(["bad"]);
	once.put("c", new Error("denied"));
	await new Promise((resume) => setImmediate(resume));
	await expect(get("c")).rejects.toThrow("denied");
});

test("no more is kept than the limit; what was used longest ago goes first", async () => {
	const { asked, get } = asking(2);
	for (const key of ["a", "b", "a", "c", "a", "b"]) await get(key);
	expect(asked).toEqual(["a", "b", "c", "b"]);
});
