/** Runtime alerts about tasks that exist, as their senders word them, and the constraints that answer them. */
import { writeFile } from "node:fs/promises";
import { fixture } from "./fixtures.ts";

type Event = Record<string, unknown> & {
	readonly output_fields: object;
	readonly detail: Record<string, Record<string, Record<string, object>>>;
};

/** Asks for everything, so that what the operator allows decides. */
export const ANSWERING = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: alerts}
spec: {policy: runtime/alert-types, parameters: {response: quarantine}}
---
apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: quarantine}
spec: {policy: runtime/quarantine}
`;

export async function constraintsFile(store: string): Promise<string> {
	const path = `${store.replace(/^sqlite:/, "")}.yaml`;
	await writeFile(path, ANSWERING);
	return path;
}

/** As falcosidekick posts it, of now. */
export function falcoAlert(task: string, containerId: string, more: object = {}): object {
	const alert = fixture("runtime-alert", "falcosidekick") as Event;
	const fields = { ...alert.output_fields, "ecs.task_arn": task, "ecs.cluster": task.split("/").at(-2), "container.id": containerId };
	return { ...alert, time: new Date().toISOString().replace("Z", "123456Z"), output_fields: fields, ...more };
}

/** As EventBridge delivers it, of now; `id` of the finding. */
export function guardDutyFinding(task: string, id: string): object {
	const event = fixture("runtime-alert", "guardduty-finding") as Event;
	const [, , , region, account] = task.split(":") as [string, string, string, string, string];
	const now = new Date().toISOString();
	const { ecsClusterDetails } = event.detail.resource as { readonly ecsClusterDetails: { readonly taskDetails: object } };
	const taskDetails = { ...ecsClusterDetails.taskDetails, arn: task };
	const arn = task.replace(/:task\/([^/]+)\/.*/, ":cluster/$1");
	const detail = {
		...event.detail,
		...{ accountId: account, region, id, updatedAt: now, service: { ...event.detail.service, eventLastSeen: now } },
		resource: { ...event.detail.resource, ecsClusterDetails: { ...ecsClusterDetails, arn, taskDetails } },
	};
	return { ...event, account, region, time: now, detail };
}

/** Of a task's one container, as the tests have it. */
const runtimeId = (task: string) => (task.split("/").at(-1) ?? "").replaceAll("-", "").padEnd(64, "0");
export const containerId = (task: string) => runtimeId(task).slice(0, 12);

/** ECS's own words about tasks of a service: moto starts none for a service, and knows no digests. */
export function ofService(answered: Record<string, unknown>, service: string, digest: string): Record<string, unknown> {
	const container = { name: "app", image: `registry.example.com/${service}@${digest}`, imageDigest: digest };
	const tasks = (answered.tasks as Record<string, unknown>[]).map((task) => ({
		...task,
		...{ group: `service:${service}`, startedBy: "ecs-svc/1234567890" },
		containers: [{ ...container, runtimeId: runtimeId(String(task.taskArn)) }],
	}));
	return { ...answered, tasks };
}
