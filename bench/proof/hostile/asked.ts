/** Those who ask before acting: a review, a CloudFormation hook, a deployment's hook, the door, and files that are checked. */
import { Readable } from "node:stream";
import { answer } from "../../../src/answer.ts";
import { answerHook } from "../../../src/answer-hook.ts";
import { STDIN_PATH } from "../../../src/check/find-files.ts";
import { judgeFiles } from "../../../src/check/judge-files.ts";
import { readFile } from "../../../src/check/read-file.ts";
import { cloudformationHook } from "../../../src/enforcement-points/cloudformation-hook.ts";
import { deploymentHook } from "../../../src/enforcement-points/deployment-hook.ts";
import { registerDoor } from "../../../src/enforcement-points/register-door.ts";
import { webhook } from "../../../src/enforcement-points/webhook.ts";
import { readStrictBody } from "../../../src/http/json-body.ts";
import { readMessage } from "../../../src/lambda/sqs-message.ts";
import { register } from "../../../src/register.ts";
import { fixture } from "../../../test/fixtures.ts";
import type { Chance } from "../../simulation/chance.ts";
import { fateOf, fateOfReading, judged } from "./answered.ts";
import { complying, inTemplateSpelling, violating } from "./definitions.ts";
import type { Fate, Input } from "./fate.ts";
import { anyChange, type Keeps, keepingViolation } from "./mutations.ts";
import { odd, written } from "./odd-text.ts";
import type { Victim } from "./victim.ts";

const USER = "arn:aws:sts::111122223333:assumed-role/ci/run-1";

/** An envelope with the text of an object in it. */
function enveloped(envelope: object, text: string): string {
	return JSON.stringify(envelope).replace('"OBJECT"', () => text);
}

export function review(victim: Victim, chance: Chance): Input {
	const envelope = {
		apiVersion: "admission.taskgate.dev/v1",
		kind: "AdmissionReview",
		request: {
			...{ uid: "u", kind: "TaskDefinition", operation: "CREATE", account: "111122223333", region: "eu-central-1" },
			...{ userInfo: { arn: USER }, object: "OBJECT" },
		},
	};
	const { is, text } = definitionText(chance, { twice: true });
	const whole =
		is === "anything"
			? written(anyChange(odd({ ...envelope, request: { ...envelope.request, object: violating(chance) } }), chance), chance)
			: enveloped(envelope, text);
	const ask = async (bytes: Buffer) => {
		const { response } = await answer(victim.asking, webhook, readStrictBody(bytes));
		return fateOf(response.allowed, response.status?.message);
	};
	return input(is, whole, ask, (bytes) => fateOfReading(webhook.read(readStrictBody(bytes))));
}

/** With a definition that is denied, one that is not, or anything. */
function definitionText(
	chance: Chance,
	keeping: Parameters<typeof keepingViolation>[2] = {},
): { readonly is: Input["is"]; readonly text: string } {
	if (chance.is(0.05)) return { is: "complying", text: written(odd(complying(chance)), chance) };
	if (chance.is(0.2)) return { is: "anything", text: written(anyChange(odd(violating(chance)), chance), chance) };
	return { is: "violating", text: written(keepingViolation(odd(violating(chance)), chance, keeping), chance) };
}

function input(is: Input["is"], text: string, ask: (bytes: Buffer) => Promise<Fate>, read?: (bytes: Buffer) => Fate): Input {
	const bytes = Buffer.from(text);
	const run = () => judged(() => ask(bytes));
	return { is, size: bytes.length, run, ...(read && { read: () => judged(async () => read(bytes)) }) };
}

export function door(victim: Victim, chance: Chance): Input {
	const { is, text } = definitionText(chance);
	const asked = (bytes: Buffer) => ({ body: readMessage(bytes.toString()), account: "111122223333", region: "eu-central-1", dryRun: true });
	const ask = async (bytes: Buffer) => {
		const outcome = await register(victim.asking, asked(bytes));
		return fateOf(outcome.outcome !== "refused", outcome.outcome === "refused" ? outcome.refusal.detail : "");
	};
	return input(is, text, ask, (bytes) => fateOfReading(registerDoor.read({ register: asked(bytes) })));
}

