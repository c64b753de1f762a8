/** SIGKILL of a serving gate at any instant, again and again: what was told before is held against the store after each restart. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { spawnTaskgate } from "../../../test/gate-process.ts";
import { Chance } from "../../simulation/chance.ts";
import { type AwsTap, answer, startTap } from "../aws-tap.ts";
import { environmentOf, type Proving, startProvedGate } from "../gate.ts";
import { type Kept, openKept, settled } from "../kept.ts";
import type { Ground } from "../part.ts";
import { type Happening, openWorkload, type Workload } from "../workload.ts";
import { actedOnce, decidedOnce } from "./laws.ts";
import { Poster } from "./poster.ts";

/** Longer than the lease on what the killed process had in hand: its clock goes on by so much at each restart, which nobody has to wait for. */
const ROUND_MS = 31_000;
/** Start of a gate as a rule; some are killed before it serves. */
const STARTING_MS = 2_000;
const SETTLING_MS = 90_000;

export interface Rounds {
	readonly ground: Ground;
	readonly motoUrl: string;
	readonly rounds: number;
	/** The longest that a gate is under load before it is killed. */
	readonly loadMs: number;
}

/** Kills, and how many of them came while something was under way. */
export interface Kills {
	all: number;
	beforeItServed: number;
	withPosts: number;
	withEvents: number;
	withActions: number;
	withAwsCalls: number;
}

export interface Endured {
	readonly poster: Poster;
	readonly calls: AwsTap["calls"];
	readonly kills: Kills;
	/** Of all checks after each restart. */
	readonly broken: { readonly decided: string[]; readonly acted: string[]; readonly ledger: string[] };
	readonly checks: number;
	readonly decisions: number;
	readonly notices: number;
	/** Bad things that moto still has. */
	readonly standing: readonly string[];
}

export async function endure({ ground, motoUrl, rounds, loadMs }: Rounds): Promise<Endured> {
	const chance = new Chance(ground.seed).fork("crash");
	const folder = await mkdtemp(join(tmpdir(), "taskgate-proof-"));
	const tap = await startTap(motoUrl);
	const lateness = chance.fork("lateness");
	// As AWS would: an answer takes a while, so that a kill can come before or after the deed.
	tap.meddle(async (_, response, forward) => {
		await pause(lateness.between(5, 60));
		const done = await forward();
		await pause(lateness.between(5, 60));
		answer(response, done);
	});
	const workload = await openWorkload(motoUrl);
	const store = join(folder, "gate.db");
	const kills: Kills = { all: 0, beforeItServed: 0, withPosts: 0, withEvents: 0, withActions: 0, withAwsCalls: 0 };
	const broken: Endured["broken"] = { decided: [], acted: [], ledger: [] };
	const poster = new Poster();
	let checks = 0;
	try {
		for (let round = 0; round <= rounds; round += 1) {
			const proving: Proving = { awsUrl: tap.url, store, clock: [[0, round * ROUND_MS]] };
			if (round < rounds && round > 0 && chance.is(0.1)) {
				await killedEarly(proving, chance.between(0, STARTING_MS));
				kills.all += 1;
				kills.beforeItServed += 1;
				continue;
			}
			const happenings = round === rounds ? [] : await customers(workload, chance, round * ROUND_MS);
			const gate = await startProvedGate(proving);
			try {
				await poster.postAgain(gate.url);
				await withKept(store, (kept) => settled(kept, SETTLING_MS));
				await checked(store, { poster, tap, now: () => new Date(Date.now() + round * ROUND_MS).toISOString() }, broken);
				checks += 1;
				if (round === rounds) break;
				const load = poster.post(gate.url, happenings, chance);
				await pause(chance.between(20, loadMs));
				const [posts, calls] = [poster.underWay, tap.open.length];
				await gate.kill();
				await load;
				// The lease outlasts any call; the clock that goes on would not.
				await tap.arrived();
				const leased = await withKept(store, (kept) => kept.leased(new Date(Date.now() + round * ROUND_MS).toISOString()));
				kills.all += 1;
				kills.withPosts += Number(posts > 0);
				kills.withAwsCalls += Number(calls > 0);
				kills.withEvents += Number(leased.events > 0);
				kills.withActions += Number(leased.actions > 0);
			} finally {
				await gate.kill();
			}
			if (round % 10 === 9) ground.tell(`${kills.all} kills, ${poster.accepted.size} events accepted`);
		}
		const standing = await bad(workload, [...poster.accepted.values()]);
		const { decisions, notices } = await withKept(store, (kept) => ({ decisions: kept.decisions().size, notices: kept.notices() }));
		return { poster, calls: tap.calls, kills, broken, checks, decisions, notices, standing };
	} finally {
		workload.close();
		await tap.close();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Deploys of this round, made before the gate is there: calls of moto are slow beside it. */
async function customers(workload: Workload, chance: Chance, by: number): Promise<readonly Happening[]> {
	const made: Happening[] = [];
	for (let n = chance.whole(6, 12); n > 0; n -= 1) made.push(await workload.run(chance.is(0.6), chance.whole(1, 2), by));
	made.push(await workload.register(by === 0 || chance.is(0.7), by));
	return made;
}

async function killedEarly(proving: Proving, afterMs: number): Promise<void> {
	const child = spawnTaskgate(environmentOf(proving), ["serve"]);
	const exited = once(child, "exit");
	await pause(afterMs);
	child.kill("SIGKILL");
	await exited;
}

async function withKept<T>(store: string, use: (kept: Kept) => T | Promise<T>): Promise<T> {
	const kept = openKept(store);
	try {
		return await use(kept);
	} finally {
		kept.close();
	}
}

interface Against {
	readonly poster: Poster;
	readonly tap: AwsTap;
	readonly now: () => string;
}

async function checked(store: string, { poster, tap, now }: Against, broken: Endured["broken"]): Promise<void> {
	const kept = openKept(store);
	try {
		broken.decided.push(...decidedOnce(kept, poster.accepted));
		broken.acted.push(...actedOnce(kept, poster.accepted, tap.calls));
		broken.ledger.push(...(await kept.unsound(now())));
	} finally {
		kept.close();
	}
}

async function bad(workload: Workload, happenings: readonly Happening[]): Promise<readonly string[]> {
	const standing: string[] = [];
	for (const happening of happenings.filter(({ isBad }) => isBad)) {
		if (!(await workload.isUndone(happening))) standing.push(`${happening.targets} stands`);
	}
	return standing;
}
