/** The rules on the default bus, where AWS puts its events, and the bus that decisions are told to. */
import { Duration } from "aws-cdk-lib";
import { type CfnEventBus, EventBus, type EventPattern, type IEventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { EVENT_PATTERNS } from "../src/enforcement-points/wire/event-patterns.ts";
import { onlyIf, type Parameters } from "./parameters.ts";
import type { Queues } from "./queues.ts";

/** As long as EventBridge tries by itself; what it cannot deliver by then goes to the dead letters instead of nowhere. */
const PATIENCE = { maxEventAge: Duration.hours(24), retryAttempts: 185 };

/** One rule a pattern, all into the queue. `eventBus`: the default bus if absent. */
export function rules(scope: Construct, { events, dead }: Queues, eventBus?: IEventBus): void {
	const target = new SqsQueue(events, { deadLetterQueue: dead, ...PATIENCE });
	for (const [name, eventPattern] of patterns()) {
		new Rule(scope, `${name}Rule`, {
			...{ description: `Taskgate: ${eventPattern.detailType}`, eventPattern, targets: [target] },
			...(eventBus && { eventBus }),
		});
	}
}

/** By rule, in CDK's spelling. */
export function patterns(): readonly (readonly [name: string, pattern: EventPattern])[] {
	return Object.entries(EVENT_PATTERNS).map(([name, { pattern }]) => {
		const { source, "detail-type": detailType, detail } = pattern;
		return [name, { source: [...source], detailType: [...detailType], ...(detail && { detail }) }];
	});
}

/** Decisions get a bus of their own, so that no rule of ours hears what we say. */
export function decisionBus(scope: Construct, { hasKey, keyArn }: Parameters): EventBus {
	const bus = new EventBus(scope, "Decisions", { eventBusName: "taskgate", description: "Admission decisions of Taskgate" });
	(bus.node.defaultChild as CfnEventBus).kmsKeyIdentifier = onlyIf(hasKey, keyArn.valueAsString) as unknown as string;
	return bus;
}
