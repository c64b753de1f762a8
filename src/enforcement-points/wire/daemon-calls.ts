/** Daemons, which run on every instance, and Express services, whose task definition ECS makes itself. */
import type { Operation, References } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { type Call, clusterIn, clusterOf, familyOf, nameOf, type Said } from "./call.ts";
import { at, present, textAt } from "./json.ts";

const DAEMON_DEFINITION: Call = {
	kind: "DaemonTaskDefinition",
	operation: "CREATE",
	answered: [],
	name: (said) => textAt(said.body, "family") ?? familyOf(DAEMON_DEFINITION.references(said).daemonTaskDefinition),
	references: ({ response }) => present({ daemonTaskDefinition: textAt(response, "daemonTaskDefinitionArn") }),
};

function daemon(operation: Operation): Call {
	const references = ({ body, response }: Said): References => {
		const arn = textAt(response, "daemonArn") ?? textAt(body, "daemonArn");
		return present({
			daemon: arn,
			daemonTaskDefinition: textAt(body, "daemonTaskDefinitionArn"),
			cluster: textAt(body, "clusterArn") ?? clusterIn(arn) ?? defaultCluster(operation, body),
		});
	};
	const name = (said: Said) => textAt(said.body, "daemonName") ?? nameOf(references(said).daemon);
	return { kind: "Daemon", operation, answered: [], name, references };
}

function defaultCluster(operation: Operation, body: Said["body"]): string | undefined {
	return operation !== "CREATE" || body === undefined || isUnknown(at(body, "clusterArn")) ? undefined : "default";
}

/** `configuration`: where the answer holds what is about to run. */
function express(operation: Operation, configuration: readonly (string | number)[]): Call {
	const references = ({ body, response }: Said): References => {
		const service = textAt(response, "service", "serviceArn") ?? textAt(body, "serviceArn") ?? textAt(body, "serviceName");
		return present({
			service,
			taskDefinition: textAt(response, "service", ...configuration, "taskDefinitionArn") ?? textAt(body, "taskDefinitionArn"),
			cluster: textAt(response, "service", "cluster") ?? clusterIn(service) ?? (operation === "CREATE" ? clusterOf(body) : undefined),
		});
	};
	return { kind: "ExpressGatewayService", operation, answered: ["service"], name: (said) => nameOf(references(said).service), references };
}

export const DAEMON_CALLS: readonly (readonly [string, Call])[] = [
	["RegisterDaemonTaskDefinition", DAEMON_DEFINITION],
	["CreateDaemon", daemon("CREATE")],
	["UpdateDaemon", daemon("UPDATE")],
	["CreateExpressGatewayService", express("CREATE", ["activeConfigurations", 0])],
	["UpdateExpressGatewayService", express("UPDATE", ["targetConfiguration"])],
];
