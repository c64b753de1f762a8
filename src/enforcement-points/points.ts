/** Every enforcement point. To add one: a new file, and its line here. */
import { apiProxy } from "./api-proxy.ts";
import { cloudtrailEvent } from "./cloudtrail-event.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { manifestCheck } from "./manifest-check.ts";
import { taskStateChange } from "./task-state-change.ts";
import { webhook } from "./webhook.ts";

/** Those that EventBridge delivers to; none of them answers. */
export const EVENT_POINTS = [
	cloudtrailEvent, // AWS API Call via CloudTrail
	taskStateChange, // ECS Task State Change
] as const satisfies readonly EnforcementPoint<void>[];

export const POINTS: readonly EnforcementPoint<unknown>[] = [...EVENT_POINTS, webhook, apiProxy, manifestCheck];

/** The point of this name; undefined when there is none. */
export function pointNamed(name: string): EnforcementPoint<unknown> | undefined {
	return POINTS.find((point) => point.name === name);
}
