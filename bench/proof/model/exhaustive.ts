/** The protocol in every interleaving of two workers, and each mistake that the search must find. */
import type { Claim, Ground } from "../part.ts";
import { LAWS } from "./laws.ts";
import { protocol } from "./protocol.ts";
import { ENDS, type Searched, search } from "./search.ts";
import { ADVERSITIES, type Adversity, MISTAKES, type Mistake, type Plans } from "./state.ts";

type Events = Pick<Plans, "name" | "events" | "heard">;

const ONE: Events = { name: "one event, heard twice", events: [["x"]], heard: [2] };
const SAME: Events = { name: "two events about one target, one of them heard twice", events: [["x"], ["x"]], heard: [2, 1] };
const OTHER: Events = { name: "two events about two targets, one of them heard twice", events: [["x"], ["y"]], heard: [2, 1] };
const BOTH: Events = {
	name: "two events, of which one asks for two actions and is heard twice",
	events: [["x", "y"], ["y"]],
	heard: [2, 1],
};

/** The breaker lets one action through. */
function plans(events: Events, ...adversities: readonly Adversity[]): Plans {
	return { ...events, limit: 1, adversities: ["event", ...adversities] };
}

const QUICK: readonly Plans[] = [
	plans(ONE, "crash", "answer", "look-up", "halt", "breaker", "past"),
	plans(ONE, "crash", "slow", "answer"),
	plans(SAME, "crash"),
];
/** What goes wrong together grows the space fastest: all of it for one event, a few at a time for two. */
const FULL: readonly Plans[] = [
	plans(ONE, ...ADVERSITIES),
	plans(SAME, "crash", "slow"),
	plans(SAME, "crash", "answer", "past"),
	plans(SAME, "crash", "halt", "look-up"),
	plans(OTHER, "crash", "breaker"),
	plans(OTHER, "answer", "halt", "breaker"),
	plans(BOTH, "crash"),
];

/** Where a mistake shows soonest. */
function searchMistaken(mistake: Mistake): Searched {
	const events = mistake === "counts permits and takes one in two steps" ? OTHER : ONE;
	return search(protocol(plans(events, "crash", "answer", "halt"), mistake));
}

export async function exhaustive({ quick, tell }: Ground): Promise<readonly Claim[]> {
	const searched: Searched[] = [];
	for (const given of quick ? QUICK : FULL) {
		const started = performance.now();
		const result = search(protocol(given));
		searched.push(result);
		tell(
			`model: ${given.name}; ${given.adversities.join(", ")}: ${result.states} states in ${Math.round((performance.now() - started) / 1_000)} s`,
		);
		// Progress is told meanwhile.
		await new Promise((resume) => setImmediate(resume));
	}
	const broken = searched.find(({ counterexample }) => counterexample !== undefined)?.counterexample;
	const figures = {
		spaces: searched.length,
		states: sum(searched, "states"),
		transitions: sum(searched, "transitions"),
		ends: sum(searched, "ends"),
	};
	const laws = [...Object.values(LAWS), ENDS].map((law) => ({
		claim: `in every interleaving of two workers: ${law}`,
		// The search ends at the first breach: of the other laws it then knows nothing.
		held: broken === undefined,
		figures,
		...(broken && { detail: broken.law === law ? broken.steps : [`not searched to the end: "${broken.law}" is broken`] }),
	}));
	return [...laws, foundMistakes()];
}

function sum(searched: readonly Searched[], what: "states" | "transitions" | "ends"): number {
	return searched.reduce((total, result) => total + result[what], 0);
}

function foundMistakes(): Claim {
	const found = MISTAKES.map((mistake) => ({ mistake, ...searchMistaken(mistake) }));
	const missed = found.filter(({ counterexample }) => counterexample === undefined);
	return {
		claim: "a protocol with one thing done wrong is told apart by the same search, with the steps that break it",
		held: missed.length === 0,
		figures: { mistakes: found.length, found: found.length - missed.length },
		detail: found.map(({ mistake, counterexample }) =>
			counterexample === undefined
				? `${mistake}: NOT found`
				: `${mistake}: ${counterexample.law}; after ${counterexample.steps.join(", ")}`,
		),
	};
}
