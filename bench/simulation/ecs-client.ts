/** The SDK's client of a simulated ECS: AWS's own rate limits for each account and Region, latency, and calls that fail although they may have taken effect. */
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { Place } from "../../src/ecs/ecs-reader.ts";
import type { Chance } from "./chance.ts";
import type { Ecs } from "./ecs.ts";
import { EcsError, READS } from "./ecs-answers.ts";
import type { EcsPlace } from "./ecs-state.ts";
import type { Timeline } from "./timeline.ts";

/** Burst, and how many more each second. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/request-throttling.html */
const RATES: Readonly<Record<string, readonly [burst: number, aSecond: number]>> = {
	"task definition modify": [20, 1],
	"task definition read": [50, 20],
	"cluster resource modify": [100, 40],
	"cluster resource read": [100, 20],
	"service modify": [50, 5],
	"service read": [100, 20],
	"service deployment": [50, 20],
	"service revision": [50, 20],
	"cluster read": [50, 20],
};

const RATE_OF: Readonly<Record<string, keyof typeof RATES>> = {
	RegisterTaskDefinition: "task definition modify",
	DeregisterTaskDefinition: "task definition modify",
	DescribeTaskDefinition: "task definition read",
	RunTask: "cluster resource modify",
	StopTask: "cluster resource modify",
	DescribeTasks: "cluster resource read",
	UpdateService: "service modify",
	CreateService: "service modify",
	DescribeServices: "service read",
	ListServiceDeployments: "service deployment",
	StopServiceDeployment: "service deployment",
	DescribeServiceRevisions: "service revision",
	DescribeClusters: "cluster read",
};

const LATENCY = { median: 40, p99: 400 };
/** The role of the account is assumed with the first call of an environment there. */
const ASSUMING_MS = 120;
/** The SDK's own tries of a throttled call. */
const TRIES = 3;
const PAUSE_MS = 300;

type Input = Readonly<Record<string, unknown>>;

export interface EcsTerms {
	/** Share of calls that fail after all of the SDK's tries; half of those that change something have done so. */
	readonly failures: number;
}

interface Calling {
	call<T>(thereMs: number, backMs: number, work: () => T | Promise<T>): Promise<T>;
}

export class EcsService {
	readonly ecs: Ecs;
	throttled = 0;
	failed = 0;
	readonly #buckets = new Map<string, { tokens: number; at: number }>();
	readonly #timeline: Timeline;
	readonly #chance: Chance;
	readonly #terms: EcsTerms;

	constructor(timeline: Timeline, chance: Chance, ecs: Ecs, terms: EcsTerms) {
		this.#timeline = timeline;
		this.#chance = chance;
		this.ecs = ecs;
		this.#terms = terms;
	}

	latency(): number {
		return this.#chance.delay(LATENCY.median, LATENCY.p99);
	}

	/** As AwsClients tells them of `TASKGATE_ROLE_ARN`. */
	ownPrincipals(account: string): readonly string[] {
		return [roleIn(account), `arn:aws:sts::${account}:assumed-role/taskgate-member/taskgate`];
	}

	/** Whether AWS takes one more call of this kind now; customers' calls count too. */
	takes({ account, region }: Place, operation: string): boolean {
		const name = RATE_OF[operation];
		const rate = name === undefined ? undefined : RATES[name];
		if (rate === undefined) throw new Error(`the simulated ECS knows no ${operation}`);
		const [burst, aSecond] = rate;
		const key = `${account}/${region}/${name}`;
		const { now } = this.#timeline;
		const before = this.#buckets.get(key) ?? { tokens: burst, at: now };
		const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1_000) * aSecond);
		const isTaken = tokens >= 1;
		this.#buckets.set(key, { tokens: isTaken ? tokens - 1 : tokens, at: now });
		return isTaken;
	}

	answer(place: Place, operation: string, input: Input): object {
		if (!this.takes(place, operation)) {
			this.throttled += 1;
			throw new EcsError("ThrottlingException", "Rate exceeded");
		}
		const fails = this.#chance.is(this.#terms.failures);
		const read = READS[operation];
		const isDone = !fails || (read === undefined && this.#chance.is(0.5));
		const requestId = this.#chance.uuid();
		const answer = isDone
			? (read?.(this.ecs.at(place), input, this.#timeline.now) ?? this.#change(this.ecs.at(place), operation, input, requestId))
			: {};
		if (fails) {
			this.failed += 1;
			throw new EcsError("ServerException", "Service Unavailable. Please try again later.");
		}
		return { ...answer, $metadata: { requestId } };
	}

	#change(ecs: EcsPlace, operation: string, input: Input, requestId: string): object {
		const by = { isGate: true, role: roleIn(ecs.place.account), requestId };
		const text = (member: string) => String(input[member]);
		switch (operation) {
			case "DeregisterTaskDefinition":
				this.ecs.deregister(ecs, text("taskDefinition"));
				return {};
			case "StopTask":
				this.ecs.stopTask(ecs, text("task"), text("reason"));
				return {};
			case "StopServiceDeployment":
				this.ecs.stopDeployment(ecs, text("serviceDeploymentArn"));
				return {};
			case "UpdateService":
				this.ecs.updateService(ecs, text("service"), text("taskDefinition"), by);
				return {};
			default:
				throw new Error(`the simulated ECS knows no ${operation}`);
		}
	}
}

/** Of one environment: a client for each place, which has assumed the role of the account or has yet to. */
export function ecsClient(service: EcsService, environment: Calling): (place: Place) => Promise<ECSClient> {
	const known = new Set<string>();
	return async (place) => {
		const send = async (command: { readonly input: Input }) => {
			const operation = command.constructor.name.replace(/Command$/, "");
			for (let tries = 1; ; tries += 1) {
				const half = service.latency() / 2;
				const first = known.has(place.account) ? 0 : ASSUMING_MS;
				known.add(place.account);
				try {
					return await environment.call(first + half, half, () => service.answer(place, operation, command.input));
				} catch (error) {
					if (!(error instanceof EcsError) || error.name !== "ThrottlingException" || tries === TRIES) throw error;
					await environment.call(PAUSE_MS * tries, 0, () => {});
				}
			}
		};
		return { send } as unknown as ECSClient;
	};
}

function roleIn(account: string): string {
	return `arn:aws:iam::${account}:role/taskgate-member`;
}
