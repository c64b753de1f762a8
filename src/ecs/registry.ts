/** ECS's task definitions as the gate itself makes them, with its own role. */
import type { JsonObject } from "../admission/request.ts";
import type { Place } from "./ecs-reader.ts";

export interface Registered {
	/** ECS's own answer: `{taskDefinition, tags}`. */
	readonly answer: JsonObject;
	readonly arn: string;
	/** RFC 3339; absent where ECS does not say. */
	readonly registeredAt?: string;
	/** Of the call that made it: CloudTrail will tell of it under this id. */
	readonly awsRequestId?: string;
}

/** Who the gate is, and where. */
export interface Self extends Place {
	readonly arn: string;
	/** The role's own ARN, where `arn` is a session's. */
	readonly roleArn?: string;
}

export interface Registry {
	/** Who the gate is, and in which account and Region. @throws {LookUpFailed} */
	self(): Promise<Self>;
	/** `body`: of RegisterTaskDefinition. @throws {RegistrationFailed} {LookUpFailed} for an account that the gate has no role in. */
	register(place: Place, body: JsonObject): Promise<Registered>;
	/** The newest active revision of a family. @throws {LookUpFailed} */
	newest(place: Place, family: string): Promise<Registered | undefined>;
	/** The ARNs of a family's active revisions, oldest first. @throws {LookUpFailed} */
	revisions(place: Place, family: string): Promise<readonly string[]>;
}

/** AWS did not register it: its own code and message. */
export class RegistrationFailed extends Error {
	override readonly name = "RegistrationFailed";
	readonly code: string;
	/** 400: AWS refused what was asked. 429: too many calls. 502: AWS failed, did not answer, or does not let the gate do it. */
	readonly status: 400 | 429 | 502;
	constructor(code: string, message: string, { status, cause }: { status: 400 | 429 | 502; cause: unknown }) {
		super(message, { cause });
		this.code = code;
		this.status = status;
	}
}
