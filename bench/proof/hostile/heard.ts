/** Those that only tell: EventBridge with what CloudTrail, ECS, GuardDuty and Falco say, by HTTP and by SQS. */
import { alertIntake } from "../../../src/alert-intake.ts";
import { judgeAtOnce, readEvent } from "../../../src/intake.ts";
import { judgeBatch } from "../../../src/lambda/judge-batch.ts";
import { readMessage } from "../../../src/lambda/sqs-message.ts";
import { fixture, fixturesOf } from "../../../test/fixtures.ts";
import type { Chance } from "../../simulation/chance.ts";
import { fateOfReading, fateOnRecord, judged } from "./answered.ts";
import { violating } from "./definitions.ts";
import type { Fate, Input } from "./fate.ts";
import { anyChange, keepingViolation } from "./mutations.ts";
import { type Odd, odd, written } from "./odd-text.ts";
import type { Victim } from "./victim.ts";

const REGISTRATION = fixture("cloudtrail-event", "register-task-definition") as { readonly detail: object };
const EVENTS = ["cloudtrail-event", "task-state-change", "pause-hook", "scp-denial", "runtime-alert", "noise"].flatMap((folder) =>
	fixturesOf(folder),
);
const ALERTS = fixturesOf("runtime-alert");

/** No two are the same happening. */
function withKey(text: string, chance: Chance): string {
	return text.replace(/"eventID":"[^"]*"/, () => `"eventID":"${chance.uuid()}"`);
}

/** CloudTrail's record of a registration that is denied, where its own words are all there is. */
export function registration(victim: Victim, chance: Chance): Input {
	const { responseElements: _, ...detail } = REGISTRATION.detail as { responseElements: unknown };
	const definition = written(keepingViolation(odd(violating(chance)), chance), chance);
	const envelope = JSON.stringify({ ...REGISTRATION, detail: { ...detail, requestParameters: "OBJECT" } });
	const text = withKey(
		envelope.replace('"OBJECT"', () => definition),
		chance,
	);
	const tell = async (bytes: Buffer) => fateOnRecord(await judgeAtOnce(victim.copying, readMessage(bytes.toString())));
	return telling("violating", text, tell, (bytes) => fateOfReading(readEvent(readMessage(bytes.toString())).requests));
}

/** The same where ECS is asked, which has what was registered: whatever the event says of it. */
export function recorded(victim: Victim, chance: Chance): Input {
	const detail: Odd = odd(REGISTRATION.detail);
	const changed = keepingViolation(detail, chance, { stays: () => true });
	const text = withKey(
		JSON.stringify({ ...REGISTRATION, detail: "OBJECT" }).replace('"OBJECT"', () => written(changed, chance)),
		chance,
	);
	return telling("violating", text, async (bytes) => fateOnRecord(await judgeAtOnce(victim.asking, readMessage(bytes.toString()))));
}

/** Any event of any source, in a batch with one that is sound: of a message that cannot be read the queue hears, and of no other. */
export function message(victim: Victim, chance: Chance): Input {
	const body = withKey(written(anyChange(odd(chance.pick(EVENTS).event), chance), chance), chance);
	return telling("anything", body, async () => {
		const told: string[] = [];
		const log = { decided: () => {}, info: () => {}, alarm: (_: string, facts?: object) => told.push(JSON.stringify(facts ?? {})) };
		const messages = [{ id: "hostile", body, receives: 4 }];
		const { batchItemFailures } = await judgeBatch({ ...victim.copying, log }, messages, () => 60_000);
		if (told.some((facts) => /TypeError|RangeError|ReferenceError/.test(facts))) throw new Error(told.join("; "));
		return batchItemFailures.length === 0
			? { end: "taken", cause: "" }
			: { end: "refused", cause: told.join("; ") || "returned to the queue" };
	});
}

export function alerts(victim: Victim): (chance: Chance) => Input {
	const hear = alertIntake(victim.copying);
	return (chance) => {
		const text = written(anyChange(odd(chance.pick(ALERTS).event), chance), chance);
		return telling("anything", text, async (bytes) => {
			const kept = await hear(readMessage(bytes.toString()));
			return { end: "taken", cause: String(kept) };
		});
	};
}

function telling(is: Input["is"], text: string, tell: (bytes: Buffer) => Promise<Fate>, read?: (bytes: Buffer) => Fate): Input {
	const bytes = Buffer.from(text);
	const run = () => judged(() => tell(bytes));
	return { is, size: bytes.length, run, ...(read && { read: () => judged(async () => read(bytes)) }) };
}
