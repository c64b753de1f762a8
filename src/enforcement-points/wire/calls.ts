/** The guarded ECS calls, and where each says what it is about. To guard a further call, add an entry. */
import type { JsonObject, Kind, Operation, References } from "../../admission/request.ts";
import { type Call, clusterOf, familyOf, nameOf, type Said } from "./call.ts";
import { DAEMON_CALLS } from "./daemon-calls.ts";
import { itemsAt, present, textAt } from "./json.ts";
import { SURROUNDING_CALLS } from "./surrounding-calls.ts";

const TASK_DEFINITION: Call = {
	kind: "TaskDefinition",
	operation: "CREATE",
	answered: ["taskDefinition"],
	name: ({ body, response }) => textAt(body, "family") ?? textAt(response, "taskDefinition", "family"),
	references: ({ response }) => present({ taskDefinition: textAt(response, "taskDefinition", "taskDefinitionArn") }),
};

const TASK: Call = {
	kind: "Task",
	operation: "CREATE",
	answered: ["tasks", 0],
	name: (said) => familyOf(TASK.references(said).taskDefinition) ?? textAt(said.body, "group"),
	references: ({ body, response }) => {
		const tasks = itemsAt(response, "tasks").flatMap((task) => textAt(task, "taskArn") ?? []);
		return present({
			taskDefinition: textAt(response, "tasks", 0, "taskDefinitionArn") ?? textAt(body, "taskDefinition"),
			tasks: tasks.length > 0 ? tasks : undefined,
			cluster: textAt(response, "tasks", 0, "clusterArn") ?? clusterOf(body),
		});
	},
};

function service(operation: Operation, nameKey: "serviceName" | "service"): Call {
	const otherKey = nameKey === "service" ? "serviceName" : "service";
	const references = ({ body, response }: Said): References =>
		present({
			taskDefinition: textAt(response, "service", "taskDefinition") ?? textAt(body, "taskDefinition"),
			service: textAt(response, "service", "serviceArn") ?? textAt(body, nameKey) ?? textAt(body, otherKey),
			cluster: textAt(response, "service", "clusterArn") ?? clusterOf(body),
		});
	return { kind: "Service", operation, answered: ["service"], name: (said) => nameOf(references(said).service), references };
}

/** UpdateTaskSet only scales: guarded all the same, or what was scaled to zero would simply be scaled up again. */
function taskSet(operation: Operation, member: "taskSet" | "primaryTaskSet"): Call {
	const references = ({ body, response }: Said): References =>
		present({
			taskDefinition: textAt(response, "taskSet", "taskDefinition") ?? textAt(body, "taskDefinition"),
			taskSet: textAt(response, "taskSet", "taskSetArn") ?? textAt(body, member),
			service: textAt(response, "taskSet", "serviceArn") ?? textAt(body, "service"),
			cluster: textAt(response, "taskSet", "clusterArn") ?? clusterOf(body),
		});
	return { kind: "TaskSet", operation, answered: ["taskSet"], name: (said) => nameOf(references(said).service), references };
}

/** By eventName, every guarded call: what brings in or changes what runs, what it runs on, and who reaches into it. */
export const GUARDED_CALLS: ReadonlyMap<string, Call> = new Map([
	["RegisterTaskDefinition", TASK_DEFINITION],
	["RunTask", TASK],
	["StartTask", TASK],
	["CreateService", service("CREATE", "serviceName")],
	["UpdateService", service("UPDATE", "service")],
	["CreateTaskSet", taskSet("CREATE", "taskSet")],
	["UpdateTaskSet", taskSet("UPDATE", "taskSet")],
	["UpdateServicePrimaryTaskSet", taskSet("UPDATE", "primaryTaskSet")],
	...DAEMON_CALLS,
	...SURROUNDING_CALLS,
]);

/** The guarded call of this name, however it is capitalised; undefined for reads and for what nobody guards. */
export function callNamed(name: string): { readonly action: string; readonly call: Call } | undefined {
	const entry = [...GUARDED_CALLS].find(([action]) => action.toLowerCase() === name.toLowerCase());
	return entry && { action: entry[0], call: entry[1] };
}

/** The call that asks for this operation on this kind, by name; for what no entry covers, what its body says by the usual names. */
export function callFor(kind: Kind, operation: Operation, body: JsonObject): { readonly action: string; readonly call: Call } {
	const entries = [...GUARDED_CALLS].filter(([, call]) => call.kind === kind);
	const told = TOLD_BY.find(({ member, of }) => of === kind && member in body)?.action;
	const exact = entries.find(([name, call]) => call.operation === operation && name === (told ?? name));
	if (exact) return { action: exact[0], call: exact[1] };
	const call = { ...(entries[0]?.[1] ?? usual(kind)), operation };
	return { action: `${operation} ${kind}`, call };
}

/** Where one kind has several calls for an operation, the member that only one of them takes. */
const TOLD_BY: readonly { readonly of: Kind; readonly member: string; readonly action: string }[] = [
	{ of: "Task", member: "containerInstances", action: "StartTask" },
	{ of: "TaskSet", member: "primaryTaskSet", action: "UpdateServicePrimaryTaskSet" },
];

function usual(kind: Kind): Call {
	const name = ({ body }: Said) => ["name", "family", "serviceName", "daemonName"].map((key) => textAt(body, key)).find(Boolean);
	const references = ({ body }: Said) =>
		present({ taskDefinition: textAt(body, "taskDefinition"), service: textAt(body, "service"), cluster: textAt(body, "cluster") });
	return { kind, operation: "CREATE", answered: [], name, references };
}
