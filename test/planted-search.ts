/** Searches everything that was written for the secrets that were planted. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Secret } from "./planted-secrets.ts";
import { type Planted, secretsIn } from "./planted-workload.ts";

/** What was written, by where. */
export class PlantedSearch {
	readonly written = new Map<string, string>();
	readonly #secrets: readonly Secret[];
	readonly #places: ReadonlyMap<string, string>;

	constructor(secrets: readonly Secret[], workloads: readonly Planted[]) {
		this.#secrets = secrets;
		this.#places = new Map(workloads.flatMap(secretsIn).map(([place, { value }]) => [value, place]));
	}

	/** Of everything, what holds a secret: `kind in where`. */
	leaks(): readonly string[] {
		return [...this.written].flatMap(([where, text]) =>
			this.#secrets
				.filter(({ value }) => text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1)))
				.map(({ kind, value }) => `${kind} in ${where}: ${this.#places.get(value) ?? "nowhere"}`),
		);
	}

	/** A SQLite store with its journal, as it lies on disk: also what was deleted and not yet written over. */
	async readStore(store: string, as: string): Promise<void> {
		const folder = dirname(store.replace(/^sqlite:/, ""));
		for (const file of await readdir(folder)) {
			if (/\.db/.test(file)) this.written.set(`${as} ${file}`, (await readFile(join(folder, file))).toString("latin1"));
		}
	}
}
