/** What truly happened between two gates, their store and AWS, held against the laws as it happens. */
import type { StoredAction } from "../../../src/store/store.ts";
import type { WholeStore } from "../../../src/store/whole-store.ts";
import { LAWS } from "./laws.ts";

interface InHand {
	readonly action: StoredAction;
	readonly until: string;
	isLate: boolean;
}

/** A law that was broken, and how. */
export class Breach extends Error {
	override readonly name = "Breach";
	constructor(law: string, how: string) {
		super(`${law}: ${how}`);
	}
}

export class Watch {
	readonly breaches: Breach[] = [];
	readonly counts = { calls: 0, changes: 0, repeats: 0, outlived: 0, refused: 0, claimed: 0 };
	readonly #inHand = new Map<object, InHand>();
	readonly #outlived = new Set<string>();
	readonly #permitted = new Set<string>();
	readonly #called = new Set<string>();
	readonly #undone = new Set<string>();
	readonly #sawHalt = new Map<object, boolean>();
	#permits: number[] = [];

	looked(gate: object, isHalted: boolean): void {
		this.#sawHalt.set(gate, isHalted);
	}

	claimed(gate: object, [action]: readonly StoredAction[], now: string, until: string): void {
		if (action === undefined) return;
		this.counts.claimed += 1;
		for (const [other, held] of this.#inHand) {
			if (other === gate || held.action.id !== action.id) continue;
			if (!held.isLate && held.until > now) this.#broken("alone", `action ${action.id} is claimed while another holds it`);
			this.#outlive(action.id);
			held.isLate = true;
		}
		this.#inHand.set(gate, { action, until, isLate: false });
	}

	/** Settled or put back: its lease ends with it. */
	released(gate: object, id: string): void {
		this.#inHand.delete(gate);
		for (const held of this.#inHand.values()) if (held.action.id === id) held.isLate = true;
	}

	died(gate: object): void {
		this.#inHand.delete(gate);
	}

	/** Taken at that instant by the clock of whoever took it. */
	permit(gate: object, isGranted: boolean, at: string, { limit, windowMs }: { readonly limit: number; readonly windowMs: number }): void {
		if (!isGranted) {
			this.counts.refused += 1;
			return;
		}
		this.#permits = [...this.#permits, Date.parse(at)].sort((a, b) => a - b);
		const isTooMany = this.#permits.some((taken, index) => index >= limit && taken < this.#permits[index - limit]! + windowMs);
		if (isTooMany) this.#broken("permits", `more than ${limit} in ${windowMs} ms`);
		const id = this.#inHand.get(gate)?.action.id;
		if (id !== undefined) this.#permitted.add(id);
	}

	breakersReset(): void {
		this.#permits = [];
	}

	/** AWS is about to do what it is called for. */
	async called(gate: object, target: string, records: WholeStore): Promise<void> {
		this.counts.calls += 1;
		const action = this.#inHand.get(gate)?.action;
		const { decisions } = await records.decisions({ limit: 100 });
		const isPlanned = decisions.some(({ verdict, actions }) => verdict === "denied" && actions.some((one) => one.target === target));
		if (!isPlanned) this.#broken("recorded", `${target} is changed, and no denied decision is on record`);
		if (this.#sawHalt.get(gate) === true) this.#broken("halted", `${target} is changed by who saw the halt`);
		if (action !== undefined && !this.#permitted.has(action.id)) this.#broken("permits", `${action.id} never had a permit`);
		if (action !== undefined) this.#called.add(action.id);
		if (this.#undone.has(target)) {
			this.counts.repeats += 1;
			if (![...this.#outlived].some((id) => id === action?.id)) this.#broken("repeated", `${target} is undone, and AWS is asked again`);
		} else this.counts.changes += 1;
		this.#undone.add(target);
	}

	/** Once all is over. */
	async ended(records: WholeStore, accepted: ReadonlyMap<string, boolean>): Promise<void> {
		const { decisions } = await records.decisions({ limit: 1_000 });
		for (const [key, isBad] of accepted) {
			const made = decisions.filter((decision) => decision.key.includes(key));
			if (made.length !== 1) this.#broken("once", `${made.length} decisions about event ${key}`);
			if (made.some(({ verdict }) => (verdict === "denied") !== isBad)) this.#broken("once", `event ${key} is judged wrongly`);
		}
		const actions = decisions.flatMap((decision) => decision.actions).filter(({ type }) => type === "DeregisterTaskDefinition");
		const excused = new Set(actions.filter(({ state }) => state === "withheld" || state === "failed").map(({ target }) => target));
		for (const { id, state, target, outcome = "" } of actions) {
			const isUndone = this.#undone.has(target);
			if (state === "planned" || (!isUndone && !excused.has(target)))
				this.#broken("finished", `${target} stands, and action ${id} is ${state}`);
			if (state === "done" && !isUndone) this.#broken("honest", `${id} is done on record, and ${target} stands`);
			const isSaid = outcome.includes("may have") || this.#outlived.has(id);
			if (state === "withheld" && this.#called.has(id) && !isSaid)
				this.#broken("honest", `${id} was tried, and the record says: ${outcome}`);
		}
	}

	#outlive(id: string): void {
		this.counts.outlived += 1;
		this.#outlived.add(id);
	}

	#broken(law: keyof typeof LAWS, how: string): void {
		this.breaches.push(new Breach(LAWS[law], how));
	}
}
