import { expect, test } from "vitest";
import { READ_ACTIONS } from "./read-actions.ts";
import { readTurns } from "./read-buckets.ts";

/** A clock that waiting moves on. */
function turns(share?: number) {
	let now = 0;
	const turn = readTurns(share, { elapsed: () => now, wait: async (ms) => (now += ms) });
	return {
		async take(operation: string, times: number, where = "111122223333/eu-west-1"): Promise<number> {
			const before = now;
			for (let i = 0; i < times; i++) await turn(where, operation);
			return now - before;
		},
	};
}

test("half of AWS's bucket may be taken at once, then half of what flows in", async () => {
	const { take } = turns();
	expect(await take("DescribeTaskDefinition", 25)).toBe(0);
	expect(await take("DescribeTaskDefinition", 10)).toBeCloseTo(1000);
});

test("operations of one bucket share it; other buckets, accounts and Regions are their own", async () => {
	const { take } = turns();
	await take("DescribeTasks", 50);
	expect(await take("ListTasks", 1)).toBeGreaterThan(0);
	expect(await take("DescribeServices", 1)).toBe(0);
	expect(await take("ListTasks", 1, "444455556666/eu-west-1")).toBe(0);
	expect(await take("ListTasks", 1, "111122223333/us-east-1")).toBe(0);
});

test("the share can be chosen", async () => {
	expect(await turns(1).take("DescribeServices", 120)).toBeCloseTo(1000);
	expect(await turns(0.1).take("DescribeServices", 30)).toBeCloseTo(10_000);
});

test.each(READ_ACTIONS)("%s waits for its turn", async (action) => {
	expect(await turns().take(action.replace("ecs:", ""), 200)).toBeGreaterThan(0);
});
