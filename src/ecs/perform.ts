/** Does one planned action. Its precondition is re-read just before; doing it twice does no more than doing it once. */
import type { ActionType } from "../admission/plan.ts";
import type { StoredAction } from "../store/store.ts";
import type { ActionResult } from "./action-result.ts";
import { BUCKETS } from "./actions/buckets.ts";
import { continueDeployment } from "./actions/continue-deployment.ts";
import { deregisterTaskDefinition } from "./actions/deregister-task-definition.ts";
import { endRegistration } from "./actions/end-registration.ts";
import { ended, type Means, type Perform } from "./actions/job.ts";
import { notify } from "./actions/notify.ts";
import { quarantine } from "./actions/quarantine.ts";
import { registerPatched } from "./actions/register-patched.ts";
import { restoreDaemon } from "./actions/restore-daemon.ts";
import { restoreExpressService } from "./actions/restore-express-service.ts";
import { restoreService } from "./actions/restore-service.ts";
import { restoreTags } from "./actions/restore-tags.ts";
import { rollBackDeployment } from "./actions/roll-back-deployment.ts";
import { scaleTaskSetToZero } from "./actions/scale-task-set-to-zero.ts";
import { scaleToZero } from "./actions/scale-to-zero.ts";
import { stopTask } from "./actions/stop-task.ts";
import { tagResource } from "./actions/tag-resource.ts";
import { faultOf, isNamed, messageOf } from "./aws-error.ts";
import { LookUpFailed } from "./ecs-reader.ts";

/** Shorter than the lease on an action, so that no other process does it meanwhile. */
const DEADLINE_MS = 25_000;

/** What ECS says of a target that went between being read and being acted on. */
const GONE = [
	...["ClusterNotFoundException", "ServiceNotFoundException", "ServiceNotActiveException", "TaskSetNotFoundException"],
	...["DaemonNotFoundException", "DaemonNotActiveException", "ResourceNotFoundException"],
];

const ACTIONS: Readonly<Record<Exclude<ActionType, "Notify" | "Quarantine">, Perform>> = {
	RegisterPatched: registerPatched,
	RollBackDeployment: rollBackDeployment,
	RestoreService: restoreService,
	ScaleToZero: scaleToZero,
	StopTask: stopTask,
	DeregisterTaskDefinition: deregisterTaskDefinition,
	RegisterTaskDefinition: endRegistration,
	ScaleTaskSetToZero: scaleTaskSetToZero,
	RestoreDaemon: restoreDaemon,
	RestoreExpressService: restoreExpressService,
	RestoreTags: restoreTags,
	ContinueDeployment: continueDeployment,
	TagResource: tagResource,
};

/** Never throws: what AWS cannot take now is `retry`, what it refuses is `failed` with its code and message. */
export async function perform(given: Means, action: StoredAction): Promise<ActionResult> {
	const means = askedAgain(given);
	const { partition, account, region } = action;
	const place = { partition, account, region };
	try {
		const abortSignal = AbortSignal.timeout(DEADLINE_MS);
		if (action.type === "Notify") return await notify(means, action, abortSignal);
		if (action.type === "Quarantine") return await quarantine(means, action);
		const bucket = (means.buckets ?? BUCKETS)[action.type];
		if (bucket !== undefined && !(await bucket.limit.turn(`${account}/${region}`))) {
			return ended("retry", `waiting for a turn at the rate limit of ${bucket.name}`);
		}
		const ecs = await means.aws.ecs(place);
		return await ACTIONS[action.type]({ action, place, ecs, means, options: { abortSignal } });
	} catch (error) {
		if (isNamed(error, ...GONE)) return ended("superseded", messageOf(error));
		if (error instanceof LookUpFailed) return ended(error.transient ? "retry" : "failed", error.message);
		return ended(faultOf(error) === "transient" ? "retry" : "failed", messageOf(error));
	}
}

/** A store that fails says nothing of the action: it is tried again later. */
function askedAgain({ lastAdmitted, admittedEarlier, newestVerdict, decision, quarantine: put, quarantined, ...means }: Means): Means {
	const patiently = async <T>(asked: Promise<T>) =>
		asked.catch((cause: unknown) => {
			throw new LookUpFailed(`the store does not answer: ${messageOf(cause)}`, { transient: true, cause });
		});
	return {
		...means,
		lastAdmitted: (resource, kind) => patiently(lastAdmitted(resource, kind)),
		admittedEarlier: (compromised) => patiently(admittedEarlier(compromised)),
		quarantine: (whats, entry) => patiently(put(whats, entry)),
		quarantined: () => patiently(quarantined()),
		newestVerdict: (resource, kind) => patiently(newestVerdict(resource, kind)),
		decision: (uid) => patiently(decision(uid)),
	};
}
