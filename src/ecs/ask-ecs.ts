/** How every look-up in ECS is asked, and how its answer is checked against what was asked. */
import type { Failure } from "@aws-sdk/client-ecs";
import type { Json, JsonObject } from "../admission/request.ts";
import { isIn } from "./arn.ts";
import { ask } from "./ask.ts";
import { isNamed, messageOf } from "./aws-error.ts";
import { LookUpFailed, type Place } from "./ecs-reader.ts";

const MISSING = [
	...["ClusterNotFoundException", "ServiceNotFoundException", "TaskSetNotFoundException", "DaemonNotFoundException"],
	...["ServiceDeploymentNotFoundException", "ResourceNotFoundException"],
];

/** ECS says in several ways that something does not exist; all of them are `undefined`. */
export async function askOrMissing<T>(action: string, about: string, call: () => Promise<T>): Promise<T | undefined> {
	return ask(action, about, async () => {
		try {
			return await call();
		} catch (error) {
			const missing = isNamed(error, "ClientException") && /unable to describe|not found|does not exist/i.test(messageOf(error));
			if (missing || isNamed(error, ...MISSING)) return undefined;
			throw error;
		}
	});
}

export function refuseElsewhere(place: Place, ...arns: readonly string[]): void {
	const elsewhere = arns.find((arn) => !isIn(place, arn));
	if (elsewhere === undefined) return;
	throw new LookUpFailed(`${elsewhere} is not of account ${place.account} in ${place.region}`, { transient: false });
}

export function refuseFailures(action: string, failures: readonly Failure[] | undefined): void {
	const other = failures?.find(({ reason }) => reason !== "MISSING");
	if (other) throw new LookUpFailed(`${action} of ${other.arn} failed: ${other.reason} ${other.detail ?? ""}`, { transient: false });
}

export function anotherArn(asked: string, given: string | undefined): LookUpFailed {
	return new LookUpFailed(`ECS, asked for ${asked}, answered with another ARN: ${given}`, { transient: false });
}

/** As it came over the wire: dates are RFC 3339, what is undefined is absent. */
export function toJson(described: object): JsonObject {
	return JSON.parse(JSON.stringify(described)) as Record<string, Json>;
}
