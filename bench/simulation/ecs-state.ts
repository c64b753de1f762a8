/** What an ECS holds in one account and Region, and what becomes of a call that it takes. Readers see a change a little later than it is made. */
import type { JsonObject } from "../../src/admission/request.ts";
import type { Place } from "../../src/ecs/ecs-reader.ts";

/** A value over time, of which readers see what has had time to spread. */
export class Spreading<T> {
	readonly #versions: { readonly from: number; readonly value: T }[] = [];

	constructor(value: T, from: number) {
		this.#versions.push({ from, value });
	}

	/** What ECS itself goes by. */
	get latest(): T {
		return this.#versions.at(-1)!.value;
	}

	seenAt(now: number): T | undefined {
		return this.#versions.findLast(({ from }) => from <= now)?.value;
	}

	set(value: T, from: number): void {
		const before = this.#versions.at(-1)!.from;
		if (this.#versions.length > 4) this.#versions.shift();
		this.#versions.push({ from: Math.max(before, from), value });
	}
}

export interface Definition {
	readonly arn: string;
	readonly body: JsonObject;
	readonly isBad: boolean;
	readonly registeredAt: number;
	readonly isActive: Spreading<boolean>;
}

export type DeploymentStatus =
	| "IN_PROGRESS"
	| "SUCCESSFUL"
	| "STOPPED"
	| "ROLLBACK_REQUESTED"
	| "ROLLBACK_IN_PROGRESS"
	| "ROLLBACK_SUCCESSFUL";

export interface Deployment {
	readonly arn: string;
	readonly revision: string;
	readonly definition: Definition;
	/** What rolling back goes back to; absent of the first. */
	readonly source: Definition | undefined;
	readonly createdAt: number;
	readonly status: DeploymentStatus;
}

export interface Service {
	readonly arn: string;
	readonly name: string;
	/** What it is to run. */
	readonly definition: Definition;
	/** Since when it is to run that. */
	readonly definedAt: number;
	readonly desiredCount: number;
	/** What its last completed deployment has brought: what rolling back goes back to. */
	readonly stable: Definition | undefined;
	/** The newest first. */
	readonly deployments: readonly Deployment[];
}

export interface Task {
	readonly arn: string;
	readonly definition: Definition;
	/** Name of the service that has started it. */
	readonly service: string | undefined;
	readonly createdAt: number;
	readonly lastStatus: "PROVISIONING" | "PENDING" | "RUNNING" | "STOPPED";
	readonly stoppedReason?: string;
}

export class EcsPlace {
	readonly place: Place;
	readonly definitions = new Map<string, Definition>();
	readonly services = new Map<string, Spreading<Service>>();
	readonly tasks = new Map<string, Spreading<Task>>();
	/** By the ARN of a service's revision, which never changes. */
	readonly revisions = new Map<string, Definition>();
	readonly #families = new Map<string, number>();
	#number = 0;

	constructor(place: Place) {
		this.place = place;
	}

	arn(resource: string): string {
		const { partition, account, region } = this.place;
		return `arn:${partition}:ecs:${region}:${account}:${resource}`;
	}

	get cluster(): string {
		return this.arn("cluster/main");
	}

	nextNumber(): number {
		this.#number += 1;
		return this.#number;
	}

	add(family: string, given: Omit<Definition, "arn" | "isActive">, seenFrom: number): Definition {
		const revision = (this.#families.get(family) ?? 0) + 1;
		this.#families.set(family, revision);
		const definition = { ...given, arn: this.arn(`task-definition/${family}:${revision}`), isActive: new Spreading(true, seenFrom) };
		this.definitions.set(definition.arn, definition);
		return definition;
	}

	/** Changes one deployment of a service; answers the service as it is then. */
	mark(service: Spreading<Service>, arn: string, status: DeploymentStatus, seenFrom: number): void {
		const { latest } = service;
		const deployments = latest.deployments.map((one) => (one.arn === arn ? { ...one, status } : one));
		service.set({ ...latest, deployments }, seenFrom);
	}

	tasksOf(service: string): readonly Spreading<Task>[] {
		return [...this.tasks.values()].filter(({ latest }) => latest.service === service && latest.lastStatus !== "STOPPED");
	}
}
