/** The queue between EventBridge and the gate, and where what cannot be judged ends up. */
import { Duration } from "aws-cdk-lib";
import { type CfnQueue, Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { onlyIf, type Parameters } from "./parameters.ts";

export interface Queues {
	readonly events: Queue;
	readonly dead: Queue;
}

/** Time to judge a batch (15 s a look-up) and to begin an action (27 s) behind it. */
export const EVENTS_TIMEOUT = Duration.seconds(60);
/** AWS asks for six times the function's timeout, or a throttled batch comes back while it waits. */
const VISIBILITY = Duration.seconds(EVENTS_TIMEOUT.toSeconds() * 6);
/** One more than the deliveries after which the function itself gives up and records the deploy as undecided. */
const MAX_RECEIVE_COUNT = 6;

export function queues(scope: Construct, parameters: Parameters): Queues {
	const dead = new Queue(scope, "DeadLetters", {
		encryption: QueueEncryption.SQS_MANAGED,
		enforceSSL: true,
		retentionPeriod: Duration.days(14),
	});
	const events = new Queue(scope, "EventQueue", {
		encryption: QueueEncryption.SQS_MANAGED,
		enforceSSL: true,
		retentionPeriod: Duration.days(4),
		visibilityTimeout: VISIBILITY,
		deadLetterQueue: { queue: dead, maxReceiveCount: MAX_RECEIVE_COUNT },
	});
	for (const queue of [dead, events]) encrypt(queue, parameters);
	return { events, dead };
}

/** SQS's own keys, or the customer's. Never `alias/aws/sqs`: EventBridge cannot use that one, and would drop every event. */
function encrypt(queue: Queue, { hasKey, keyArn }: Parameters): void {
	const resource = queue.node.defaultChild as CfnQueue;
	resource.addPropertyOverride("SqsManagedSseEnabled", { "Fn::If": [hasKey.logicalId, false, true] });
	resource.addPropertyOverride("KmsMasterKeyId", onlyIf(hasKey, keyArn.valueAsString));
}
