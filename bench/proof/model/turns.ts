/** The boundary of one gate: every call to store and AWS waits for its turn, and whoever gives the turns says what becomes of it. */

/**
 * fine: it is done and answered. dies before, dies after: the process ends, the call not made or made.
 * fails, loses: it is not done, or done, and the answer is an error that may pass; the store never fails so.
 */
export type Fate = "fine" | "dies before" | "dies after" | "fails" | "loses";

interface Waiting {
	readonly label: string;
	readonly pass: (fate: Fate) => void;
}

export class Turns {
	readonly waiting: Waiting[] = [];
	isDead = false;

	/** A call to the store, or one that fails by itself where `failing` says how. */
	async take<T>(label: string, work: () => Promise<T>, failing?: () => Error): Promise<T> {
		if (this.isDead) return NEVER;
		const fate = await new Promise<Fate>((pass) => this.waiting.push({ label, pass }));
		if (fate === "dies before") this.#die();
		if (this.isDead) return NEVER;
		if (fate === "fails" && failing !== undefined) throw failing();
		const result = await work();
		if (fate === "dies after") this.#die();
		if (this.isDead) return NEVER;
		if (fate === "loses" && failing !== undefined) throw failing();
		return result;
	}

	/** Answers what was let through. */
	give(which: number, fate: Fate): string | undefined {
		const [next] = this.waiting.splice(which % Math.max(1, this.waiting.length), 1);
		next?.pass(fate);
		return next?.label;
	}

	#die(): void {
		this.isDead = true;
		this.waiting.length = 0;
	}
}

/** What a dead process waits for. */
const NEVER = new Promise<never>(() => {});
