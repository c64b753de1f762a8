/** RegisterDaemonTaskDefinition, CreateDaemon and UpdateDaemon. */
import type { JsonObject } from "../admission/request.ts";
import { unknown } from "../admission/unknown.ts";
import { arnIn, clusterArn, clusterName } from "./arn.ts";
import { type Described, LookUpFailed } from "./ecs-reader.ts";
import { known } from "./known.ts";
import type { Asked, Found } from "./referred-definition.ts";
import { withSent } from "./sent.ts";

/** ECS runs them on Managed Instances alone. */
const LAUNCH_TYPES = ["MANAGED_INSTANCES"];

/** What was registered is read back from ECS. */
export async function resolveDaemonDefinition(asked: Asked): Promise<Found> {
	const { reader, request, happened } = asked;
	const facts = { launchTypes: LAUNCH_TYPES };
	if (reader.source === "copy" || !happened) return { object: request.object, context: { source: "copy" }, targets: {}, facts };
	const { arn, body } = await definitionOf(asked, request.references.daemonTaskDefinition);
	const name = typeof body.family === "string" ? body.family : request.name;
	const { tags } = request.object;
	const targets = arn === undefined ? {} : { daemonTaskDefinition: arn };
	// ECS does not describe the tags; what the call has set is all there is of them.
	return { object: { ...body, ...known({ tags }) }, context: { source: "ecs" }, targets, facts: { ...facts, name } };
}

/** A daemon as it is, with what the request asks to change, and the task definition that it runs. */
export async function resolveDaemon(asked: Asked): Promise<Found> {
	const { reader, place, request, happened } = asked;
	const arn = daemonArn(asked);
	const exists = happened || request.operation === "UPDATE";
	const daemon = exists && arn !== undefined ? await reader.daemon(place, arn) : undefined;
	const cluster = clusterName(arn) ?? clusterName(request.references.cluster);
	const [definition, described] = await Promise.all([
		definitionOf(asked, request.references.daemonTaskDefinition ?? daemon?.taskDefinition),
		cluster === undefined ? undefined : reader.cluster(place, cluster),
	]);
	const asCopy = reader.source === "copy" || (happened && daemon === undefined);
	return {
		object: withSent(daemon?.body ?? {}, request.object, happened),
		context: { taskDefinition: definition.body, ...known({ cluster: described }), source: asCopy ? "copy" : "ecs" },
		targets: happened && !asCopy ? targetsOf(asked, daemon, definition.arn) : {},
		facts: known({ cluster, launchTypes: LAUNCH_TYPES }),
	};
}

/** Where the daemon has another definition by now, what was asked for is the past, and there is nothing to act on. */
function targetsOf({ place }: Asked, daemon: Described | undefined, definition: string | undefined): Found["targets"] {
	if (daemon === undefined || daemon.taskDefinition !== definition) return {};
	const cluster = clusterName(daemon.arn);
	return known({
		daemon: daemon.arn,
		daemonTaskDefinition: definition,
		revision: daemon.revision,
		cluster: cluster === undefined ? undefined : clusterArn(place, cluster),
	});
}

function daemonArn({ place, request: { references, name } }: Asked): string | undefined {
	if (references.daemon?.startsWith("arn:")) return references.daemon;
	const cluster = clusterName(references.cluster);
	return cluster === undefined || name === "" ? undefined : arnIn(place, "daemon", `${cluster}/${references.daemon ?? name}`);
}

/** @throws {LookUpFailed} when ECS is asked and there is no such thing. */
async function definitionOf(
	{ reader, place, happened }: Asked,
	reference: string | undefined,
): Promise<{ body: JsonObject; arn?: string }> {
	if (reader.source === "copy") {
		const found = reference === undefined ? undefined : await reader.daemonTaskDefinition(place, reference);
		return { body: found?.body ?? unknown(`daemon task definition ${reference ?? ""} is not looked up`) };
	}
	if (reference === undefined) throw new LookUpFailed("the request names no daemon task definition", { transient: false });
	const arn = reference.startsWith("arn:") ? reference : arnIn(place, "daemon-task-definition", reference);
	const found = await reader.daemonTaskDefinition(place, arn);
	if (found === undefined) throw new LookUpFailed(`daemon task definition ${arn} is not found`, { transient: happened });
	return found;
}
