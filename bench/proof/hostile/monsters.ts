/** What is too large: sent as it is to those whose reader has no bound of its own, which Lambda and a file are. */
import { answer } from "../../../src/answer.ts";
import { webhook } from "../../../src/enforcement-points/webhook.ts";
import { judgeAtOnce } from "../../../src/intake.ts";
import { fixture } from "../../../test/fixtures.ts";
import type { Chance } from "../../simulation/chance.ts";
import { fateOf, fateOnRecord, judged } from "./answered.ts";
import { VIOLATING } from "./definitions.ts";
import type { Input } from "./fate.ts";
import type { Victim } from "./victim.ts";

const MIB = 2 ** 20;
const REGISTRATION = fixture("cloudtrail-event", "register-task-definition") as { readonly detail: object };

/** One object, and what is large about it. */
const MAKES: readonly ((chance: Chance) => object)[] = [
	() => withContainers(100_000),
	() => ({ ...VIOLATING[0], padding: "x".repeat(10 * MIB) }),
	() => ({ ...VIOLATING[0], family: "\ud800".repeat(MIB) }),
	() => ({ ...VIOLATING[0], dockerLabels: Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`k${n}`, "v"])) }),
	() => ({ ...VIOLATING[0], tags: Array.from({ length: 100_000 }, (_, n) => ({ key: `__proto__${n}`, value: "v" })) }),
	() => ({ ...VIOLATING[0], containerDefinitions: { length: 2 ** 31, 0: {} } }),
	() => ({ ...VIOLATING[0], nested: nested(50_000) }),
];

function withContainers(count: number): object {
	const { containerDefinitions } = VIOLATING[0] as { containerDefinitions: readonly object[] };
	const many = Array.from({ length: count }, (_, n) => ({ name: `c${n}`, image: "nginx:1.27" }));
	return { ...VIOLATING[0], containerDefinitions: [...many, ...containerDefinitions] };
}

function nested(levels: number): object {
	let value: object = {};
	for (let n = 0; n < levels; n += 1) value = [value];
	return value;
}

export function monster(victim: Victim, chance: Chance): Input {
	const object = chance.pick(MAKES)(chance);
	const asks = chance.is(0.5);
	const run = async () => {
		if (!asks) {
			const event = { ...REGISTRATION, detail: { ...REGISTRATION.detail, eventID: chance.uuid(), responseElements: null, requestParameters: object } };
			return judged(async () => fateOnRecord(await judgeAtOnce(victim.copying, event as never)));
		}
		const request = { uid: "u", kind: "TaskDefinition", operation: "CREATE", userInfo: { arn: "a" }, object };
		return judged(async () => {
			const { response } = await answer(victim.asking, webhook, { apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request });
			return fateOf(response.allowed, response.status?.message);
		});
	};
	return { is: "violating", size: 10 * MIB, run };
}
