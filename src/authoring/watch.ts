/** Something to do whenever policies are saved. */
import { watch } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Editors write a file in several steps. */
const SETTLE_MS = 30;

/** Calls back with the `.rego` files under the folder that changed, one call at a time. Never resolves; rejects when the folder goes away. */
export async function watchRego(directory: string, changed: (files: readonly string[]) => Promise<void>): Promise<never> {
	const pending = new Set<string>();
	let running = false;
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
	for await (const { filename } of watch(directory, { recursive: true })) {
		if (!filename?.endsWith(".rego")) continue;
		pending.add(join(directory, filename));
		void settle();
	}
	throw new Error(`${directory} is no longer there`);
}
