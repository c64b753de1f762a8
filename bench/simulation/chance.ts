/** Chance that is the same in every run of one seed. */

/** Of a standard normal distribution. */
const P99 = 2.3263;

export class Chance {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** A stream of its own, so that what one part draws changes nothing for the others. */
	fork(name: string): Chance {
		let hash = this.#state ^ 0x811c9dc5;
		for (const sign of name) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
		return new Chance(hash);
	}

	/** From 0 to, but never, 1 (mulberry32). */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	is(probability: number): boolean {
		return this.next() < probability;
	}

	between(least: number, most: number): number {
		return least + (most - least) * this.next();
	}

	/** A whole number, both ends included. */
	whole(least: number, most: number): number {
		return Math.floor(this.between(least, most + 1));
	}

	pick<T>(list: readonly T[]): T {
		const picked = list[Math.floor(this.next() * list.length)];
		if (picked === undefined) throw new Error("there is nothing to pick from");
		return picked;
	}

	/** Log-normal, by its median and its 99th percentile. */
	delay(median: number, p99: number): number {
		const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
		return median * Math.exp((Math.log(p99 / median) / P99) * normal);
	}

	/** Hexadecimal digits. */
	hex(length: number): string {
		let text = "";
		while (text.length < length)
			text += Math.floor(this.next() * 2 ** 32)
				.toString(16)
				.padStart(8, "0");
		return text.slice(0, length);
	}

	uuid(): string {
		const hex = this.hex(32);
		return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
	}
}
