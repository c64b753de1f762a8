/** What the functions may do to the gate's own parts: records, queue, logs, bus and key. */
import { Aws } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Grant } from "./grant.ts";
import type { Parameters } from "./parameters.ts";

export function writingLogs(group: LogGroup): readonly Grant[] {
	return [
		{
			sid: "WriteLogs",
			actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
			resources: [group.logGroupArn],
			because: "The log streams of this one group, which AWS names.",
		},
	];
}

export function takingEvents(queue: Queue): readonly Grant[] {
	return [
		{ sid: "TakeEvents", actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resources: [queue.queueArn] },
	];
}

/** No Scan, no table management. */
export function keepingRecords(tableArn: string): readonly Grant[] {
	return [
		{
			sid: "KeepRecords",
			actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"],
			resources: [tableArn],
		},
		{
			sid: "ListRecords",
			actions: ["dynamodb:Query"],
			resources: [`${tableArn}/index/*`],
			because: "The indexes of this one table.",
		},
	];
}

/** What is decided is told on the bus of decisions. Exists only while Enforce is on. */
export function telling(bus: EventBus): readonly Grant[] {
	return [{ sid: "Tell", actions: ["events:PutEvents"], resources: [bus.eventBusArn] }];
}

const KEEPERS = ["dynamodb", "sqs", "events", "lambda"];

/** Only with a key of the customer's own. `keepers`: the services that use it for whoever has the role. */
export function usingKey({ keyArn }: Pick<Parameters, "keyArn">, keepers: readonly string[] = KEEPERS): readonly Grant[] {
	const via = (...services: readonly string[]) => ({
		StringEquals: { "kms:ViaService": services.map((service) => `${service}.${Aws.REGION}.amazonaws.com`) },
	});
	const key = [keyArn.valueAsString];
	return [
		{
			sid: "UseKey",
			actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"],
			resources: key,
			conditions: via(...keepers),
		},
		{
			sid: "LetTheTableUseKey",
			actions: ["kms:CreateGrant"],
			resources: key,
			conditions: { ...via("dynamodb"), Bool: { "kms:GrantIsForAWSResource": "true" } },
		},
	];
}
