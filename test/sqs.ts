/** A queue with its dead-letter queue in moto, and Lambda's poller between it and a function. */
import type { AwsCli } from "./aws-cli.ts";
import type { BatchAnswer } from "./lambda-function.ts";

export interface Queue {
	send(body: string): Promise<void>;
	/**
	 * As Lambda's event source mapping does: receives up to ten messages, invokes, and deletes what the answer does not name.
	 * When `invoke` rejects nothing is deleted. Answers how many messages it handed over.
	 */
	poll(invoke: (batch: { Records: readonly object[] }) => Promise<BatchAnswer>): Promise<number>;
	/** The bodies in the dead-letter queue. */
	dead(): Promise<readonly string[]>;
}

interface Received {
	readonly MessageId: string;
	readonly ReceiptHandle: string;
	readonly Body: string;
	readonly MD5OfBody: string;
	readonly Attributes: Record<string, string>;
}

/** At `endpoint`, which AWS CLI 1 takes for SQS from its arguments alone. Messages come back a second after they were received. */
export async function queueWithRedrive(cli: AwsCli, endpoint: string, name: string, maxReceiveCount: number): Promise<Queue> {
	const aws: AwsCli = (...args) => cli(...args, "--endpoint-url", endpoint);
	const create = async (queue: string, attributes: object) =>
		(await aws<{ QueueUrl: string }>("sqs", "create-queue", "--queue-name", queue, "--attributes", JSON.stringify(attributes))).QueueUrl;
	const receive = async (from: string, ...more: string[]) => {
		const all = ["--max-number-of-messages", "10", "--attribute-names", "All", ...more];
		return (await aws<{ Messages?: readonly Received[] }>("sqs", "receive-message", "--queue-url", from, ...all)).Messages ?? [];
	};
	const deadUrl = await create(`${name}-dead`, {});
	const region = "us-east-1";
	const arnOf = (queue: string) => `arn:aws:sqs:${region}:123456789012:${queue}`;
	const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(`${name}-dead`), maxReceiveCount });
	const url = await create(name, { VisibilityTimeout: "1", RedrivePolicy });

	return {
		send: async (body) => {
			await aws("sqs", "send-message", "--queue-url", url, "--message-body", body);
		},
		poll: async (invoke) => {
			const messages = await receive(url);
			if (messages.length === 0) return 0;
			const Records = messages.map(({ MessageId, ReceiptHandle, Body, MD5OfBody, Attributes }) => ({
				...{ messageId: MessageId, receiptHandle: ReceiptHandle, body: Body, md5OfBody: MD5OfBody, attributes: Attributes },
				...{ messageAttributes: {}, eventSource: "aws:sqs", eventSourceARN: arnOf(name), awsRegion: region },
			}));
			const { batchItemFailures } = await invoke({ Records });
			const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
			for (const { MessageId, ReceiptHandle } of messages) {
				if (!failed.includes(MessageId)) await aws("sqs", "delete-message", "--queue-url", url, "--receipt-handle", ReceiptHandle);
			}
			return messages.length;
		},
		dead: async () => (await receive(deadUrl, "--visibility-timeout", "0")).map(({ Body }) => Body),
	};
}
