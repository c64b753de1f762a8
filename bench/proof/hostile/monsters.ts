/** What is too large: sent as it is to those whose reader has no bound of its own, which Lambda and a file are. */
import { answer } from "../../../src/answer.ts";
import { answerHook } from "../../../src/answer-hook.ts";
import { webhook } from "../../../src/enforcement-points/webhook.ts";
import { readStrictBody } from "../../../src/http/json-body.ts";
import { judgeAtOnce } from "../../../src/intake.ts";
import { readMessage } from "../../../src/lambda/sqs-message.ts";
import { fixture } from "../../../test/fixtures.ts";
import type { Chance } from "../../simulation/chance.ts";
import { fateOf, fateOnRecord, judged } from "./answered.ts";
import { inTemplateSpelling, VIOLATING } from "./definitions.ts";
import type { Input } from "./fate.ts";
import type { Victim } from "./victim.ts";

const MIB = 2 ** 20;
const HOOK = fixture("cloudformation-hook", "resource-create-task-definition") as { readonly requestData: object };
const REGISTRATION = fixture("cloudtrail-event", "register-task-definition") as { readonly detail: object };

/** The text of one object, and what is large about it. */
const MAKES: readonly (() => string)[] = [
	() => withMember("padding", JSON.stringify("x".repeat(10 * MIB))),
	() => withMember("family", JSON.stringify("\ud800".repeat(MIB))),
	() => withMember("dockerLabels", `{${each(100_000, (n) => `"k${n}":"v"`)}}`),
	() => withMember("tags", `[${each(100_000, (n) => `{"key":"__proto__${n}","value":"v"}`)}]`),
	() => withMember("containerDefinitions", '{"length":2147483648,"0":{}}'),
	() => withMember("nested", `${"[".repeat(3_000)}${"]".repeat(3_000)}`),
	() =>
		withMember(
			"containerDefinitions",
			`[${each(100_000, (n) => `{"name":"c${n}","image":"nginx:1.27"}`)},{"name":"x","image":"y","privileged":true}]`,
		),
];

/** Of a definition that violates, the member being in the place of its own where it has one. */
function withMember(member: string, text: string): string {
	return JSON.stringify({ ...VIOLATING[0], [member]: "MEMBER" }).replace('"MEMBER"', () => text);
}

function each(count: number, text: (n: number) => string): string {
	return Array.from({ length: count }, (_, n) => text(n)).join(",");
}

export function monster(victim: Victim, chance: Chance): Input {
	const make = chance.pick(MAKES);
	const [asks, hooks] = [chance.is(0.5), chance.is(0.5)];
	const run = () =>
		judged(async () => {
			const object = make();
			if (!asks) {
				const detail = { ...REGISTRATION.detail, eventID: chance.uuid(), responseElements: null, requestParameters: "OBJECT" };
				const text = JSON.stringify({ ...REGISTRATION, detail }).replace('"OBJECT"', () => object);
				return fateOnRecord(
					await judgeAtOnce({ ...victim.bounded, reader: victim.copying.reader, store: victim.copying.store }, readMessage(text)),
				);
			}
			if (hooks) {
				// Of all entrances the one without a bound: Lambda reads what it is handed.
				const properties = inTemplateSpelling(JSON.parse(object));
				const event = { ...HOOK, requestData: { ...HOOK.requestData, targetModel: { resourceProperties: properties } } };
				const { hookStatus, message } = await answerHook(victim.bounded, event);
				return fateOf(hookStatus === "SUCCESS", message);
			}
			const request = { uid: "u", kind: "TaskDefinition", operation: "CREATE", userInfo: { arn: "a" }, object: "OBJECT" };
			const review = JSON.stringify({ apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request });
			const { response } = await answer(victim.bounded, webhook, readStrictBody(Buffer.from(review.replace('"OBJECT"', () => object))));
			return fateOf(response.allowed, response.status?.message);
		});
	return { is: "violating", size: 10 * MIB, run };
}
