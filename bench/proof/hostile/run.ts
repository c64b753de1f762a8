/** A number of hostile inputs in this process, one after the other, each made from the seed and its own number. */
import { Chance } from "../../simulation/chance.ts";
import { type Family, familiesFor, monsters } from "./families.ts";
import type { End, Fate, Input } from "./fate.ts";
import { Memory } from "./memory.ts";
import { openVictim } from "./victim.ts";

/** An input at which something did not hold; its number and the seed make it again. */
export interface Broken {
	readonly number: number;
	readonly family: string;
	readonly problem: string;
}

export interface Outcome {
	readonly inputs: number;
	readonly seconds: number;
	/** By family, and by what became of its inputs. */
	readonly ends: ReadonlyMap<string, ReadonlyMap<End, number>>;
	/** All the way to the answer; the others as far as their reading. */
	readonly judged: number;
	readonly violating: number;
	/** Threw what the gate does not mean. */
	readonly faults: readonly Broken[];
	/** Violating, and let through. */
	readonly open: readonly Broken[];
	/** Complying, and held up. */
	readonly closed: readonly Broken[];
	readonly complying: number;
	/** Refused without a word why. */
	readonly mute: readonly Broken[];
	readonly slowest: { readonly ms: number; readonly number: number; readonly family: string };
	/** Of those under 2 MiB. */
	readonly rejections: number;
	readonly memory: Memory;
}

/** Inputs between two stores; and readings of memory in a run. */
const RENEWED_EVERY = 3_000;
/** One in so many goes all the way, policies, record and all; of the others what was read is looked at. */
const JUDGED_EVERY = 5;
const READINGS = 25;
/** Each takes seconds. */
const MOST_MONSTERS = 50;
const LEAST_BETWEEN_MONSTERS = 5_000;

export async function runHostile({ inputs, seed, tell }: { inputs: number; seed: number; tell: (line: string) => void }): Promise<Outcome> {
	const victim = await openVictim();
	const families = await familiesFor(victim);
	const giants = monsters(victim);
	const tally = new Tally(tell);
	const memory = new Memory();
	const escaped = countEscaped();
	const started = performance.now();
	try {
		for (let number = 0; number < inputs; number += 1) {
			const chance = new Chance(seed).fork(String(number));
			const family = isMonster(number, inputs) ? giants : picked(families, chance);
			await tally.one(number, family, family.make(chance));
			if (number % RENEWED_EVERY === RENEWED_EVERY - 1) await victim.renew();
			if (number % Math.ceil(inputs / READINGS) !== 0) continue;
			memory.read(number);
			tell(
				`${number} of ${inputs}, ${Math.round(number / ((performance.now() - started) / 1_000))}/s, ${memory.mib("rss", "last")} MiB, broken ${tally.broken}`,
			);
		}
		memory.read(inputs);
		await new Promise((resolve) => setTimeout(resolve, 100));
	} finally {
		await victim.close();
		escaped.stop();
	}
	return { ...tally.outcome(), inputs, seconds: (performance.now() - started) / 1_000, rejections: escaped.count(), memory };
}

function isMonster(number: number, inputs: number): boolean {
	const every = Math.max(LEAST_BETWEEN_MONSTERS, Math.ceil(inputs / MOST_MONSTERS));
	return number % every === every - 1;
}

function picked(families: readonly Family[], chance: Chance): Family {
	let at = chance.between(
		0,
		families.reduce((sum, { share }) => sum + share, 0),
	);
	for (const family of families) {
		at -= family.share;
		if (at < 0) return family;
	}
	return families[0]!;
}

/** Rejections that nobody handled, and exceptions that nobody caught. */
function countEscaped(): { count(): number; stop(): void } {
	let count = 0;
	const escaped = () => {
		count += 1;
	};
	process.on("unhandledRejection", escaped);
	process.on("uncaughtException", escaped);
	const stop = () => {
		process.off("unhandledRejection", escaped);
		process.off("uncaughtException", escaped);
	};
	return { count: () => count, stop };
}

class Tally {
	readonly #ends = new Map<string, Map<End, number>>();
	readonly #faults: Broken[] = [];
	readonly #open: Broken[] = [];
	readonly #closed: Broken[] = [];
	readonly #mute: Broken[] = [];
	#judged = 0;
	#violating = 0;
	#complying = 0;
	#slowest = { ms: 0, number: -1, family: "" };

	readonly #tell: (line: string) => void;

	constructor(tell: (line: string) => void) {
		this.#tell = tell;
	}

	get broken(): number {
		return this.#faults.length + this.#open.length + this.#closed.length + this.#mute.length;
	}

	async one(number: number, { name: family }: Family, input: Input): Promise<void> {
		const started = performance.now();
		const isRead = number % JUDGED_EVERY !== 0 && input.read !== undefined;
		const work = isRead && input.read ? input.read() : input.run();
		if (!isRead) this.#judged += 1;
		const fate = await work.catch((error: unknown) => String(error instanceof Error ? error.stack : error));
		const ms = performance.now() - started;
		if (input.size < 2 ** 21 && ms > this.#slowest.ms) this.#slowest = { ms, number, family };
		if (input.is === "violating") this.#violating += 1;
		if (input.is === "complying") this.#complying += 1;
		if (typeof fate === "string") return this.#broke(this.#faults, { number, family, problem: fate.slice(0, 600) });
		const ends = this.#ends.get(family) ?? new Map<End, number>();
		ends.set(fate.end, (ends.get(fate.end) ?? 0) + 1);
		this.#ends.set(family, ends);
		this.#judge(input.is, fate, (problem) => ({ number, family, problem }));
	}

	#judge(is: Input["is"], { end, cause }: Fate, broken: (problem: string) => Broken): void {
		if (is === "violating" && (end === "allowed" || end === "unseen")) this.#broke(this.#open, broken(`${end}, though it violates`));
		if (is === "complying" && end !== "allowed") this.#broke(this.#closed, broken(`${end}: ${cause}`));
		if (end !== "allowed" && end !== "taken" && cause.trim() === "") this.#broke(this.#mute, broken(`${end} without a cause`));
	}

	/** Told at once: whoever waits for a million inputs need not wait for the end to look for the cause. */
	#broke(list: Broken[], broken: Broken): void {
		list.push(broken);
		this.#tell(`broken: number ${broken.number} (${broken.family}): ${broken.problem}`);
	}

	outcome() {
		const broken = { faults: this.#faults, open: this.#open, closed: this.#closed, mute: this.#mute };
		return {
			...broken,
			ends: this.#ends,
			judged: this.#judged,
			violating: this.#violating,
			complying: this.#complying,
			slowest: this.#slowest,
		};
	}
}
