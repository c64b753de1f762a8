import { expect, test } from "vitest";
import type { InForce } from "./in-force.ts";
import { Succession } from "./succession.ts";

function policies(revision: string, closed: string[]): InForce {
	return {
		engine: { revision, policies: [], evaluate: async () => [], close: async () => void closed.push(revision) },
		constraints: [],
		exemptions: [],
		constraintsDigest: "",
		profile: async () => [],
		warnings: [],
	};
}

test("a judgement keeps what it began with, and the last one to leave closes it", () => {
	const closed: string[] = [];
	const succession = new Succession(policies("r1", closed));
	const [first, second] = [succession.hold(), succession.hold()];
	succession.replace(policies("r2", closed));
	expect(succession.current.engine.revision).toBe("r2");
	expect([first, second].map(({ inForce }) => inForce.engine.revision)).toEqual(["r1", "r1"]);
	first.release();
	first.release();
	expect(closed).toEqual([]);
	second.release();
	expect(closed).toEqual(["r1"]);
});

test("idle ones are closed at once, the current one never by those who leave", () => {
	const closed: string[] = [];
	const succession = new Succession(policies("r1", closed));
	succession.hold().release();
	expect(closed).toEqual([]);
	succession.replace(policies("r2", closed));
	expect(closed).toEqual(["r1"]);
});

test("closing closes those that are still held too, each once", async () => {
	const closed: string[] = [];
	const succession = new Succession(policies("r1", closed));
	const held = succession.hold();
	succession.replace(policies("r2", closed));
	await succession.close();
	held.release();
	expect(closed).toEqual(["r1", "r2"]);
});
