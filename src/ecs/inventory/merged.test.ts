import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { merged } from "./merged.ts";

async function* counting(name: string, upTo: number, log: string[] = []): AsyncGenerator<string> {
	log.push(`${name} starts`);
	try {
		for (let i = 1; i <= upTo; i++) {
			await sleep(1);
			yield `${name}${i}`;
		}
	} finally {
		log.push(`${name} ends`);
	}
}

async function all<T>(generator: AsyncGenerator<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const one of generator) list.push(one);
	return list;
}

test("everything comes, each generator's in its own order", async () => {
	const found = await all(merged([counting("a", 3), counting("b", 0), counting("c", 5), counting("d", 2)], 2));
	expect([...found].sort()).toEqual(["a1", "a2", "a3", "c1", "c2", "c3", "c4", "c5", "d1", "d2"]);
	expect(found.filter((one) => one.startsWith("c"))).toEqual(["c1", "c2", "c3", "c4", "c5"]);
});

test("no more than so many are at work", async () => {
	const log: string[] = [];
	await all(merged([counting("a", 2, log), counting("b", 2, log), counting("c", 2, log)], 1));
	expect(log).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
});

test("whoever stops taking ends those at work", async () => {
	const log: string[] = [];
	for await (const one of merged([counting("a", 9, log), counting("b", 9, log), counting("c", 9, log)], 2)) {
		expect(one).toMatch(/^[ab]1$/);
		break;
	}
	await expect.poll(() => [...log].sort()).toEqual(["a ends", "a starts", "b ends", "b starts"]);
});

test("one that throws ends it all", async () => {
	async function* failing(): AsyncGenerator<string> {
		yield "x";
		throw new Error("broken");
	}
	await expect(all(merged([counting("a", 9), failing()], 2))).rejects.toThrow("broken");
});
