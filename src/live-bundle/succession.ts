/** What is judged by now, and what was until just now: a judgement ends with the policies that it began with, and those are closed after the last one. */
import type { InForce } from "./in-force.ts";

/** Taken before a judgement, given back after it. */
export interface Hold {
	readonly inForce: InForce;
	release(): void;
}

interface Reign {
	readonly inForce: InForce;
	holders: number;
}

export class Succession {
	#reign: Reign;
	readonly #open = new Set<Reign>();

	constructor(first: InForce) {
		this.#reign = this.#begin(first);
	}

	get current(): InForce {
		return this.#reign.inForce;
	}

	hold(): Hold {
		const reign = this.#reign;
		reign.holders += 1;
		let isHeld = true;
		return {
			inForce: reign.inForce,
			release: () => {
				if (isHeld) reign.holders -= 1;
				isHeld = false;
				void this.#closeIfIdle(reign);
			},
		};
	}

	/** Whoever judges from now on does so by `next`. */
	replace(next: InForce): void {
		const last = this.#reign;
		this.#reign = this.#begin(next);
		void this.#closeIfIdle(last);
	}

	/** All of them, idle or not. */
	async close(): Promise<void> {
		await Promise.all([...this.#open].map((reign) => reign.inForce.engine.close()));
		this.#open.clear();
	}

	#begin(inForce: InForce): Reign {
		const reign = { inForce, holders: 0 };
		this.#open.add(reign);
		return reign;
	}

	async #closeIfIdle(reign: Reign): Promise<void> {
		if (reign === this.#reign || reign.holders > 0 || !this.#open.delete(reign)) return;
		await reign.inForce.engine.close();
	}
}
