/** What waits between EventBridge and the gate. */
import { counted } from "../../report/text.ts";
import type { Check } from "../check.ts";
import { type Found, ok, problem } from "../found.ts";
import { aws, lookAt } from "../shell.ts";
import type { Part, Stack } from "../stack.ts";

/** Seconds, as the stack's own alarm has it. */
const TOO_OLD = 900;
const LOOKED_BACK = 900;

export const queue: Check = {
	name: "queue",
	why: "an event that waits is a deploy that nobody has judged",
	async examine({ reads, stack }) {
		const gate = stack().gate();
		const events = gate.part("AWS::SQS::Queue", "EventQueue");
		const read = await reads.queue(events.name);
		if (read === undefined) return [problem(`the queue ${nameOf(events)} is gone`, { mend: again(gate), subjects: [events.name] })];
		const dimensions = { QueueName: nameOf(events) };
		const [oldest] = await reads.metrics([
			{ namespace: "AWS/SQS", metric: "ApproximateAgeOfOldestMessage", dimensions, statistic: "Maximum", over: LOOKED_BACK },
		]);
		const age = oldest === undefined ? "no age was measured" : `the oldest was ${Math.round(oldest)} s old`;
		const seen = `${read.waiting} events wait, ${read.inFlight} are being judged, ${age} in the last 15 minutes`;
		const log = gate.find("AWS::Logs::LogGroup", "EventsLogs")?.name;
		const look = log === undefined ? [] : [lookAt(log, "1h", gate.where)];
		const late = (oldest ?? 0) > TOO_OLD && read.waiting + read.inFlight > 0;
		return [
			late
				? problem(seen, {
						mend: look,
						subjects: [events.name],
						why: "events come faster than they are judged, or the events function fails: its log says which",
					})
				: ok(seen),
			...deadLettersLost(gate, events, read.redrivePolicy?.deadLetterTargetArn),
		];
	},
};

function deadLettersLost(gate: Stack, events: Part, target: string | undefined): readonly Found[] {
	const dead = gate.arnOf(gate.part("AWS::SQS::Queue", "DeadLetters"));
	if (target === dead) return [];
	const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 6 });
	return [
		problem(`the queue ${nameOf(events)} has no dead-letter queue of this stack's`, {
			why: "an event that cannot be judged comes back until it is lost, and nothing tells of it",
			mend: [aws("sqs set-queue-attributes", { "queue-url": events.name, attributes: { RedrivePolicy } }, gate.where)],
			subjects: [events.name],
		}),
	];
}

export const deadLetters: Check = {
	name: "dead-letters",
	why: "each is an event that could not be judged or delivered: whatever it told of stands",
	async examine({ reads, stack }) {
		const whole = stack();
		const isMember = whole.kind === "member";
		const part = whole.part("AWS::SQS::Queue", isMember ? "Undelivered" : "DeadLetters");
		const read = await reads.queue(part.name);
		if (read === undefined) return [problem(`the queue ${nameOf(part)} is gone`, { mend: again(whole), subjects: [part.name] })];
		const count = read.waiting + read.inFlight;
		if (count === 0) return [ok(`${nameOf(part)} is empty`)];
		const look = aws(
			"sqs receive-message",
			{ "queue-url": part.name, "visibility-timeout": "0", "max-number-of-messages": "10" },
			whole.where,
		);
		return [
			problem(`${counted(count, "event")} ${count === 1 ? "lies" : "lie"} in ${nameOf(part)}`, {
				mend: [look, ...(isMember ? [] : redrive(whole, part))],
				subjects: [part.name],
			}),
		];
	},
};

/** With a destination: what EventBridge put there has no queue that it came from. */
function redrive(stack: Stack, dead: Part): readonly string[] {
	const to = stack.arnOf(stack.part("AWS::SQS::Queue", "EventQueue"));
	return [aws("sqs start-message-move-task", { "source-arn": stack.arnOf(dead), "destination-arn": to }, stack.where)];
}

function nameOf({ name }: Part): string {
	return name.split("/").at(-1) ?? name;
}

/** CloudFormation makes no part again that somebody has deleted; under another name of the stack it makes all of them. */
function again({ name, where }: Stack): readonly string[] {
	return [aws("cloudformation detect-stack-drift", { "stack-name": name }, where), `# then install the stack again: docs/install.md`];
}
