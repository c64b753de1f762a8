/** Patched revisions for services that run: judged and registered as by the door, and the moved service judged again. */
import { leftAsItIs, type Running } from "./admission/patched-for.ts";
import type { UnresolvedRequest } from "./admission/request.ts";
import { admit } from "./admit.ts";
import type { PatchedRevisions } from "./ecs/actions/job.ts";
import { isObject } from "./ecs/api-shape.ts";
import { parseArn } from "./ecs/arn.ts";
import { resolve } from "./ecs/resolve.ts";
import { readEvent } from "./intake.ts";
import { register } from "./register.ts";
import type { World } from "./world.ts";
import { ownRequests } from "./would-patch.ts";

/** `worldOf`: asked when something is to be done. */
export function patchedRevisions(worldOf: () => World): PatchedRevisions {
	return {
		async register({ place: { account, region }, body, from, decisionUid }) {
			const world = worldOf();
			const running = await runningOf(world, decisionUid);
			if (running === undefined)
				return { reason: "what was asked of the service is not on record, so nobody can tell whether it is excused" };
			const done = await register(world, { body, account, region, reuse: true, patchedFrom: from, patchedFor: running });
			if (done.outcome === "refused")
				return { reason: `patched, it would not be admitted either (decision ${done.uid}): ${done.refusal.detail}` };
			if (done.outcome === "admitted") {
				if (done.patches.length === 0) return { reason: "no policy in force now patches it" };
				const policies = done.patches.map(({ policy }) => policy);
				const exemption = leftAsItIs(world.exemptions, running, policies, world.now());
				if (exemption !== undefined) return { reason: `exemption ${exemption.name} leaves it as it is` };
				return { reason: `patched, it is in doubt: ${done.warnings.join("; ")}` };
			}
			const { taskDefinition } = done.answer;
			return { arn: isObject(taskDefinition) ? String(taskDefinition.taskDefinitionArn) : "" };
		},
		async moved(action, taskDefinition) {
			const world = worldOf();
			try {
				const decision = await world.store.decision(action.decisionUid);
				if (decision !== undefined) await admit(world, moveOf(action, decision.enforcementPoint, taskDefinition, world.now()), REPORTED);
			} catch (error) {
				world.log.alarm("a service was moved to a patched revision, and that could not be recorded", {
					...{ action: action.id, target: action.target, taskDefinition, reason: String(error) },
				});
			}
		},
	};
}

/** The event that was kept with the decision, read again: the record itself says neither tags nor roles. @throws {LookUpFailed} */
async function runningOf(world: World, decisionUid: string): Promise<Running | undefined> {
	const decision = await world.store.decision(decisionUid);
	if (decision?.event === undefined) return undefined;
	const { requests } = readEvent(decision.event);
	const asked = requests.find(({ enforcementPoint, duplicateKey }) => `${enforcementPoint}/${duplicateKey}` === decision.key);
	if (asked === undefined) return undefined;
	return { own: ownRequests(await resolve(world.reader, asked, decisionUid)), denied: decision.verdict === "denied" };
}

/** It is the gate's own call: judged for the record, and nothing is done about it. */
const REPORTED = { reach: "report", mayWait: false } as const;

/** The call as CloudTrail would tell of it, at the point whose event led to it. */
function moveOf(
	{ id, target, partition, account, region, precondition }: Parameters<PatchedRevisions["moved"]>[0],
	enforcementPoint: string,
	taskDefinition: string,
	time: string,
): UnresolvedRequest {
	const { cluster, name = "" } = parseArn(target) ?? {};
	const inCluster = precondition.cluster ?? cluster ?? "default";
	return {
		...{ enforcementPoint, kind: "Service", operation: "UPDATE", action: "UpdateService", partition, account, region },
		...{ cluster: cluster ?? "default", name, launchTypes: [], tags: {}, userInfo: { arn: "" }, dryRun: false, time },
		object: { service: target, cluster: inCluster, taskDefinition },
		duplicateKey: `patched/${id}`,
		references: { service: target, cluster: inCluster, taskDefinition },
	};
}
