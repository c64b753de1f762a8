/** One gate under load while its AWS fails, then while it does not. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { GateProcess } from "../../../test/gate-process.ts";
import { Chance } from "../../simulation/chance.ts";
import { type AwsTap, answer, startTap, type TappedCall } from "../aws-tap.ts";
import { startProvedGate } from "../gate.ts";
import { type Kept, openKept, settled } from "../kept.ts";
import type { Ground } from "../part.ts";
import { type Happening, openWorkload, type Workload } from "../workload.ts";
import { FAULTS, type FaultName, forbid } from "./fault-kinds.ts";

const SHARE = 0.3;
/** Longer than any action or event waits for its next attempt: the gate's clock goes on by so much once the faults are over. */
const ONWARD_MS = 6 * 60_000;
const SETTLING_MS = 180_000;
const ACTS = ["StopTask", "DeregisterTaskDefinition"];

export interface Meeting {
	readonly ground: Ground;
	readonly motoUrl: string;
	readonly runs: number;
	readonly registrations: number;
	readonly faultyMs: number;
}

export interface Met {
	readonly posted: readonly Happening[];
	readonly injected: ReadonlyMap<FaultName, number>;
	readonly calls: AwsTap["calls"];
	readonly ends: ReturnType<Kept["ends"]>;
	readonly decisions: ReturnType<Kept["decisions"]>;
	readonly undecided: ReturnType<Kept["undecided"]>;
	/** Acting calls without a reason to make them. */
	readonly unfounded: readonly string[];
	/** Bad things that stand although nothing on record says why. */
	readonly standing: readonly string[];
	/** Events and actions, when the faults ended. */
	readonly waiting: number;
	readonly settledMs: number;
	readonly died: readonly string[];
}

export async function meetFaults({ ground, motoUrl, runs, registrations, faultyMs }: Meeting): Promise<Met> {
	const chance = new Chance(ground.seed).fork("faults");
	const folder = await mkdtemp(join(tmpdir(), "taskgate-proof-"));
	const store = join(folder, "gate.db");
	const tap = await startTap(motoUrl);
	const workload = await openWorkload(motoUrl);
	const died: string[] = [];
	try {
		const posted: Happening[] = [];
		for (let n = 0; n < runs; n += 1) posted.push(await workload.run(n % 3 !== 0, chance.whole(1, 2)));
		for (let n = 0; n < registrations; n += 1) posted.push(await workload.register(n % 3 !== 2));
		// Bad ones, of which the gate may not learn what they are.
		const forbidden = [await workload.run(true, 1), await workload.run(true, 2)];
		posted.push(...forbidden);
		const endsAt = Date.now() + faultyMs;
		const gate = await startProvedGate({ awsUrl: tap.url, store, clock: [[endsAt, ONWARD_MS]] });
		try {
			const { injected, unfounded, stop } = injecting({ tap, chance, store, forbidden });
			for (const happening of posted) {
				died.push(...(await refused(gate, happening)));
				await pause((faultyMs * 0.9) / posted.length);
			}
			while (Date.now() < endsAt) {
				await pause(1_000);
				died.push(...(await deadOf(gate)));
			}
			stop();
			const kept = openKept(store);
			const { events, actions } = kept.waiting();
			const waiting = events + actions;
			ground.tell(`${tap.calls.length} calls, ${waiting} things wait; the faults are over`);
			const settledMs = await settled(kept, SETTLING_MS);
			died.push(...(await deadOf(gate)));
			const [ends, decisions, undecided] = [kept.ends(), kept.decisions(), kept.undecided()];
			kept.close();
			const standing = await unexplained(workload, posted, { ends, undecided });
			return { posted, injected, calls: tap.calls, ends, decisions, undecided, unfounded, standing, waiting, settledMs, died };
		} finally {
			await gate.kill();
		}
	} finally {
		workload.close();
		await tap.close();
		await rm(folder, { recursive: true, force: true });
	}
}

interface Injecting {
	readonly tap: AwsTap;
	readonly chance: Chance;
	readonly store: string;
	readonly forbidden: readonly Happening[];
}

/** Three in ten calls meet a fault, until they stop; each call that undoes is held against the store at the instant at which it comes. */
function injecting({ tap, chance, store, forbidden }: Injecting) {
	const names = Object.keys(FAULTS) as FaultName[];
	const injected = new Map<FaultName, number>(names.map((name) => [name, 0]));
	const unfounded: string[] = [];
	const unseen = forbidden.flatMap(({ targets }) => targets);
	let isOver = false;
	tap.meddle(async (call, response, forward) => {
		unfounded.push(...withoutDenial(store, call));
		if (call.tasks.some((arn) => unseen.includes(arn))) return forbid(call, response);
		// Each kind in turn at first, and none is left out because the time was short.
		const unmet = names.find((kind) => injected.get(kind) === 0);
		if ((isOver && unmet === undefined) || !chance.is(SHARE)) return answer(response, await forward());
		const name = unmet ?? chance.pick(names);
		injected.set(name, (injected.get(name) ?? 0) + 1);
		await FAULTS[name](call, response, forward);
	});
	const stop = () => {
		isOver = true;
	};
	return { injected, unfounded, stop };
}

function withoutDenial(store: string, { operation, target }: TappedCall): readonly string[] {
	if (!ACTS.includes(operation)) return [];
	const kept = openKept(store);
	try {
		return kept.isDenied(target) ? [] : [`${operation} of ${target} was called for without a denied decision`];
	} finally {
		kept.close();
	}
}

async function refused(gate: GateProcess, { key, event }: Happening): Promise<readonly string[]> {
	const { status } = await gate.post("/v1/events", event);
	return status === 202 ? [] : [`${key} was answered ${status}`];
}

async function deadOf(gate: GateProcess): Promise<readonly string[]> {
	const { exitCode, signalCode } = gate.process;
	if (exitCode !== null || signalCode !== null) return [`the process ended with ${exitCode ?? signalCode}`];
	const { status } = await fetch(`${gate.url}/healthz`);
	return status === 200 ? [] : [`/healthz answered ${status}`];
}

/** What is bad and still there, unless its event is undecided or its action failed, with a reason. */
async function unexplained(
	workload: Workload,
	posted: readonly Happening[],
	{ ends, undecided }: Pick<Met, "ends" | "undecided">,
): Promise<readonly string[]> {
	const explained = new Set(ends.filter(({ state }) => state === "failed").map(({ deed }) => deed));
	const open = new Set(undecided.map(({ key }) => key));
	const standing: string[] = [];
	for (const happening of posted.filter(({ isBad, key }) => isBad && !open.has(key))) {
		const { act, targets } = happening;
		if (targets.some((arn) => explained.has(`${act} of ${arn}`))) continue;
		if (!(await workload.isUndone(happening))) standing.push(`${act} of ${targets} was due, and they stand`);
	}
	return standing;
}
