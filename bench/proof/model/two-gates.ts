/** Two gates on one store file, each with the worker of a serving process, and an ECS that both call. Real code but for AWS, clock and policies. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import type { JsonObject } from "../../../src/admission/request.ts";
import { accept } from "../../../src/intake.ts";
import { openSqliteStore } from "../../../src/store/sqlite.ts";
import type { WholeStore } from "../../../src/store/whole-store.ts";
import { later } from "../../../src/world.ts";
import { callEvent } from "../../../test/cloudtrail.ts";
import { ACCOUNT, ARN, NOW, REGION } from "../../../test/requests.ts";
import { testWorld } from "../../../test/worlds.ts";
import { EcsOfTwo } from "./ecs-of-two.ts";
import { type Gate, LIMIT, openGate, type Sabotage } from "./gate.ts";
import { ENDS } from "./search.ts";
import type { Fate } from "./turns.ts";
import { Breach, Watch } from "./watch.ts";

/** What is heard: two events tell of one revision, and the last is of a compliant one. */
export const EVENTS = ["bad:1", "bad:1", "bad:2", "good:1"] as const;

/** Longer than a lease. */
export const LEASE_MS = 31_000;
const TICK_MS = 1_000;
const MOST_ROUNDS = 400;

/** In memory where the system has such a folder: processes end here, not machines, and syncing to disk would take most of the time. */
const IN_MEMORY = "/dev/shm";
const FOLDER = mkdtempSync(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), "taskgate-model-"));
process.once("exit", () => rmSync(FOLDER, { recursive: true, force: true }));

/** A store that nobody has used, made once. */
const EMPTY = join(FOLDER, "empty.db");
const WORLD = testWorld({ violations: [{ msg: "container app is privileged" }], settings: { actionLimit: LIMIT } });
let opened = 0;

function emptyStore(): string {
	if (opened === 0) void openSqliteStore(EMPTY).close();
	opened += 1;
	const path = join(FOLDER, `${opened}.db`);
	copyFileSync(EMPTY, path);
	return path;
}

export class TwoGates {
	readonly watch = new Watch();
	/** By the event's id, whether it is a bad one. */
	readonly accepted = new Map<string, boolean>();
	readonly counts = { crashes: 0, turns: 0, failed: 0 };
	/** Of the process that looks on. */
	readonly records: WholeStore;
	isHalted = false;
	#now = NOW;
	readonly #path = emptyStore();
	readonly #sabotage: Sabotage;
	readonly #ecs = new EcsOfTwo();
	readonly #gates: Gate[];

	constructor(sabotage: Sabotage = {}) {
		this.#sabotage = sabotage;
		this.records = openSqliteStore(this.#path);
		this.#gates = [this.#open(), this.#open()];
	}

	get now(): string {
		return this.#now;
	}

	#open(): Gate {
		return openGate({
			base: WORLD,
			store: openSqliteStore(this.#path),
			now: () => this.#now,
			isHalted: () => this.isHalted,
			ecs: this.#ecs,
			records: this.records,
			watch: this.watch,
			...this.#sabotage,
		});
	}

	async hear(gate: number, event: number): Promise<void> {
		const name = EVENTS[event] ?? EVENTS[0];
		const eventID = `event-${event}`;
		const call = { eventName: "RegisterTaskDefinition", requestParameters: { family: name.split(":")[0] }, eventID, eventTime: NOW };
		const answer = { responseElements: { taskDefinition: { taskDefinitionArn: `${ARN}:task-definition/${name}` } } };
		void accept(this.#gates[gate]!.world, callEvent({ ...call, ...answer, account: ACCOUNT, region: REGION }) as JsonObject).then(() =>
			this.accepted.set(eventID, name.startsWith("bad")),
		);
		await this.#quiet();
	}

	/** Lets so many calls of a gate through, the last of them with that fate; where it makes none a second passes. */
	async run(gate: number, times: number, which: number, fate: Fate): Promise<void> {
		for (let time = 1; time <= times; time += 1) {
			const label = await this.#give(gate, which, time === times ? fate : "fine");
			if (label === undefined) await this.pass(TICK_MS);
		}
	}

	async #give(number: number, which: number, fate: Fate): Promise<string | undefined> {
		const gate = this.#gates[number]!;
		const label = gate.turns.give(which, fate);
		if (label !== undefined) this.counts.turns += 1;
		if (label !== undefined && (fate === "fails" || fate === "loses")) this.counts.failed += 1;
		await this.#quiet();
		if (gate.turns.isDead) await this.#replace(number, gate);
		const [breach] = this.watch.breaches;
		if (breach !== undefined) throw breach;
		return label;
	}

	/** Another process in place of one that ended. */
	async #replace(number: number, gate: Gate): Promise<void> {
		this.counts.crashes += 1;
		this.watch.died(gate.turns);
		await gate.close();
		this.#gates[number] = this.#open();
		await this.#quiet();
	}

	async pass(ms: number): Promise<void> {
		this.#now = later(this.#now, ms);
		mock.timers.tick(TICK_MS);
		await this.#quiet();
	}

	async halt(): Promise<void> {
		await this.records.halt({ by: "ops", reason: "look first", since: this.#now });
		this.isHalted = true;
	}

	async resume(resetsBreakers: boolean): Promise<void> {
		await this.records.resume();
		this.isHalted = false;
		if (!resetsBreakers) return;
		await this.records.resetBreakers();
		this.watch.breakersReset();
	}

	/** Nothing adverse happens any more: all must end, and then the last laws hold. */
	async finish(): Promise<void> {
		await this.resume(false);
		for (let round = 0; !(await this.#isOver()); round += 1) {
			if (round > MOST_ROUNDS)
				throw new Breach(ENDS, `${(await this.records.inbox?.())?.events} events and ${await this.records.pendingActions()} actions wait`);
			const given = [await this.#give(0, 0, "fine"), await this.#give(1, 0, "fine")];
			if (given.every((label) => label === undefined)) await this.pass(LEASE_MS);
		}
		await this.watch.ended(this.records, this.accepted);
		const [breach] = this.watch.breaches;
		if (breach !== undefined) throw breach;
	}

	async #isOver(): Promise<boolean> {
		return (await this.records.inbox?.())?.events === 0 && (await this.records.pendingActions()) === 0;
	}

	/** Until every loop waits for its turn or for the time. */
	async #quiet(): Promise<void> {
		await settled();
		await settled();
	}

	async close(): Promise<void> {
		for (const gate of this.#gates) await gate.close();
		await this.records.close();
		for (const file of ["", "-wal", "-shm"]) rmSync(`${this.#path}${file}`, { force: true });
	}
}
