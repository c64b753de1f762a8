/** Patched revisions for services that run: judged and registered as by the door, and the moved service judged again. */
import type { UnresolvedRequest } from "./admission/request.ts";
import { admit } from "./admit.ts";
import type { PatchedRevisions } from "./ecs/actions/job.ts";
import { isObject } from "./ecs/api-shape.ts";
import { parseArn } from "./ecs/arn.ts";
import { register } from "./register.ts";
import type { World } from "./world.ts";

/** `worldOf`: asked when something is to be done. */
export function patchedRevisions(worldOf: () => World): PatchedRevisions {
	return {
		async register({ place: { account, region }, body, from }) {
			const done = await register(worldOf(), { body, account, region, reuse: true, patchedFrom: from });
			if (done.outcome === "refused")
				return { reason: `patched, it would not be admitted either (decision ${done.uid}): ${done.refusal.detail}` };
			if (done.outcome === "admitted") {
				const isPatched = done.patches.length > 0;
				return { reason: isPatched ? `patched, it is in doubt: ${done.warnings.join("; ")}` : "no policy in force now patches it" };
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
