/** A file, and a folder, that may not be written any more: the gate says so instead of starting, and has lost nothing when it may again. */
import { once } from "node:events";
import { chmod, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { spawnTaskgate } from "../../../test/gate-process.ts";
import { environmentOf, startProvedGate } from "../gate.ts";
import { type Claim, claimed } from "../part.ts";
import type { Scene } from "./scene.ts";

const AFTER_LEASES_MS = 31_000;
/** Root writes whatever it likes, unless it lays that power down. */
const VIA = process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];

export async function readOnly(scene: Scene): Promise<Claim> {
	const store = join(scene.folder, "of-its-own", "gate.db");
	await mkdir(dirname(store));
	const proving = { awsUrl: scene.tap.url, store, via: VIA };
	const first = await startProvedGate(proving);
	for (let n = 0; n < 6; n += 1) await scene.post(first, await scene.workload.run(n % 2 === 0, 1));
	// Stopped, so that SQLite has put everything into the one file: beside it there is nothing that could be written on.
	await first.stop();

	const broken: string[] = [];
	let refusals = 0;
	for (const [path, mode, writable] of [
		[store, 0o444, 0o600],
		[dirname(store), 0o555, 0o700],
	] as const) {
		await chmod(path, mode);
		const { code, said } = await startsOrSays(environmentOf(proving));
		await chmod(path, writable);
		const isClear = code === 2 && said.includes(store) && /may be written|let Taskgate's user write/.test(said);
		if (isClear) refusals += 1;
		else broken.push(`with ${path} read-only it ended with ${code} and said: ${said.slice(-300)}`);
	}

	const again = await startProvedGate({ ...proving, clock: [[0, AFTER_LEASES_MS]] });
	try {
		return claimed(
			"where the store may not be written the gate says so and does not start, and has lost nothing when it may again",
			[...broken, ...(await scene.breaches(store))],
			{ accepted: scene.accepted.size, refusedToStart: refusals },
			["accepted", "refusedToStart"],
		);
	} finally {
		await again.kill();
	}
}

/** The exit code of a gate that does not start, or that is killed because it did after all. */
async function startsOrSays(env: Record<string, string>): Promise<{ readonly code: number | null; readonly said: string }> {
	const child = spawnTaskgate(env, ["serve"], VIA);
	const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
	const [said, out, [code]] = await Promise.all([text(child.stderr), text(child.stdout), once(child, "exit")]);
	clearTimeout(late);
	return { code: code as number | null, said: said + out };
}
