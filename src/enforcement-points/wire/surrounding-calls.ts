/** What workloads run on and under (clusters, capacity, settings, tags), and who reaches into them (ECS Exec). */
import type { Json, Operation } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { type Call, clusterIn, clusterOf, nameOf } from "./call.ts";
import { at, present, textAt } from "./json.ts";

const EXEC: Call = {
	kind: "TaskExec",
	operation: "CONNECT",
	answered: [],
	// A task is selected by its family, which only ECS knows; until it is asked, whoever asks may say more than the task's id does.
	name: ({ response }) => nameOf(textAt(response, "taskArn")),
	references: ({ body, response }) => {
		const task = textAt(response, "taskArn") ?? textAt(body, "task");
		return present({
			tasks: task === undefined ? undefined : [task],
			cluster: textAt(response, "clusterArn") ?? clusterIn(task) ?? clusterOf(body),
		});
	},
};

function tags(operation: Operation): Call {
	return {
		kind: "Tags",
		operation,
		answered: [],
		name: ({ body }) => nameOf(textAt(body, "resourceArn")),
		references: ({ body }) => {
			const tagged = textAt(body, "resourceArn");
			return present({ tagged, cluster: clusterIn(tagged) });
		},
	};
}

function setting(operation: Operation): Call {
	const name: Call["name"] = ({ body, response }) => textAt(body, "name") ?? textAt(response, "setting", "name");
	return { kind: "AccountSetting", operation, answered: ["setting"], name, references: () => ({}) };
}

function cluster(operation: Operation, member: "clusterName" | "cluster"): Call {
	const references: Call["references"] = ({ body, response }) =>
		present({ cluster: textAt(response, "cluster", "clusterArn") ?? defaulted(body, member) });
	return { kind: "Cluster", operation, answered: ["cluster"], name: (said) => nameOf(references(said).cluster), references };
}

function capacityProvider(operation: Operation): Call {
	return {
		kind: "CapacityProvider",
		operation,
		answered: ["capacityProvider"],
		name: ({ body, response }) => textAt(body, "name") ?? textAt(response, "capacityProvider", "name"),
		references: ({ body, response }) =>
			present({
				capacityProvider: textAt(response, "capacityProvider", "capacityProviderArn") ?? textAt(body, "name"),
				cluster: textAt(body, "cluster") ?? textAt(response, "capacityProvider", "cluster"),
			}),
	};
}

export const SURROUNDING_CALLS: readonly (readonly [string, Call])[] = [
	["ExecuteCommand", EXEC],
	["TagResource", tags("UPDATE")],
	["UntagResource", tags("DELETE")],
	["PutAccountSetting", setting("UPDATE")],
	["PutAccountSettingDefault", setting("UPDATE")],
	["DeleteAccountSetting", setting("DELETE")],
	["CreateCluster", cluster("CREATE", "clusterName")],
	["UpdateCluster", cluster("UPDATE", "cluster")],
	["UpdateClusterSettings", cluster("UPDATE", "cluster")],
	["PutClusterCapacityProviders", cluster("UPDATE", "cluster")],
	["CreateCapacityProvider", capacityProvider("CREATE")],
	["UpdateCapacityProvider", capacityProvider("UPDATE")],
];

function defaulted(body: Json | undefined, member: string): string | undefined {
	if (body === undefined || isUnknown(at(body, member))) return undefined;
	return textAt(body, member) ?? "default";
}
