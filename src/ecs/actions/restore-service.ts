/** RestoreService: the service goes back to its last admitted configuration, all of it and not the revision alone. */

import { isDeepStrictEqual } from "node:util";
import { type Service, UpdateServiceCommand, type UpdateServiceCommandInput } from "@aws-sdk/client-ecs";
import type { Json, JsonObject } from "../../admission/request.ts";
import { firstUnknown } from "../../admission/unknown.ts";
import type { DecisionRecord } from "../../store/store.ts";
import { asRequest, isArray, isObject } from "../api-shape.ts";
import { isIn } from "../arn.ts";
import { describeTaskDefinition } from "../aws-ecs-reader.ts";
import { clusterOf, deniedService, done, ended, type Job, type Perform } from "./job.ts";

/** What UpdateService takes. Not desiredCount, which belongs to scaling, nor forceNewDeployment, which is an order and not a setting. */
const LISTS = ["capacityProviderStrategy", "loadBalancers", "serviceRegistries", "placementConstraints", "placementStrategy"];
const MORE_LISTS = ["volumeConfigurations", "vpcLatticeConfigurations", "gatewayConnectors"];
const SETTINGS = [
	...["taskDefinition", "deploymentConfiguration", "availabilityZoneRebalancing", "networkConfiguration", "platformVersion"],
	...["healthCheckGracePeriodSeconds", "enableExecuteCommand", "enableECSManagedTags", "propagateTags", "serviceConnectConfiguration"],
	"monitoring",
];

export const restoreService: Perform = async (job) => {
	const { action, place, ecs, options } = job;
	const denied = await deniedService(job);
	if ("end" in denied) return denied.end;
	const admitted = await backTo(job);
	if (admitted?.kind !== "Service" || admitted.source !== "ecs")
		return ended("notApplicable", "no configuration of the service was admitted before, but for what is quarantined");
	const configuration = restored(admitted.object, current(denied.service));
	if (firstUnknown(configuration) !== undefined)
		return ended("notApplicable", "the record of what was admitted is masked in parts, so it cannot be restored");
	const { taskDefinition } = configuration;
	if (typeof taskDefinition !== "string" || !isIn(place, taskDefinition))
		return ended("notApplicable", "what was admitted names no revision");
	const changes = differing(configuration, current(denied.service));
	if (Object.keys(changes).length === 0) {
		// What the very policies that denied have admitted is not what they denied: it was brought back meanwhile.
		const samePolicies = await deniedBySamePolicies(job, admitted);
		return ended(samePolicies ? "superseded" : "notApplicable", "the service has its last admitted configuration already");
	}
	const described = await describeTaskDefinition(ecs, place, taskDefinition, options);
	if (described?.status !== "ACTIVE")
		return ended("notApplicable", `${taskDefinition}, which was admitted last, is ${described?.status ?? "gone"}`);
	const input = { ...changes, taskDefinition, cluster: clusterOf(job), service: action.target } as unknown as UpdateServiceCommandInput;
	const updated = await ecs.send(new UpdateServiceCommand(input), options);
	return done(updated, `the service was brought back to what decision ${admitted.uid} admitted, ${taskDefinition}`);
};

/** How many that are quarantined are passed over. */
const MOST_REFUSED = 10;

/**
 * An alert is about what was admitted and has turned out bad: there the newest with another revision is meant. What is quarantined is
 * nowhere gone back to: nobody judges this call, so that it would come back in spite of the list.
 */
async function backTo(job: Job): Promise<DecisionRecord | undefined> {
	const { target, account, precondition, decisionUid } = job.action;
	const [denied, listed] = [await job.means.decision(decisionUid), await job.means.quarantined()];
	const isAlert = denied?.kind === "RuntimeAlert";
	const not = [...(isAlert ? [precondition.taskDefinition ?? ""] : []), ...listed];
	const earlier = () => job.means.admittedEarlier({ service: target, account, cluster: denied?.cluster, not });
	let admitted = await (isAlert ? earlier() : job.means.lastAdmitted(target, "Service"));
	for (let refused = 0; admitted !== undefined && refused < MOST_REFUSED; refused += 1) {
		const { taskDefinition } = admitted.object;
		if (typeof taskDefinition !== "string" || !(await isRefused(job, taskDefinition, listed))) return admitted;
		not.push(taskDefinition);
		admitted = await earlier();
	}
	return undefined;
}

/** By its ARN, or by a digest that it pins. */
async function isRefused({ ecs, place, options }: Job, taskDefinition: string, listed: readonly string[]): Promise<boolean> {
	if (listed.includes(taskDefinition)) return true;
	if (listed.length === 0 || !isIn(place, taskDefinition)) return false;
	const containers = (await describeTaskDefinition(ecs, place, taskDefinition, options))?.body.containerDefinitions;
	const images = (isArray(containers) ? containers.filter(isObject) : []).map(({ image }) => String(image));
	return images.some((image) => listed.includes(image.split("@").at(-1) ?? ""));
}

/** What to send. What was added since is taken away: a list by an empty one, Service Connect by turning it off. */
function restored(admitted: JsonObject, now: JsonObject): JsonObject {
	const lists = [...LISTS, ...MORE_LISTS].map((member) => {
		const own = memberOf(admitted, member);
		const added = own === undefined && isArray(now[member]) && now[member].length > 0;
		return [member, added ? [] : own] as const;
	});
	const settings = SETTINGS.map((member) => [member, memberOf(admitted, member)] as const);
	const sent = Object.fromEntries([...settings, ...lists].filter((entry): entry is readonly [string, Json] => entry[1] !== undefined));
	const connected = isObject(now.serviceConnectConfiguration) && now.serviceConnectConfiguration.enabled === true;
	return connected && sent.serviceConnectConfiguration === undefined ? { ...sent, serviceConnectConfiguration: { enabled: false } } : sent;
}

async function deniedBySamePolicies({ action, means }: Job, admitted: DecisionRecord): Promise<boolean> {
	const denied = await means.decision(action.decisionUid);
	return denied?.revision === admitted.revision && denied.constraintsDigest === admitted.constraintsDigest;
}

/** ECS refuses some members of a running service even unchanged (a capacity provider strategy), so only what differs is sent. */
function differing(configuration: JsonObject, now: JsonObject): JsonObject {
	const isSame = ([member, value]: readonly [string, Json]) => isDeepStrictEqual(value, now[member] ?? (isArray(value) ? [] : undefined));
	return Object.fromEntries(Object.entries(configuration).filter((entry) => !isSame(entry)));
}

function current(service: Service): JsonObject {
	return asRequest("Service", JSON.parse(JSON.stringify(service)) as JsonObject);
}

function memberOf(object: JsonObject, member: string): Json | undefined {
	return Object.hasOwn(object, member) ? object[member] : undefined;
}
