/** Every enforcement point. To add one: a new file, and its line here. */
import { apiProxy } from "./api-proxy.ts";
import { auditScan } from "./audit-scan.ts";
import { cloudformationHook } from "./cloudformation-hook.ts";
import { cloudtrailEvent } from "./cloudtrail-event.ts";
import { deploymentHook } from "./deployment-hook.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { imageScan } from "./image-scan.ts";
import { manifestCheck } from "./manifest-check.ts";
import { pauseHook } from "./pause-hook.ts";
import { registerDoor } from "./register-door.ts";
import { runtimeAlert } from "./runtime-alert.ts";
import { scpDenial } from "./scp-denial.ts";
import { taskStateChange } from "./task-state-change.ts";
import { webhook } from "./webhook.ts";

/** Those that EventBridge delivers to; none of them answers. */
export const EVENT_POINTS = [
	cloudtrailEvent, // AWS API Call via CloudTrail
	taskStateChange, // ECS Task State Change
	pauseHook, // ECS Hook State Change
	scpDenial, // AWS API Call via CloudTrail, with an error
	runtimeAlert, // GuardDuty Finding, GuardDuty Runtime Protection Unhealthy, Falco Alert
	imageScan, // ECR Image Scan, Inspector2 Scan, Inspector2 Finding
] as const satisfies readonly EnforcementPoint<void>[];

export const POINTS: readonly EnforcementPoint<unknown>[] = [
	...EVENT_POINTS,
	deploymentHook,
	cloudformationHook,
	apiProxy,
	registerDoor,
	webhook,
	manifestCheck,
	auditScan,
];

/** The point of this name; undefined when there is none. */
export function pointNamed(name: string): EnforcementPoint<unknown> | undefined {
	return POINTS.find((point) => point.name === name);
}
