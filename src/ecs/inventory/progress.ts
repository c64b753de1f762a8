/** How much there is, as far as the walk can tell. */
import type { Kind } from "../../admission/request.ts";
import type { Walked } from "./inventory.ts";

export class Progress {
	#named = 0;
	#ahead = 0;

	/** What has been named, and what is expected besides. */
	get known(): number {
		return this.#named + this.#ahead;
	}

	named(): void {
		this.#named += 1;
	}

	/** `count` things of these kinds are expected in a walk; whatever it brings, at its end none are any more. */
	expect(count: number, kinds: readonly Kind[]): (walk: AsyncGenerator<Walked>) => AsyncGenerator<Walked> {
		let left = count;
		this.#ahead += left;
		const less = (by: number) => {
			left -= by;
			this.#ahead -= by;
		};
		return async function* (walk) {
			for await (const walked of walk) {
				const kind = kindNamed(walked);
				if (left > 0 && kind !== undefined && kinds.includes(kind)) less(1);
				yield walked;
			}
			less(left);
		};
	}
}

function kindNamed(walked: Walked): Kind | undefined {
	if ("found" in walked) return walked.found.kind;
	return "unread" in walked ? walked.unread.kind : undefined;
}
