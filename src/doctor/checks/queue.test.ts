import { expect, test } from "vitest";
import { examined, only, patientOf, stackOf } from "../../../test/doctor-patient.ts";
import { deadLetters, queue } from "./queue.ts";

const dead = stackOf().arnOf(stackOf().part("AWS::SQS::Queue", "DeadLetters"));
const REDRIVE = { deadLetterTargetArn: dead };
const waiting = (count: number) => async () => ({ waiting: count, inFlight: 0, redrivePolicy: REDRIVE });

test("an old message is a problem, with the log that says why", async () => {
	const { status, seen, mend = [] } = await only(queue, { reads: { queue: waiting(12), metrics: async () => [1_200] } });
	expect(status).toBe("problem");
	expect(seen).toBe("12 events wait, 0 are being judged, the oldest was 1200 s old in the last 15 minutes");
	expect(mend[0]).toMatch(/^aws logs tail Taskgate-EventsLogs\S+ --since 1h/);
});
test("one that is no more there was late, and is done", async () => {
	expect((await only(queue, { reads: { queue: waiting(0), metrics: async () => [1_200] } })).status).toBe("ok");
});
test("without a measurement the depth is told alone", async () => {
	expect(await only(queue, { reads: { queue: waiting(1) } })).toMatchObject({
		status: "ok",
		seen: expect.stringContaining("no age was measured"),
	});
});
test("a queue that is gone", async () => {
	expect((await only(queue, { reads: { queue: async () => undefined } })).seen).toMatch(/EventQueue\w+-x is gone$/);
});
test("a queue without dead letters gets the stack's own", async () => {
	const reads = { queue: async () => ({ waiting: 0, inFlight: 0, redrivePolicy: undefined }) };
	const [, found] = await examined(queue, { reads });
	expect(found?.mend?.[0]).toContain(
		"aws sqs set-queue-attributes --queue-url https://sqs.eu-central-1.amazonaws.com/111122223333/Taskgate-EventQueue",
	);
	expect(found?.mend?.[0]).toContain(JSON.stringify(JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 6 })));
});

test("dead letters are looked at, and moved to the queue by name: what EventBridge put there came from none", async () => {
	const { status, mend = [] } = await only(deadLetters, { reads: { queue: waiting(3) } });
	expect(status).toBe("problem");
	expect(mend[0]).toContain("receive-message");
	expect(mend[1]).toMatch(/^aws sqs start-message-move-task --source-arn \S+DeadLetters\S+ --destination-arn \S+EventQueue/);
});
test("those in flight count: somebody may just be reading them", async () => {
	const reads = { queue: async () => ({ waiting: 0, inFlight: 2, redrivePolicy: undefined }) };
	expect((await only(deadLetters, { reads })).seen).toMatch(/^2 events/);
});
test("what a member could not deliver has no queue to go back to", async () => {
	const { mend = [], seen } = await only(deadLetters, { stack: stackOf("taskgate-member"), reads: { queue: waiting(1) } });
	expect([mend.length, seen]).toEqual([1, expect.stringContaining("Undelivered")]);
});
test("a member has no queue of events", async () => {
	await expect(queue.examine(patientOf({ stack: stackOf("taskgate-member") }))).rejects.toThrow(/is a member/);
});
