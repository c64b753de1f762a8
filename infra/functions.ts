/** The two functions that every gate has: one judges what comes out of the queue, one finishes what was planned. */
import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { type GateFunction, gateFunction, type Surroundings } from "./gate-function.ts";
import { type Grant, give } from "./grant.ts";
import { takingEvents } from "./permissions.ts";
import { EVENTS_TIMEOUT, type Queues } from "./queues.ts";

export interface Functions {
	readonly events: GateFunction;
	readonly schedule: GateFunction;
}

/** What the functions may do beyond their own parts. */
export interface Powers {
	readonly judging: readonly Grant[];
	readonly finishing: readonly Grant[];
	/** Both, while Enforce is on. */
	readonly acting: readonly Grant[];
	/** What acting needs besides of the one that judges nothing. */
	readonly lookingBefore?: readonly Grant[];
}

/** ECS answers 20 look-ups a second; more functions at a time would only be throttled. */
const MAX_CONCURRENCY = 10;

export function functions(
	scope: Construct,
	around: Surroundings,
	queues: Queues,
	powers: Powers,
	maxConcurrency = MAX_CONCURRENCY,
): Functions {
	const { enforceOn } = around.parameters;
	const events = gateFunction(
		scope,
		{
			...{ id: "Events", code: "events", does: "Judges what comes into ECS, and undoes what is denied", timeout: EVENTS_TIMEOUT },
			may: ["Judge", [...takingEvents(queues.events), ...powers.judging]],
		},
		around,
	);
	give(events.role, "Act", powers.acting, enforceOn);
	const source = new EventSourceMapping(scope, "EventSource", {
		...{ target: events.function, eventSourceArn: queues.events.queueArn },
		...{ batchSize: 10, reportBatchItemFailures: true, maxConcurrency },
	});
	source.node.addDependency(events.role);

	const schedule = gateFunction(
		scope,
		{
			...{ id: "Schedule", code: "schedule", does: "Finishes what was planned, and tells what stands still", timeout: EVENTS_TIMEOUT },
			may: ["Finish", powers.finishing],
		},
		around,
	);
	give(schedule.role, "Act", [...(powers.lookingBefore ?? []), ...powers.acting], enforceOn);
	new Rule(scope, "EveryMinute", {
		description: "Taskgate: finish planned actions and raise alarms",
		schedule: Schedule.rate(Duration.minutes(1)),
		targets: [new LambdaFunction(schedule.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
	});
	return { events, schedule };
}
