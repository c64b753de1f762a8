/** Resources of a plan that deploy a CloudFormation template: told, not followed. */
import { isObject } from "../../ecs/api-shape.ts";
import { type NotFollowed, withoutQuery } from "../template-reading.ts";
import type { Change } from "./cluster-providers.ts";

const DEPLOYS = /^(aws|awscc)_cloudformation_(stack|stack_set)$/;

/** Nothing for a template that stands in the plan and has nothing of ECS. */
export function nestedStack({ type, address, change: { after }, at }: Change): readonly NotFollowed[] {
	if (!DEPLOYS.test(String(type))) return [];
	const { template_body: body, template_url: url } = isObject(after) ? after : {};
	if (typeof body === "string" && !/AWS::(ECS|CloudFormation|Serverless)::|::MODULE|Transform/.test(body)) return [];
	const elsewhere = typeof url === "string" ? withoutQuery(url) : "known after apply";
	const where = typeof body === "string" ? "its template is a text in the plan" : elsewhere;
	return [{ pointer: at, id: address, reason: `the CloudFormation stack is not followed: ${where}` }];
}
