import { expect, test } from "vitest";
import { admissionRequest, constraint, NOW } from "../test/requests.ts";
import { testWorld } from "../test/worlds.ts";
import { type Answers, type EvaluationMemory, evaluate } from "./evaluate.ts";

/** What is remembered in a map, and how often a policy was asked. */
function memoryOf() {
	const kept = new Map<string, Answers>();
	const state = { asked: 0 };
	const memory: EvaluationMemory = {
		get: async (digest) => kept.get(digest),
		put: (digest, answers) => void kept.set(digest, answers),
		evaluated: () => {
			state.asked += 1;
		},
	};
	return { memory, state };
}

test("what is remembered was answered by the very same policies: another bundle of the same revision is asked anew", async () => {
	const { memory, state } = memoryOf();
	const { engine, ...world } = testWorld();
	const ids = new Set(engine.policies.map(({ id }) => id));
	const timeless = () => ids;
	const ask = (digest: string) =>
		evaluate({ ...world, engine: { ...engine, timeless, digest } }, admissionRequest(), [constraint()], {
			...{ now: NOW, constraintsDigest: "c", memory },
		});
	for (const digest of ["d1", "d1", "d2", "d1"]) await ask(digest);
	expect(state.asked).toBe(2);
});
