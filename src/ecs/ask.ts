/** A look-up in AWS, with what goes wrong told in one way. */
import { faultOf, messageOf } from "./aws-error.ts";
import { LookUpFailed } from "./ecs-reader.ts";

/** `action` is the IAM action that the call needs, such as `ecs:DescribeTasks`. @throws {LookUpFailed} */
export async function ask<T>(action: string, about: string, call: () => Promise<T>): Promise<T> {
	try {
		return await call();
	} catch (cause) {
		if (cause instanceof LookUpFailed) throw cause;
		const fault = faultOf(cause);
		const hint = fault === "denied" ? `; allow ${action} to the gate's role` : "";
		throw new LookUpFailed(`${action} of ${about} failed: ${messageOf(cause)}${hint}`, { transient: fault === "transient", cause });
	}
}
