/** The real code held against the model's laws: two gates on one store file, driven by fast-check's model runner. */
import { mock } from "node:test";
import fc from "fast-check";
import type { Claim, Ground } from "../part.ts";
import type { Sabotage } from "./gate.ts";
import { LAWS } from "./laws.ts";
import { SABOTAGES } from "./sabotages.ts";
import { ENDS } from "./search.ts";
import type { Fate } from "./turns.ts";
import { EVENTS, LEASE_MS, TwoGates } from "./two-gates.ts";

/** What an operator may rely on by what he did. */
interface Expected {
	isHalted: boolean;
}
type Command = fc.AsyncCommand<Expected, TwoGates>;

const MINUTE_MS = 60_000;

function command(name: string, run: (gates: TwoGates, expected: Expected) => Promise<void>): Command {
	return {
		check: () => true,
		run: async (expected, gates) => {
			await run(gates, expected);
			if (((await gates.records.halted()) !== undefined) !== expected.isHalted) throw new Error("a halt is not what the operator made it");
		},
		toString: () => name,
	};
}

const FATES: readonly Fate[] = ["fine", "dies before", "dies after", "dies after", "fails", "loses"];
const gate = fc.nat({ max: 1 });

const runs = fc
	.record({ number: gate, times: fc.integer({ min: 1, max: 9 }), which: fc.nat({ max: 2 }), fate: fc.constantFrom(...FATES) })
	.map(({ number, times, which, fate }) =>
		command(`gate ${number + 1} makes ${times} calls (${which}), the last: ${fate}`, (gates) => gates.run(number, times, which, fate)),
	);
const works = fc
	.record({ number: gate, times: fc.integer({ min: 5, max: 30 }) })
	.map(({ number, times }) => command(`gate ${number + 1} makes ${times} calls`, (gates) => gates.run(number, times, 0, "fine")));
const hears = fc
	.record({ number: gate, event: fc.nat({ max: EVENTS.length - 1 }) })
	.map(({ number, event }) => command(`gate ${number + 1} hears event ${event} (${EVENTS[event]})`, (gates) => gates.hear(number, event)));
const passes = fc
	.constantFrom(1_000, 1_000, LEASE_MS, LEASE_MS, 10 * MINUTE_MS, 70 * MINUTE_MS)
	.map((ms) => command(`${ms / 1_000} s pass`, (gates) => gates.pass(ms)));
const operates = fc.constantFrom("halt", "resume", "resume", "resume --reset-breaker").map((told) =>
	command(told, async (gates, expected) => {
		expected.isHalted = told === "halt";
		await (expected.isHalted ? gates.halt() : gates.resume(told !== "resume"));
	}),
);
const COMMANDS = [runs, runs, works, works, hears, passes, passes, operates];

interface Driven {
	readonly figures: Readonly<Record<string, number>>;
	/** Absent where every law held: what was thrown, and the commands that led there. */
	readonly counterexample?: { readonly breach: string; readonly commands: readonly string[] };
}

/** With the timers of this process mocked meanwhile: no other code may run beside it. */
async function drive(numRuns: number, seed: number, sabotage: Sabotage = {}): Promise<Driven> {
	const figures: Record<string, number> = { runs: 0 };
	const add = (counts: Readonly<Record<string, number>>) => {
		for (const [name, count] of Object.entries(counts)) figures[name] = (figures[name] ?? 0) + count;
	};
	mock.timers.enable({ apis: ["setTimeout"] });
	try {
		const property = fc.asyncProperty(fc.commands([...COMMANDS], { maxCommands: 60, size: "max" }), async (commands) => {
			const gates = new TwoGates(sabotage);
			try {
				for (const [number, event] of [0, 2].entries()) await gates.hear(number, event);
				await fc.asyncModelRun(() => ({ model: { isHalted: false }, real: gates }), commands);
				await gates.finish();
			} finally {
				add({ runs: 1, accepted: gates.accepted.size, ...gates.counts, ...gates.watch.counts });
				await gates.close();
			}
		});
		const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns, seed });
		if (!failed) return { figures };
		const commands = [...(counterexample?.[0] ?? [])].map(String);
		return {
			figures,
			counterexample: { breach: errorInstance instanceof Error ? errorInstance.message : String(errorInstance), commands },
		};
	} finally {
		mock.timers.reset();
	}
}

const RUNS = { quick: 60, full: 3_000 };

export async function conformance({ quick, seed, tell }: Ground): Promise<readonly Claim[]> {
	tell("model: two gates on one store file");
	const { figures, counterexample } = await drive(quick ? RUNS.quick : RUNS.full, seed);
	const isWorked = ["crashes", "failed", "changes", "refused", "outlived"].every((name) => (figures[name] ?? 0) > 0);
	const detail = counterexample && [counterexample.breach, ...counterexample.commands];
	const missed: string[] = [];
	const found: string[] = [];
	for (const [name, sabotage] of Object.entries(SABOTAGES)) {
		tell(`model: ${name}`);
		const { counterexample } = await drive(quick ? RUNS.quick * 5 : RUNS.full, seed, sabotage);
		if (counterexample === undefined) missed.push(`${name}: NOT found`);
		else found.push(`${name}: ${counterexample.breach}; after ${counterexample.commands.join(", ")}`);
	}
	return [
		{
			claim: `two gates on one store file, run against the same ${Object.keys(LAWS).length} laws, keep them, and "${ENDS}"`,
			held: counterexample === undefined && isWorked,
			figures,
			...(detail && { detail }),
		},
		{
			claim: "two gates with one thing broken on purpose are told apart by the same run",
			held: missed.length === 0,
			figures: { broken: found.length + missed.length, found: found.length },
			detail: [...missed, ...found],
		},
	];
}
