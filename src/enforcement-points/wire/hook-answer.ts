/** A CloudFormation hook's answer. */
import type { Json } from "../../admission/request.ts";
import { shorten } from "../../admission/review.ts";
import type { Annotation } from "./hook-annotations.ts";
import { MOST_CLOUD_CONTROL_TEXT } from "./hook-message.ts";
import { at, textAt } from "./json.ts";

/** https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html */
export interface HookAnswer {
	readonly hookStatus: "SUCCESS" | "FAILED" | "IN_PROGRESS";
	/** Of a failure alone. */
	readonly errorCode?: "NonCompliant" | "InternalFailure";
	readonly message: string;
	readonly clientRequestToken: string;
	readonly callbackDelaySeconds?: number;
	readonly annotations?: readonly Annotation[];
}

/** A hook is invoked three times at most, and the third time has to answer. */
const MOST_INVOCATIONS = 3;
const DELAY_SECONDS = 5;

export function mayAskAgain(event: unknown): boolean {
	const invocation = at(event as Json, "requestContext", "invocation");
	return typeof invocation === "number" && invocation >= 1 && invocation < MOST_INVOCATIONS;
}

export function askAgain(event: unknown, reason: string): HookAnswer {
	const message = shorten(`not known yet, ask again: ${reason}`, MOST_CLOUD_CONTROL_TEXT);
	return { hookStatus: "IN_PROGRESS", message, clientRequestToken: tokenOf(event), callbackDelaySeconds: DELAY_SECONDS };
}

/** For what came to no decision. `letThrough`: why that is no obstacle. */
export function unanswered(event: unknown, reason: string, letThrough: string | undefined): HookAnswer {
	const clientRequestToken = tokenOf(event);
	if (letThrough === undefined) {
		const message = shorten(`undecided: ${reason}`, MOST_CLOUD_CONTROL_TEXT);
		return { hookStatus: "FAILED", errorCode: "InternalFailure", message, clientRequestToken };
	}
	const message = shorten(`let through, because ${letThrough}; it could not be judged: ${reason}`, MOST_CLOUD_CONTROL_TEXT);
	return { hookStatus: "SUCCESS", message, clientRequestToken };
}

/** The documentation has it both ways. */
export function tokenOf(event: unknown): string {
	return textAt(event as Json, "clientRequestToken") ?? textAt(event as Json, "clientRequesttoken") ?? "";
}
