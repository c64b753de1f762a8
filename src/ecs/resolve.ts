/** An unresolved request → everything that the policies need, or LookUpFailed. */
import type { AdmissionRequest, Targets, UnresolvedRequest } from "../admission/request.ts";
import { tagsOf } from "./api-shape.ts";
import { clusterArn, clusterName, parseArn } from "./arn.ts";
import { besideTemplate } from "./beside-template.ts";
import { type EcsReader, LookUpFailed, type Place } from "./ecs-reader.ts";
import { known } from "./known.ts";
import { launchTypesFrom } from "./launch-types.ts";
import { type Asked, type Found, referredDefinition } from "./referred-definition.ts";
import { resolveAlert } from "./resolve-alert.ts";
import { resolveDaemon, resolveDaemonDefinition } from "./resolve-daemon.ts";
import { resolveExec } from "./resolve-exec.ts";
import { resolveExpressService } from "./resolve-express.ts";
import { resolveRevision } from "./resolve-revision.ts";
import { resolveService } from "./resolve-service.ts";
import { resolveCapacityProvider, resolveCluster, resolveTags } from "./resolve-surroundings.ts";
import { resolveTask } from "./resolve-task.ts";

/**
 * Looks up what the request refers to, in its own account, Region and partition. What has happened (it has a duplicate key) is
 * read back from ECS and gets targets; a question is judged by its own words, and has none.
 * @throws {LookUpFailed} when anything the policies need could not be read.
 */
export async function resolve(reader: EcsReader, unresolved: UnresolvedRequest, uid: string): Promise<AdmissionRequest> {
	const {
		references: _,
		duplicateKey,
		replayed: __,
		awsRequestId: ___,
		declared,
		opaque,
		notBefore: ______,
		askedAgain: ____,
		profile: _____,
		...facts
	} = unresolved;
	if (opaque !== undefined) throw new LookUpFailed(opaque, { transient: false });
	const source = declared === undefined ? reader : besideTemplate(reader, declared, unresolved.object);
	const asked = { reader: source, place: placeOf(reader, unresolved), request: unresolved, happened: duplicateKey !== undefined };
	const found = await lookUp(asked);
	const targets = reader.source === "copy" && asked.happened ? targetsNamed(unresolved) : found.targets;
	return { ...facts, ...found.facts, uid, object: found.object, context: found.context, targets };
}

/** Where ECS is not asked: what the event names by full ARN, so that the record says what would be acted on. */
function targetsNamed({ references, account }: UnresolvedRequest): Targets {
	const named = (arn: string | undefined) => (arn !== undefined && parseArn(arn)?.account === account ? arn : undefined);
	const { tasks, serviceRevision: _, imageDigest: __, containerImages: ___, ...others } = references;
	const arns = Object.entries(others).map(([member, arn]) => [member, named(arn)] as const);
	return known({ ...(Object.fromEntries(arns) as Omit<Targets, "tasks">), tasks: tasks?.flatMap((arn) => named(arn) ?? []) });
}

function lookUp(asked: Asked): Promise<Found> {
	const { serviceRevision, deployment } = asked.request.references;
	if ((serviceRevision ?? deployment) !== undefined) return resolveRevision(asked);
	switch (asked.request.kind) {
		case "TaskDefinition":
			return resolveTaskDefinition(asked);
		case "Task":
			return resolveTask(asked);
		case "Service":
		case "TaskSet":
			return resolveService(asked);
		case "DaemonTaskDefinition":
			return resolveDaemonDefinition(asked);
		case "Daemon":
			return resolveDaemon(asked);
		case "ExpressGatewayService":
			return resolveExpressService(asked);
		case "TaskExec":
			return resolveExec(asked);
		case "RuntimeAlert":
			return resolveAlert(asked);
		case "Cluster":
			return resolveCluster(asked);
		case "CapacityProvider":
			return resolveCapacityProvider(asked);
		case "Tags":
			return resolveTags(asked);
		default:
			return resolveOther(asked);
	}
}

/** The event's own copy is not trusted where ECS can be asked: CloudTrail redacts and omits. */
async function resolveTaskDefinition(asked: Asked): Promise<Found> {
	const { reader, request, happened } = asked;
	if (reader.source === "copy" || !happened) return { object: request.object, context: { source: "copy" }, targets: {} };
	const { taskDefinition, containerImages } = request.references;
	const { body, arn } = await referredDefinition(asked, taskDefinition);
	const name = typeof body.family === "string" ? body.family : request.name;
	return {
		object: body,
		context: { ...known({ containerImages }), source: "ecs" },
		targets: arn === undefined ? {} : { taskDefinition: arn },
		facts: { name, tags: tagsOf(body.tags), launchTypes: launchTypesFrom([], body) },
	};
}

/** Nothing but the cluster is looked up, and nothing but it could be acted on. */
async function resolveOther({ reader, place, request, happened }: Asked): Promise<Found> {
	const { cluster } = request.references;
	const described = cluster === undefined ? request.declared?.cluster : await reader.cluster(place, cluster);
	const name = clusterName(cluster);
	const target = cluster !== undefined && described !== undefined && happened && reader.source === "ecs";
	return {
		object: request.object,
		context: { ...(described === undefined ? {} : { cluster: described }), source: "copy" },
		targets: target ? { cluster: clusterArn(place, cluster) } : {},
		facts: name === undefined ? {} : { cluster: name },
	};
}

function placeOf(reader: EcsReader, { partition, account, region }: UnresolvedRequest): Place {
	if (reader.source === "ecs" && (account === undefined || region === undefined)) {
		throw new LookUpFailed("the request names no account or Region to look up in", { transient: false });
	}
	return { partition, account: account ?? "", region: region ?? "" };
}
