/** The ECS calls by which a workload comes in, and where each says what it is about. To guard a further call, add an entry. */
import type { Json, JsonObject, Kind, Operation, References } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { familyRevision, parseArn } from "../../ecs/arn.ts";
import { at, itemsAt, present, textAt } from "./json.ts";

/** A call and, where it has been answered, what ECS said. */
export interface Said {
	/** The request body; absent when CloudTrail left it out. */
	readonly body: JsonObject | undefined;
	/** The response body; absent before the call, and when CloudTrail left it out. */
	readonly response: JsonObject | undefined;
}

export interface Call {
	readonly kind: Kind;
	readonly operation: Operation;
	/** Where the response holds the resource that came of the call. */
	readonly answered: readonly (string | number)[];
	readonly name: (said: Said) => string | undefined;
	readonly references: (said: Said) => References;
}

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

const TASK_SET: Call = {
	kind: "TaskSet",
	operation: "CREATE",
	answered: ["taskSet"],
	name: (said) => nameOf(TASK_SET.references(said).service),
	references: ({ body, response }) =>
		present({
			taskDefinition: textAt(response, "taskSet", "taskDefinition") ?? textAt(body, "taskDefinition"),
			service: textAt(response, "taskSet", "serviceArn") ?? textAt(body, "service"),
			cluster: textAt(response, "taskSet", "clusterArn") ?? clusterOf(body),
		}),
};

/** By eventName, the calls that bring in, or change, what runs. */
export const WORKLOAD_CALLS: ReadonlyMap<string, Call> = new Map([
	["RegisterTaskDefinition", TASK_DEFINITION],
	["RunTask", TASK],
	["StartTask", TASK],
	["CreateService", service("CREATE", "serviceName")],
	["UpdateService", service("UPDATE", "service")],
	["CreateTaskSet", TASK_SET],
]);

/** The calls that make what workloads run on; they are judged before they are made. */
const CAPACITY_CALLS: ReadonlyMap<string, Call> = new Map([
	[
		"CreateCluster",
		{
			kind: "Cluster",
			operation: "CREATE",
			answered: ["cluster"],
			name: ({ body }) => clusterNameOf(body),
			references: ({ body }) => present({ cluster: clusterNameOf(body) }),
		},
	],
	[
		"CreateCapacityProvider",
		{
			kind: "CapacityProvider",
			operation: "CREATE",
			answered: ["capacityProvider"],
			name: ({ body }) => textAt(body, "name"),
			references: ({ body }) => present({ cluster: textAt(body, "cluster") }),
		},
	],
] satisfies [string, Call][]);

/** No cluster means `default`, as ECS has it; a body that is not there, or names one only at deploy time, says nothing. */
function clusterOf(body: Json | undefined): string | undefined {
	if (body === undefined || isUnknown(at(body, "cluster"))) return undefined;
	return textAt(body, "cluster") ?? "default";
}

function clusterNameOf(body: Json | undefined): string | undefined {
	return isUnknown(at(body, "clusterName")) ? undefined : (textAt(body, "clusterName") ?? "default");
}

function familyOf(taskDefinition: string | undefined): string | undefined {
	return taskDefinition === undefined ? undefined : familyRevision(taskDefinition).family;
}

function nameOf(reference: string | undefined): string | undefined {
	return reference === undefined ? undefined : (parseArn(reference)?.name ?? reference);
}

/** The guarded call of this name, however it is capitalised; undefined for reads and for what nobody guards. */
export function callNamed(name: string): { readonly action: string; readonly call: Call } | undefined {
	const entry = [...WORKLOAD_CALLS, ...CAPACITY_CALLS].find(([action]) => action.toLowerCase() === name.toLowerCase());
	return entry && { action: entry[0], call: entry[1] };
}

/** The call that asks for this operation on this kind, by name; for what no entry covers, what its body says by the usual names. */
export function callFor(kind: Kind, operation: Operation, body: JsonObject): { readonly action: string; readonly call: Call } {
	const entries = [...WORKLOAD_CALLS, ...CAPACITY_CALLS].filter(([, call]) => call.kind === kind);
	const action = kind === "Task" && "containerInstances" in body ? "StartTask" : undefined;
	const exact = entries.find(([name, call]) => call.operation === operation && name === (action ?? name));
	if (exact) return { action: exact[0], call: exact[1] };
	const call = { ...(entries[0]?.[1] ?? usual(kind)), operation };
	return { action: `${operation} ${kind}`, call };
}

function usual(kind: Kind): Call {
	const name = ({ body }: Said) => ["name", "family", "serviceName", "daemonName"].map((key) => textAt(body, key)).find(Boolean);
	const references = ({ body }: Said) =>
		present({ taskDefinition: textAt(body, "taskDefinition"), service: textAt(body, "service"), cluster: textAt(body, "cluster") });
	return { kind, operation: "CREATE", answered: [], name, references };
}
