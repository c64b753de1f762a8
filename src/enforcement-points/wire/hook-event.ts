/** What CloudFormation hands a Lambda hook, for all four of its targets. */
import { z } from "zod";
import type { Json, JsonObject } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { isObject } from "../../ecs/api-shape.ts";
import { partitionOf } from "../../ecs/arn.ts";
import { UnreadableEvent } from "../enforcement-point.ts";
import { present } from "./json.ts";
import { ACCOUNT, OBJECT, oneOf, parse, TEXT } from "./parse.ts";

const MAYBE_TEXT = z.string().nullish();

const CHANGE = z.looseObject({
	action: oneOf(["CREATE", "UPDATE", "DELETE"]),
	logicalResourceId: TEXT,
	resourceType: TEXT,
	/** JSON as text. */
	beforeContext: MAYBE_TEXT,
	afterContext: MAYBE_TEXT,
});
export type Change = z.infer<typeof CHANGE>;

/** What the presigned address led to; whoever takes the event in has fetched it, or says in a marker why it could not be. */
const PAYLOAD = z.custom<JsonObject>((value) => isObject(value as Json), "must be fetched from its address before it is read");

/** https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html */
const HOOK = z.looseObject({
	awsAccountId: ACCOUNT,
	clientRequestToken: MAYBE_TEXT,
	// As the documentation spells them elsewhere.
	clientRequesttoken: MAYBE_TEXT,
	stackId: MAYBE_TEXT,
	stackID: MAYBE_TEXT,
	hookModel: z.looseObject({ LambdaFunction: MAYBE_TEXT }).nullish(),
	actionInvocationPoint: oneOf(["CREATE_PRE_PROVISION", "UPDATE_PRE_PROVISION", "DELETE_PRE_PROVISION"]).nullish(),
	requestData: z.looseObject({ targetName: TEXT, targetType: TEXT, targetLogicalId: MAYBE_TEXT }),
	requestContext: z.looseObject({ invocation: z.number().nullish() }).nullish(),
});
export type HookEvent = z.infer<typeof HOOK>;

const TARGET_MODEL = z.looseObject({
	requestData: z.looseObject({
		targetModel: z.looseObject({ resourceProperties: OBJECT, previousResourceProperties: OBJECT.nullish() }),
	}),
});
const WITH_PAYLOAD = z.looseObject({ requestData: z.looseObject({ payload: PAYLOAD }) });
const STACK = z.looseObject({ requestData: z.looseObject({ payload: z.looseObject({ template: TEXT, previousTemplate: MAYBE_TEXT }) }) });
const CHANGE_SET = z.looseObject({
	requestData: z.looseObject({ payload: z.looseObject({ template: MAYBE_TEXT, changedResources: z.array(CHANGE) }) }),
});

/** Undefined for what is no invocation of a CloudFormation hook. @throws {UnreadableEvent} */
export function hookEvent(event: unknown): HookEvent | undefined {
	const body = event as Json;
	if (!isObject(body) || !["hookTypeName", "hookModel"].some((member) => Object.hasOwn(body, member))) return undefined;
	const hook = parse(HOOK, body);
	if (!hook.clientRequestToken && !hook.clientRequesttoken) throw new UnreadableEvent("clientRequestToken", "must not be empty");
	if (!isOf(hook, "CHANGE_SET") && !hook.actionInvocationPoint) throw new UnreadableEvent("actionInvocationPoint", "must be there");
	return hook;
}

export function isOf({ requestData: { targetName, targetType } }: HookEvent, target: "STACK" | "CHANGE_SET"): boolean {
	return targetName === target || targetType === target;
}

/** A resource that Cloud Control, or CloudFormation, is about to touch. */
export const targetModelOf = (event: unknown) => parse(TARGET_MODEL, event).requestData.targetModel;
/** Why there is no payload; undefined where there is one. */
export function whyNoPayload(event: unknown): string | undefined {
	const { payload } = parse(WITH_PAYLOAD, event).requestData;
	return isUnknown(payload) ? payload.$unknown : undefined;
}
export const stackOf = (event: unknown) => parse(STACK, event).requestData.payload;
export const changeSetOf = (event: unknown) => parse(CHANGE_SET, event).requestData.payload;

/** What Cloud Control does belongs to no stack. */
export function isCloudControl(hook: HookEvent): boolean {
	return hook.requestData.targetType === "RESOURCE" || stackIdOf(hook) === "";
}

export function placeOf(hook: HookEvent): { readonly partition: string; readonly account: string; readonly region?: string } {
	const arns = [stackIdOf(hook), hook.hookModel?.LambdaFunction ?? ""];
	const region = arns
		.map((arn) => /^arn:[\w-]+:(?:cloudformation|lambda):([a-z0-9-]+):/.exec(arn)?.[1])
		.find((found) => found !== undefined);
	return { partition: partitionOf(region ?? ""), account: hook.awsAccountId, ...present({ region }) };
}

function stackIdOf({ stackId, stackID }: HookEvent): string {
	return stackId || stackID || "";
}
