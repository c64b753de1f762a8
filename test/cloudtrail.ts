/** EventBridge envelopes around CloudTrail records of ECS calls, in the documented shape (CloudTrail record contents, EventBridge events reference for ECS). */
import { randomUUID } from "node:crypto";

export interface CallEvent {
	readonly eventName: string;
	readonly requestParameters: unknown;
	readonly responseElements: unknown;
	readonly account?: string;
	readonly region?: string;
	readonly eventTime?: string;
	readonly eventID?: string;
	readonly roleArn?: string;
	readonly requestID?: string;
}

export function callEvent({ eventName, requestParameters, responseElements, ...over }: CallEvent): Record<string, unknown> {
	const { account = "123456789012", region = "us-east-1", eventTime = new Date().toISOString(), eventID = randomUUID() } = over;
	const role = over.roleArn ?? `arn:aws:iam::${account}:role/ci`;
	return {
		version: "0",
		id: randomUUID(),
		"detail-type": "AWS API Call via CloudTrail",
		source: "aws.ecs",
		account,
		time: eventTime,
		region,
		resources: [],
		detail: {
			eventVersion: "1.11",
			userIdentity: {
				type: "AssumedRole",
				principalId: "AROAEXAMPLE:run-1",
				arn: `arn:aws:sts::${account}:assumed-role/${role.split("/").at(-1)}/run-1`,
				accountId: account,
				sessionContext: { sessionIssuer: { type: "Role", principalId: "AROAEXAMPLE", arn: role, accountId: account, userName: "ci" } },
			},
			eventTime,
			eventSource: "ecs.amazonaws.com",
			eventName,
			awsRegion: region,
			sourceIPAddress: "192.0.2.10",
			userAgent: "aws-cli/2.31.0",
			requestParameters,
			responseElements,
			requestID: over.requestID ?? randomUUID(),
			eventID,
			readOnly: false,
			eventType: "AwsApiCall",
			managementEvent: true,
			recipientAccountId: account,
			eventCategory: "Management",
		},
	};
}

/** A registration that names no revision: what CloudTrail tells when it omits the answer. */
export function registerEvent(requestParameters: unknown): Record<string, unknown> {
	return callEvent({ eventName: "RegisterTaskDefinition", requestParameters, responseElements: null });
}
