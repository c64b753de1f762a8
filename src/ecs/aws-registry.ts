import {
	DescribeTaskDefinitionCommand,
	type DescribeTaskDefinitionCommandOutput,
	paginateListTaskDefinitions,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionCommandInput,
} from "@aws-sdk/client-ecs";
import type { JsonObject } from "../admission/request.ts";
import { familyRevision, isIn } from "./arn.ts";
import { ask } from "./ask.ts";
import { askOrMissing } from "./ask-ecs.ts";
import type { AwsClients } from "./aws-clients.ts";
import { faultOf, isNamed, messageOf } from "./aws-error.ts";
import { LookUpFailed, type Place } from "./ecs-reader.ts";
import { type Registered, RegistrationFailed, type Registry } from "./registry.ts";

/** All tries together; whoever finds the registration open later must know that nobody is at it any more. */
const DEADLINE_MS = 40_000;
/** For one try: a registration that was slow is one all the same. */
const ANSWER_MS = 20_000;
const THROTTLED = ["ThrottlingException", "Throttling", "ThrottledException", "TooManyRequestsException", "RequestLimitExceeded"];

/** ECS's registry through its API. */
export class AwsRegistry implements Registry {
	readonly #aws: Pick<AwsClients, "ecs" | "self">;

	constructor(aws: Pick<AwsClients, "ecs" | "self">) {
		this.#aws = aws;
	}

	self() {
		return this.#aws.self();
	}

	async register(place: Place, body: JsonObject): Promise<Registered> {
		const ecs = await this.#aws.ecs(place);
		const command = new RegisterTaskDefinitionCommand(body as unknown as RegisterTaskDefinitionCommandInput);
		command.middlewareStack.add(onlyOnce, { step: "finalizeRequest", priority: "low", name: "onlyOnce" });
		const options = { abortSignal: AbortSignal.timeout(DEADLINE_MS), requestTimeout: ANSWER_MS };
		try {
			return registered(place, await ecs.send(command, options));
		} catch (error) {
			throw failed(error instanceof Once ? error.cause : error);
		}
	}

	async newest(place: Place, family: string): Promise<Registered | undefined> {
		const ecs = await this.#aws.ecs(place);
		const command = new DescribeTaskDefinitionCommand({ taskDefinition: family, include: ["TAGS"] });
		const answer = await askOrMissing("ecs:DescribeTaskDefinition", family, () => ecs.send(command));
		return answer?.taskDefinition === undefined ? undefined : registered(place, answer);
	}

	async revisions(place: Place, family: string): Promise<readonly string[]> {
		const client = await this.#aws.ecs(place);
		return ask("ecs:ListTaskDefinitions", family, async () => {
			const found: string[] = [];
			for await (const { taskDefinitionArns = [] } of paginateListTaskDefinitions({ client }, { familyPrefix: family, sort: "ASC" })) {
				found.push(...taskDefinitionArns.filter((arn) => isIn(place, arn) && familyRevision(arn).family === family));
			}
			return found;
		});
	}
}

/** The SDK would try again after a lost answer, and register a second revision. What AWS turned away may be tried again. */
class Once extends Error {
	override readonly name = "Once";
}

function onlyOnce<Args, Output>(next: (args: Args) => Promise<Output>): (args: Args) => Promise<Output> {
	return async (args) => {
		try {
			return await next(args);
		} catch (cause) {
			throw isNamed(cause, ...THROTTLED) ? cause : new Once("tried once", { cause });
		}
	};
}

/** The answer in JSON: dates are RFC 3339, what is undefined is absent. */
function registered(place: Place, { taskDefinition, tags, $metadata }: DescribeTaskDefinitionCommandOutput): Registered {
	const arn = taskDefinition?.taskDefinitionArn ?? "";
	if (!isIn(place, arn)) throw new LookUpFailed(`ECS answered with another ARN: ${arn}`, { transient: false });
	const { requestId } = $metadata;
	const registeredAt = taskDefinition?.registeredAt?.toISOString();
	return {
		answer: JSON.parse(JSON.stringify({ taskDefinition, tags: tags ?? [] })) as JsonObject,
		arn,
		...(registeredAt === undefined ? {} : { registeredAt }),
		...(requestId === undefined ? {} : { awsRequestId: requestId }),
	};
}

function failed(cause: unknown): Error {
	if (cause instanceof LookUpFailed) return cause;
	const code = cause instanceof Error ? cause.name : "Error";
	const fault = faultOf(cause);
	if (isNamed(cause, ...THROTTLED)) return new RegistrationFailed(code, messageOf(cause), { status: 429, cause });
	if (fault === "refused") return new RegistrationFailed(code, messageOf(cause), { status: 400, cause });
	const hint = fault === "denied" ? "; allow ecs:RegisterTaskDefinition and ecs:TagResource to the gate's role" : "";
	return new RegistrationFailed(code, `${messageOf(cause)}${hint}`, { status: 502, cause });
}
