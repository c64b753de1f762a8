/** ECS in all accounts: takes the calls of customers and of the gate, does each once, tells of it, and writes in the journal what it did. */
import type { Place } from "../../src/ecs/ecs-reader.ts";
import type { Chance } from "./chance.ts";
import { EcsError } from "./ecs-answers.ts";
import { type Definition, type Deployment, EcsPlace, type Service, Spreading, type Task } from "./ecs-state.ts";
import type { Telling } from "./telling.ts";
import type { Timeline } from "./timeline.ts";
import { type Caller, registration, runTask, serviceCall } from "./told-events.ts";

/** How long a change takes to be seen. */
const SPREAD = { median: 300, p99: 5_000 };
const SECOND = 1_000;

export class Ecs {
	readonly #places = new Map<string, EcsPlace>();
	readonly #timeline: Timeline;
	readonly #chance: Chance;
	readonly #telling: Telling;

	constructor(timeline: Timeline, chance: Chance, telling: Telling) {
		this.#timeline = timeline;
		this.#chance = chance;
		this.#telling = telling;
	}

	get places(): Iterable<EcsPlace> {
		return this.#places.values();
	}

	at(place: Place): EcsPlace {
		const key = `${place.account}/${place.region}`;
		const ecs = this.#places.get(key) ?? new EcsPlace(place);
		this.#places.set(key, ecs);
		return ecs;
	}

