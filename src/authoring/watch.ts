/** Something to do at once, and again whenever policies are saved. */
import { once } from "node:events";
import { watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Editors write a file in several steps. */
const SETTLE_MS = 30;

/**
 * Calls back with no file to begin with, then with the `.rego` files under the folder that changed, one call at a time: what is
 * saved during a call comes with the next. Never resolves; rejects when the folder cannot be watched.
 */
export async function watchRego(directory: string, changed: (files: readonly string[]) => Promise<void>): Promise<never> {
	const pending = new Set<string>();
	let running = true;
	const settle = async () => {
		if (running) return;
		running = true;
		while (pending.size > 0) {
			await delay(SETTLE_MS);
			const files = [...pending];
			pending.clear();
			await changed(files);
		}
		running = false;
	};
	const watcher = watch(directory, { recursive: true }, (_event, file) => {
		if (!file?.endsWith(".rego")) return;
		pending.add(join(directory, file));
		void settle();
	});
	const begin = async () => {
		await changed([]);
		running = false;
		await settle();
	};
	await Promise.all([once(watcher, "close"), begin()]);
	throw new Error(`${directory} is no longer watched`);
}
