/** A small run of `npm run prove -- crash`: the functions' half of it is simulation.test.ts. */
import { expect, inject, it } from "vitest";
import { serving } from "../../bench/proof/crash/crash.ts";
import { actedOnce, decidedOnce } from "../../bench/proof/crash/laws.ts";
import type { Happening } from "../../bench/proof/workload.ts";

it("a gate that is killed under load again and again loses nothing and does nothing twice", { timeout: 180_000 }, async () => {
	const [decided, acted, sound, hit] = await serving({ quick: true, seed: 20261129, tell: () => {} }, inject("motoUrl"));
	for (const claim of [decided, acted, sound]) expect([claim?.figures, claim?.detail ?? []]).toEqual([claim?.figures, []]);
	expect(hit?.figures.kills).toBeGreaterThan(2);
});

const bad: Happening = { key: "k1", event: {}, isBad: true, act: "StopTask", targets: ["t1"] };
const good: Happening = { ...bad, key: "k2", isBad: false, targets: ["t2"] };
const accepted = new Map([bad, good].map((happening) => [happening.key, happening]));

it.each<readonly [string, Readonly<Record<string, readonly string[]>>]>([
	["k2 was answered 202 and has 0 decisions", { k1: ["denied"] }],
	["k2 was answered 202 and has 2 decisions", { k1: ["denied"], k2: ["allowed", "allowed"] }],
	["k2 is compliant and denied", { k1: ["denied"], k2: ["denied"] }],
	["nobody has posted what k3 decides", { k1: ["denied"], k2: ["allowed"], k3: ["allowed"] }],
])("it is told when %s", (breach, decisions) => {
	expect(decidedOnce({ decisions: () => new Map(Object.entries(decisions)) }, accepted)).toEqual([breach]);
});

const call = { operation: "StopTask", target: "t1", tasks: [], isReread: false, protocol: "json", status: 200 } as const;
const end = { deed: "StopTask of t1", state: "done", outcome: "the task was stopped", attempts: 0 };

it.each([
	["StopTask of t1 reached AWS 0 times", [], [end]],
	["StopTask of t1 reached AWS 2 times", [call, call], [end]],
	["StopTask of t2 was called for, and nothing asked for it", [call, { ...call, target: "t2" }], [end]],
	["StopTask of t1 is failed", [call], [{ ...end, state: "failed" }]],
	["StopTask of t1 is on no record", [call], []],
] as const)("it is told when %s", (breach, calls, ends) => {
	expect(actedOnce({ ends: () => ends }, accepted, calls)).toEqual([breach]);
});
