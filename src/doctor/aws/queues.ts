import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { QueueRead, Reads } from "../reads.ts";
import { readingIfThere } from "./reading.ts";
import type { Session } from "./session.ts";

const MISSING = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

export function readingQueues({ sqs }: Session): Pick<Reads, "queue"> {
	return {
		async queue(QueueUrl) {
			const answer = await readingIfThere("sqs:GetQueueAttributes", MISSING, () =>
				sqs().send(
					new GetQueueAttributesCommand({
						QueueUrl,
						AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "RedrivePolicy"],
					}),
				),
			);
			if (answer === undefined) return undefined;
			const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible, RedrivePolicy } = answer.Attributes ?? {};
			return {
				waiting: Number(ApproximateNumberOfMessages ?? 0),
				inFlight: Number(ApproximateNumberOfMessagesNotVisible ?? 0),
				redrivePolicy: RedrivePolicy ? (JSON.parse(RedrivePolicy) as QueueRead["redrivePolicy"]) : undefined,
			};
		},
	};
}
