/** A stack of Taskgate's as CloudFormation tells of it, and its parts by the names that infra/ gives them. Pure. */
import { NotHere, Unread, type Where } from "./found.ts";
import { aws } from "./shell.ts";

export interface Part {
	/** In the template: `EventQueueFD722DCD`. */
	readonly id: string;
	readonly type: string;
	/** The name that AWS knows it by. */
	readonly name: string;
}

export interface StackRead {
	readonly name: string;
	readonly createdAt: string;
	readonly status: string;
	readonly parameters: Readonly<Record<string, string>>;
	readonly outputs: Readonly<Record<string, string>>;
	readonly parts: readonly Part[];
	/** As it was deployed. */
	readonly template: Template;
}

export interface Template {
	readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>>;
}

export type Kind = "gate" | "hub" | "member";

/** Behind the name that infra/ gives, CDK puts eight hexadecimal digits, or nothing. */
const HASH = /^(?:[0-9A-F]{8})?$/;

export class Stack {
	readonly read: StackRead;
	readonly where: Where;
	readonly kind: Kind;

	constructor(read: StackRead, where: Where) {
		this.read = read;
		this.where = where;
		this.kind = kindOf(read);
	}

	get name(): string {
		return this.read.name;
	}

	/** @throws {Unread} where there is none: then nothing can be told of it. */
	part(type: string, name: string): Part {
		const found = this.find(type, name);
		if (found === undefined) throw new Unread(`the stack ${this.name} has no ${name}: is it Taskgate's, and of this version?`);
		return found;
	}

	find(type: string, name: string): Part | undefined {
		return this.all(type).find(({ id }) => id.startsWith(name) && HASH.test(id.slice(name.length)));
	}

	all(type: string): readonly Part[] {
		return this.read.parts.filter((part) => part.type === type);
	}

	/** @throws {NotHere} for a member, whose gate is the hub's. */
	gate(): Stack {
		if (this.kind !== "member") return this;
		throw new NotHere(`${this.name} is a member: that is the hub's, so run doctor in the hub's account`);
	}

	/** The ARN of a part, as other services want it. */
	arnOf({ type, name }: Part): string {
		const { partition, region, account } = this.where;
		const inRegion = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
		if (type === "AWS::SQS::Queue") return inRegion("sqs", name.split("/").at(-1) ?? name);
		if (type === "AWS::Lambda::Function") return inRegion("lambda", `function:${name}`);
		if (type === "AWS::DynamoDB::Table") return inRegion("dynamodb", `table/${name}`);
		if (type === "AWS::Events::EventBus") return inRegion("events", `event-bus/${name}`);
		if (type === "AWS::Logs::LogGroup") return inRegion("logs", `log-group:${name}:*`);
		if (type === "AWS::IAM::Role") return `arn:${partition}:iam::${account}:role/${name}`;
		if (type === "AWS::S3::Bucket") return `arn:${partition}:s3:::${name}`;
		return name;
	}
}

function kindOf({ outputs, parts }: StackRead): Kind {
	if ("HubBus" in outputs) return "hub";
	return parts.some(({ type, id }) => type === "AWS::SQS::Queue" && id.startsWith("Undelivered")) ? "member" : "gate";
}

/** The command that sets parameters of the stack, and leaves the others as they are. */
export function updating({ name, read, where }: Stack, changed: Readonly<Record<string, string>>): string {
	const parameters = Object.keys(read.parameters).map((ParameterKey) =>
		changed[ParameterKey] === undefined
			? { ParameterKey, UsePreviousValue: true }
			: { ParameterKey, ParameterValue: changed[ParameterKey] },
	);
	const options = { "stack-name": name, "use-previous-template": true, capabilities: "CAPABILITY_NAMED_IAM", parameters };
	return aws("cloudformation update-stack", options, where);
}