	register(ecs: EcsPlace, family: string, given: Pick<Definition, "body" | "isBad">, by: Caller): Definition {
		const definition = ecs.add(family, { ...given, registeredAt: this.#timeline.now }, this.#seenFrom());
		this.#telling.call(ecs, registration(definition), by, definition.arn, definition.isBad);
		return definition;
	}

	deregister(ecs: EcsPlace, arn: string): void {
		const definition = ecs.definitions.get(arn);
		if (definition === undefined) throw new EcsError("ClientException", "The specified task definition does not exist.");
		if (!definition.isActive.latest) {
			this.#telling.repeat("DeregisterTaskDefinition", arn);
			return;
		}
		definition.isActive.set(false, this.#seenFrom());
		this.#telling.effect({
			type: "DeregisterTaskDefinition",
			thing: arn,
			target: arn,
			wasBad: definition.isBad,
			since: definition.registeredAt,
		});
	}

	/** `quietly`: it was there before the simulation began. */
	createService(ecs: EcsPlace, name: string, definition: Definition, by: Caller, quietly = false): void {
		if (!definition.isActive.latest) throw new EcsError("ClientException", "TaskDefinition is inactive");
		const arn = ecs.arn(`service/main/${name}`);
		const service = {
			arn,
			name,
			definition,
			definedAt: this.#timeline.now,
			desiredCount: this.#chance.whole(1, 2),
			deployments: [],
			stable: quietly ? definition : undefined,
		};
		const state = new Spreading<Service>(service, this.#seenFrom());
		ecs.services.set(arn, state);
		if (quietly) return;
		this.#deploy(ecs, state, definition);
		this.#telling.call(ecs, serviceCall(ecs, "CreateService", state.latest), by, arn, definition.isBad);
	}

	updateService(ecs: EcsPlace, arn: string, definitionArn: string, by: Caller): void {
		const state = ecs.services.get(arn);
		const definition = ecs.definitions.get(definitionArn);
		if (state === undefined) throw new EcsError("ServiceNotFoundException", "Service not found.");
		if (definition === undefined || !definition.isActive.latest) throw new EcsError("ClientException", "TaskDefinition is inactive");
		const { definition: before, definedAt } = state.latest;
		if (before.arn !== definition.arn) this.#deploy(ecs, state, definition);
		if (by.isGate && before.arn === definition.arn) this.#telling.repeat("RestoreService", arn);
		else if (by.isGate) {
			this.#telling.effect({ type: "RestoreService", thing: `${arn} ${before.arn}`, target: arn, wasBad: before.isBad, since: definedAt });
		}
		this.#telling.call(ecs, serviceCall(ecs, "UpdateService", state.latest), by, arn, definition.isBad);
	}

	stopDeployment(ecs: EcsPlace, arn: string): void {
		const state = [...ecs.services.values()].find(({ latest }) => latest.deployments.some((one) => one.arn === arn));
		const deployment = state?.latest.deployments.find((one) => one.arn === arn);
		if (state === undefined || deployment === undefined) throw new EcsError("ServiceDeploymentNotFoundException", "not found");
		if (deployment.status.startsWith("ROLLBACK")) {
			this.#telling.repeat("RollBackDeployment", state.latest.arn);
			return;
		}
		if (deployment.status !== "IN_PROGRESS") throw new EcsError("ConflictException", `The deployment is ${deployment.status}.`);
		ecs.mark(state, arn, "ROLLBACK_REQUESTED", this.#seenFrom());
		const { definition, createdAt } = deployment;
		this.#telling.effect({ type: "RollBackDeployment", thing: arn, target: state.latest.arn, wasBad: definition.isBad, since: createdAt });
		this.#timeline.after(this.#chance.between(SECOND, 3 * SECOND), () => this.#rollBack(ecs, state, deployment));
	}

	runTask(ecs: EcsPlace, definition: Definition, count: number, by: Caller): void {
		if (!definition.isActive.latest) throw new EcsError("ClientException", "TaskDefinition is inactive");
		const tasks = Array.from({ length: count }, () => this.#start(ecs, definition, undefined));
		this.#telling.call(ecs, runTask(ecs, definition, tasks), by, tasks[0]!.arn, definition.isBad);
	}

	stopTask(ecs: EcsPlace, arn: string, reason: string): void {
		const task = ecs.tasks.get(arn);
		if (task === undefined) throw new EcsError("InvalidParameterException", "The referenced task was not found.");
		if (task.latest.lastStatus === "STOPPED") {
			this.#telling.repeat("StopTask", arn);
			return;
		}
		const { definition, createdAt } = task.latest;
		task.set({ ...task.latest, lastStatus: "STOPPED", stoppedReason: reason }, this.#seenFrom());
		this.#telling.effect({ type: "StopTask", thing: arn, target: arn, wasBad: definition.isBad, since: createdAt });
	}

	#deploy(ecs: EcsPlace, state: Spreading<Service>, definition: Definition): void {
		const { now } = this.#timeline;
		const number = ecs.nextNumber();
		const { name, deployments, stable: source } = state.latest;
		const [arn, revision] = ["deployment", "revision"].map((kind) => ecs.arn(`service-${kind}/main/${name}/${number}`)) as [string, string];
		ecs.revisions.set(revision, definition);
		const begun: Deployment = { arn, revision, definition, source, createdAt: now, status: "IN_PROGRESS" };
		const before = deployments.slice(0, 3).map((one) => (one.status === "IN_PROGRESS" ? { ...one, status: "STOPPED" as const } : one));
		state.set({ ...state.latest, definition, definedAt: now, deployments: [begun, ...before] }, this.#seenFrom());
		this.#bringUp(ecs, state, definition);
		this.#timeline.after(this.#chance.between(60 * SECOND, 180 * SECOND), () => {
			const isStillOn = state.latest.deployments.some((one) => one.arn === arn && one.status === "IN_PROGRESS");
			if (!isStillOn) return;
			ecs.mark(state, arn, "SUCCESSFUL", this.#seenFrom());
			state.set({ ...state.latest, stable: definition }, this.#seenFrom());
		});
	}

	/** Without a revision to go back to, the service is left without tasks. */
	#rollBack(ecs: EcsPlace, state: Spreading<Service>, { arn, definition, source }: Deployment): void {
		ecs.mark(state, arn, "ROLLBACK_IN_PROGRESS", this.#seenFrom());
		this.#stopTasks(ecs, state.latest.name, definition);
		if (state.latest.definition.arn !== definition.arn) return;
		if (source === undefined) state.set({ ...state.latest, desiredCount: 0 }, this.#seenFrom());
		else {
			state.set({ ...state.latest, definition: source, definedAt: this.#timeline.now }, this.#seenFrom());
			this.#bringUp(ecs, state, source);
		}
		this.#timeline.after(30 * SECOND, () => ecs.mark(state, arn, "ROLLBACK_SUCCESSFUL", this.#seenFrom()));
	}

	/** Starts tasks of this definition; those of others end once it runs. */
	#bringUp(ecs: EcsPlace, state: Spreading<Service>, definition: Definition): void {
		this.#telling.deployment(ecs, state.latest);
		for (let n = 0; n < state.latest.desiredCount; n += 1) {
			this.#timeline.after(this.#chance.between(SECOND, 4 * SECOND), () => {
				if (state.latest.definition.arn === definition.arn) this.#start(ecs, definition, state.latest.name);
			});
		}
		this.#timeline.after(40 * SECOND, () => {
			if (state.latest.definition.arn === definition.arn) this.#stopTasks(ecs, state.latest.name, undefined, definition);
		});
	}

	#stopTasks(ecs: EcsPlace, service: string, only: Definition | undefined, but?: Definition): void {
		for (const task of ecs.tasksOf(service)) {
			const { definition } = task.latest;
			if (but === undefined ? definition.arn === only?.arn : definition.arn !== but.arn) {
				task.set({ ...task.latest, lastStatus: "STOPPED", stoppedReason: "Scaling activity initiated by deployment" }, this.#seenFrom());
			}
		}
	}

	#start(ecs: EcsPlace, definition: Definition, service: string | undefined): Task {
		const arn = ecs.arn(`task/main/${this.#chance.hex(32)}`);
		const task: Task = { arn, definition, service, createdAt: this.#timeline.now, lastStatus: "PROVISIONING" };
		const state = new Spreading(task, this.#seenFrom());
		ecs.tasks.set(arn, state);
		this.#telling.task(ecs, task);
		const goOn = (lastStatus: "PENDING" | "RUNNING") => () => {
			if (state.latest.lastStatus === "STOPPED") return;
			state.set({ ...state.latest, lastStatus }, this.#seenFrom());
			this.#telling.task(ecs, state.latest);
		};
		this.#timeline.after(this.#chance.between(2 * SECOND, 6 * SECOND), goOn("PENDING"));
		this.#timeline.after(this.#chance.between(10 * SECOND, 35 * SECOND), goOn("RUNNING"));
		return task;
	}

	#seenFrom(): number {
		return this.#timeline.now + this.#chance.delay(SPREAD.median, SPREAD.p99);
	}
}
