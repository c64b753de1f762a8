/** The inventory as AWS has it: the walk through accounts and Regions. */
import type { Kind } from "../../admission/request.ts";
import { partitionOf } from "../arn.ts";
import { ask } from "../ask.ts";
import type { AwsClients } from "../aws-clients.ts";
import { AwsEcsReader } from "../aws-ecs-reader.ts";
import type { EcsReader, Place } from "../ecs-reader.ts";
import type { InventorySource, IsDone, Walked } from "./inventory.ts";
import { merged } from "./merged.ts";
import { PacedClients } from "./paced-clients.ts";
import { Progress } from "./progress.ts";
import { readTurns } from "./read-buckets.ts";
import { walkCapacityProviders } from "./walk-capacity-providers.ts";
import { walkClusters } from "./walk-clusters.ts";
import { walkDaemons } from "./walk-daemons.ts";
import { walkEveryDefinition } from "./walk-definitions.ts";
import { WalkReader } from "./walk-reader.ts";
import { walkSettings } from "./walk-settings.ts";
import { completedIn, unread, type Walking } from "./walking.ts";
import { wholeSecond } from "./whole-second.ts";

/** AWS counts calls for each account and Region, so that several take no longer than one. */
const PLACES_AT_ONCE = 4;

export interface Scope {
	/** The gate's own account if absent. */
	readonly accounts?: readonly string[] | undefined;
	/** The Region that the SDK is set to if absent. */
	readonly regions?: readonly string[] | undefined;
	/** Every active task definition, whether anything uses it or not. */
	readonly allTaskDefinitions?: boolean | undefined;
	/** Of each of AWS's rate buckets, above 0 and at most 1. */
	readonly share?: number | undefined;
	/** RFC 3339, in UTC with milliseconds. */
	readonly now?: (() => string) | undefined;
}

export class AwsInventory implements InventorySource {
	readonly #clients: PacedClients;
	readonly #reader: WalkReader;
	readonly #places: readonly Place[];
	readonly #allTaskDefinitions: boolean;
	readonly #now: () => string | undefined;
	readonly #progress = new Progress();

	private constructor(
		clients: PacedClients,
		places: readonly Place[],
		{ allTaskDefinitions, now }: Pick<Scope, "now"> & { readonly allTaskDefinitions: boolean },
	) {
		this.#clients = clients;
		this.#reader = new WalkReader(new AwsEcsReader(clients));
		this.#places = places;
		this.#allTaskDefinitions = allTaskDefinitions;
		this.#now = () => now && wholeSecond(now());
	}

	/**
	 * `aws`: the audit's own, as all that it is asked is counted. Nobody waits for an answer: it may try more often than the gate does.
	 * @throws {LookUpFailed} when an account or Region is not given and the machine has none.
	 */
	static async open(
		aws: Pick<AwsClients, "ecs" | "self">,
		{ accounts, regions, allTaskDefinitions = false, share, now }: Scope,
	): Promise<AwsInventory> {
		const self = accounts === undefined || regions === undefined ? await aws.self() : undefined;
		const wanted = { accounts: accounts ?? [self?.account ?? ""], regions: regions ?? [self?.region ?? ""] };
		const places = wanted.accounts.flatMap((account) =>
			wanted.regions.map((region) => ({ partition: partitionOf(region), account, region })),
		);
		return new AwsInventory(new PacedClients(aws, readTurns(share)), places, { allTaskDefinitions, now });
	}

	get reader(): EcsReader {
		return this.#reader;
	}

	/** In the order of the walk. */
	get places(): readonly Place[] {
		return this.#places;
	}

	get known(): number {
		return this.#progress.known;
	}

	async *walk(isDone: IsDone = () => false): AsyncGenerator<Walked> {
		const places = this.#places.map((place) => this.#walkPlace(place, isDone));
		for await (const walked of merged(places, PLACES_AT_ONCE)) {
			if (!("complete" in walked)) this.#progress.named();
			yield walked;
		}
	}

	async *#walkPlace(place: Place, isDone: IsDone): AsyncGenerator<Walked> {
		const action = "sts:AssumeRole";
		const entered = {
			...{ place, reader: this.#reader, isDone, progress: this.#progress, now: this.#now },
			...{ met: new Set<string>(), holes: new Set<string>() },
		};
		let walking: Walking;
		try {
			const ecs = await this.#clients.ecs(place);
			await ask(action, `the role in account ${place.account}`, () => ecs.config.credentials());
			walking = { ...entered, ecs };
		} catch (error) {
			yield unread(entered, { kind: "Cluster", name: "everything", action }, error);
			return;
		}
		yield* walkSettings(walking);
		yield* walkCapacityProviders(walking);
		yield* walkDaemons(walking);
		yield* walkClusters(walking);
		yield* completedIn(walking, undefined, EVERYWHERE);
		if (this.#allTaskDefinitions) yield* walkEveryDefinition(walking);
		else yield* completedIn(walking, undefined, { TaskDefinition: ["Cluster", "Service", "TaskSet", "Task"] });
	}
}

/** In all clusters of a Region, those that are gone included. */
const EVERYWHERE: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
	CapacityProvider: ["Cluster", "CapacityProvider"],
	Service: ["Cluster", "Service"],
	ExpressGatewayService: ["Cluster", "Service"],
	TaskSet: ["Cluster", "Service", "TaskSet"],
	Task: ["Cluster", "Task"],
};
