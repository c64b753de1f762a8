/** What every trial of the store shares: a folder, AWS behind a tap, customers, and what must hold in the end whatever happened. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GateProcess } from "../../../test/gate-process.ts";
import { type AwsTap, startTap } from "../aws-tap.ts";
import { actedOnce, decidedOnce } from "../crash/laws.ts";
import { openKept, settled } from "../kept.ts";
import { type Happening, openWorkload, type Workload } from "../workload.ts";

const SETTLING_MS = 90_000;

export interface Scene {
	readonly folder: string;
	readonly tap: AwsTap;
	readonly workload: Workload;
	/** By key, what was answered 202. */
	readonly accepted: Map<string, Happening>;
	/** Posts one event: the status, and the problem that was told. */
	post(gate: GateProcess, happening: Happening): Promise<{ readonly status: number; readonly detail: string }>;
	/** Once nothing waits any more: what of everything that was answered 202 is lost, twice or not undone, and what is unsound in the file. `calls`: all unless told. */
	breaches(store: string, calls?: AwsTap["calls"]): Promise<readonly string[]>;
}

export async function onScene<T>(motoUrl: string, use: (scene: Scene) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-proof-"));
	const tap = await startTap(motoUrl);
	const workload = await openWorkload(motoUrl);
	const accepted = new Map<string, Happening>();
	try {
		return await use({
			...{ folder, tap, workload, accepted },
			async post(gate, happening) {
				const answered = await gate.post("/v1/events", happening.event);
				const { detail = "" } = (await answered.json()) as { detail?: string };
				if (answered.status === 202) accepted.set(happening.key, happening);
				return { status: answered.status, detail };
			},
			async breaches(store, calls = tap.calls) {
				const kept = openKept(store);
				try {
					await settled(kept, SETTLING_MS);
					const unsound = await kept.unsound(new Date().toISOString());
					return [...decidedOnce(kept, accepted), ...actedOnce(kept, accepted, calls), ...unsound];
				} finally {
					kept.close();
				}
			},
		});
	} finally {
		workload.close();
		await tap.close();
		await rm(folder, { recursive: true, force: true });
	}
}

/** The alarms of a gate, as sentences; of those about the store, what must be in each: where, and what to do. */
export function storeAlarms(output: string): readonly string[] {
	const lines = output.split("\n").filter((line) => line.includes('"alarm":true') && line.includes("StoreUnusable"));
	return [...new Set(lines.map((line) => (JSON.parse(line) as { reason: string }).reason))];
}
