/** Searches everything that was written for the secrets that were planted. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Secret } from "./planted-secrets.ts";
import { type Planted, secretsIn } from "./planted-workload.ts";

/** Characters. */
const BEGINNING = 6;

/** What was written, by where. */
export class PlantedSearch {
	readonly written = new Map<string, string>();
	/** By how they begin: each secret as it is, and as JSON writes it. */
	readonly #needles = new Map<string, { readonly needle: string; readonly secret: Secret }[]>();
	readonly #places: ReadonlyMap<string, string>;

	constructor(secrets: readonly Secret[], workloads: readonly Planted[]) {
		for (const secret of secrets) {
			for (const needle of new Set([secret.value, JSON.stringify(secret.value).slice(1, -1)])) {
				if (needle.length < BEGINNING) throw new Error(`a secret of ${needle.length} characters is not looked for`);
				const beginning = needle.slice(0, BEGINNING);
				this.#needles.set(beginning, [...(this.#needles.get(beginning) ?? []), { needle, secret }]);
			}
		}
		this.#places = new Map(workloads.flatMap(secretsIn).map(([place, { value }]) => [value, place]));
	}

	/** Of everything, what holds a secret: `kind in where`. */
	leaks(): readonly string[] {
		return [...this.written].flatMap(([where, text]) =>
			[...this.#secretsIn(text)].map(({ kind, value }) => `${kind} in ${where}: ${this.#places.get(value) ?? "nowhere"}`),
		);
	}

	/** In one pass: a thousand searches of what is written take minutes. */
	#secretsIn(text: string): ReadonlySet<Secret> {
		const found = new Set<Secret>();
		for (let at = 0; at <= text.length - BEGINNING; at += 1) {
			for (const { needle, secret } of this.#needles.get(text.slice(at, at + BEGINNING)) ?? []) {
				if (text.startsWith(needle, at)) found.add(secret);
			}
		}
		return found;
	}

	/** A SQLite store with its journal, as it lies on disk: also what was deleted and not yet written over. */
	async readStore(store: string, as: string): Promise<void> {
		const folder = dirname(store.replace(/^sqlite:/, ""));
		for (const file of await readdir(folder)) {
			if (/\.db/.test(file)) this.written.set(`${as} ${file}`, (await readFile(join(folder, file))).toString("latin1"));
		}
	}
}
