/** Posts events as EventBridge does: at least once, and again where no 202 came. */
import { setTimeout as pause } from "node:timers/promises";
import type { Chance } from "../../simulation/chance.ts";
import type { Happening } from "../workload.ts";

const AT_ONCE = 4;

export class Poster {
	/** By key, what was answered 202. */
	readonly accepted = new Map<string, Happening>();
	readonly #unanswered = new Map<string, Happening>();
	underWay = 0;
	/** Posts that were answered, those of the same event among them; and that were not. */
	answered = 0;
	lost = 0;
	/** Posts of what had been answered before. */
	twice = 0;

	/** Everything that got no answer yet, the first of it twice. @throws where the gate refuses one */
	async postAgain(url: string): Promise<void> {
		const [first] = this.#unanswered.values();
		for (const happening of [...this.#unanswered.values()]) await this.#post(url, happening);
		if (first !== undefined) await this.#post(url, first);
		if (this.#unanswered.size > 0) throw new Error(`${this.#unanswered.size} events were not answered 202 by a gate that serves`);
	}

	/** All of them over some connections, with pauses, a fifth of them twice; ends when the gate does. */
	async post(url: string, happenings: readonly Happening[], chance: Chance): Promise<void> {
		for (const happening of happenings) this.#unanswered.set(happening.key, happening);
		const left = happenings.flatMap((happening) => (chance.is(0.2) ? [happening, happening] : [happening]));
		const connection = async () => {
			for (let next = left.shift(); next !== undefined; next = left.shift()) {
				if (!(await this.#post(url, next))) return;
				await pause(chance.between(0, 150));
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, connection));
	}

	/** Whether it was answered 202. */
	async #post(url: string, happening: Happening): Promise<boolean> {
		this.underWay += 1;
		try {
			const { status } = await fetch(`${url}/v1/events`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(happening.event),
			});
			if (status !== 202) throw new Error(`answered ${status}`);
			if (this.accepted.has(happening.key)) this.twice += 1;
			this.accepted.set(happening.key, happening);
			this.#unanswered.delete(happening.key);
			this.answered += 1;
			return true;
		} catch {
			this.lost += 1;
			return false;
		} finally {
			this.underWay -= 1;
		}
	}
}