/** A template's language reads `"256"` and 256 alike, so that what violates must stay as it is. */
const SCALAR_IN_TEMPLATE: Keeps = (path) =>
	path.some((key) => /^(Environment|Capabilities|LinuxParameters|PidMode|IpcMode|NetworkMode|SourcePath|Privileged|Host)$/.test(key));

function templateText(chance: Chance): { readonly is: Input["is"]; readonly text: string } {
	if (chance.is(0.05)) return { is: "complying", text: written(odd(inTemplateSpelling(complying(chance))), chance) };
	const properties = odd(inTemplateSpelling(violating(chance)));
	if (chance.is(0.2)) return { is: "anything", text: written(anyChange(properties, chance), chance) };
	return { is: "violating", text: written(keepingViolation(properties, chance, { stays: SCALAR_IN_TEMPLATE }), chance) };
}

export function cloudformation(victim: Victim, chance: Chance): Input {
	const { is, text } = templateText(chance);
	const asStack = chance.is(0.08);
	const event = fixture("cloudformation-hook", asStack ? "stack-create-json" : "resource-create-task-definition") as {
		requestData: object;
	};
	const template = `{"Resources":{"T":{"Type":"AWS::ECS::TaskDefinition","Properties":${text}}}}`;
	const data = asStack ? { payload: { template, previousTemplate: "" } } : { targetModel: { resourceProperties: "OBJECT" } };
	const whole = enveloped({ ...event, requestData: { ...event.requestData, ...data } }, text);
	const ask = async (bytes: Buffer) => {
		const { hookStatus, message } = await answerHook(victim.asking, readMessage(bytes.toString()));
		return fateOf(hookStatus === "SUCCESS", message);
	};
	return input(is, whole, ask, (bytes) => fateOfReading(cloudformationHook.read(readMessage(bytes.toString()))));
}

const INVOCATIONS = ["pre-scale-up", "pre-scale-up-fields-at-top", "production-traffic-shift", "still-waiting", "linear-step-with-profile"];

export function deployment(victim: Victim, chance: Chance): Input {
	const event = odd(fixture("deployment-hook", chance.pick(INVOCATIONS)));
	// Whether it is at a stage that is judged is said by stage and weights, and by what was answered before.
	const changed = chance.is(0.3) ? anyChange(event, chance) : undefined;
	const text = written(changed ?? keepingViolation(event, chance, { stays: () => true }), chance);
	return input(changed === undefined ? "violating" : "anything", text, async (bytes) => {
		const { hookStatus } = await answer(victim.asking, deploymentHook, readMessage(bytes.toString()));
		return fateOf(hookStatus === "SUCCEEDED", `the hook answers ${hookStatus}`);
	});
}

export function file(victim: Victim, chance: Chance): Input {
	const { is, text } = chance.is(0.7) ? definitionText(chance, { twice: true }) : templateText(chance);
	const whole = text.includes('"Family"') ? `{"Resources":{"T":{"Type":"AWS::ECS::TaskDefinition","Properties":${text}}}}` : text;
	return input(is, whole, async (bytes) => {
		const given = { stdin: Readable.from([bytes]), kind: undefined, values: { parameters: new Map(), defaults: false } };
		const { found } = await readFile({ path: STDIN_PATH, named: true }, given);
		const decisions = await judgeFiles(victim.copying, found);
		const worst = decisions.find(({ verdict }) => verdict !== "allowed") ?? decisions.find(({ unknown }) => unknown.length > 0);
		if (worst === undefined) return fateOf(decisions.length > 0, "nothing was found in it");
		const [said] = [
			...worst.violations.map(({ message }) => message),
			...worst.failures.map(({ reason }) => reason),
			...worst.unknown.map(({ message }) => message),
		];
		return { end: worst.verdict === "denied" ? "denied" : "undecided", cause: said ?? "" };
	});
}
