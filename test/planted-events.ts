/** Planted workloads as events and reviews tell of them. */
import { callEvent } from "./cloudtrail.ts";
import { fixture } from "./fixtures.ts";
import { definitionOf, type Planted, runOf } from "./planted-workload.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012";

export function plantedEvents(planted: Planted): readonly object[] {
	const { name } = planted;
	const task = fixture("task-state-change", "provisioning-by-itself") as { detail: Record<string, unknown> };
	const { overrides, startedBy, group } = runOf(planted);
	const taskArn = `${ARN}:task/default/${name.replace(/\D/g, "").padStart(32, "0")}`;
	return [
		callEvent({
			eventName: "RegisterTaskDefinition",
			requestParameters: definitionOf(planted),
			responseElements: {
				taskDefinition: { ...definitionOf(planted), taskDefinitionArn: `${ARN}:task-definition/${name}:1`, revision: 1 },
			},
		}),
		callEvent({
			eventName: "RunTask",
			requestParameters: runOf(planted),
			responseElements: { tasks: [{ taskArn, overrides, startedBy, group }], failures: [] },
		}),
		{ ...task, detail: { ...task.detail, taskArn, overrides, startedBy, group } },
	];
}

export const review = (kind: string, object: unknown) => ({
	apiVersion: "admission.taskgate.dev/v1",
	kind: "AdmissionReview",
	request: { uid: crypto.randomUUID(), kind, operation: "CREATE", userInfo: { arn: "arn:aws:iam::123456789012:role/ci" }, object },
});
