import { expect, test } from "vitest";
import { auditing } from "../test/auditing.ts";
import { definition } from "../test/walks.ts";

test("what one bundle answered is not remembered for another that states the same revision", async () => {
	const { run, world } = auditing();
	const by = (digest: string) => ({ engine: { ...world.engine, digest } });
	const found = { found: [definition()] };
	const asked = [await run(found, by("one")), await run(found, by("one")), await run(found, by("two"))].map((told) => told.asked);
	expect(asked).toEqual([1, 0, 1]);
});
