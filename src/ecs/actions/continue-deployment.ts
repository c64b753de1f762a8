/** ContinueDeployment: the answer to a PAUSE hook, for the revision that was judged and no other. */
import { ContinueServiceDeploymentCommand } from "@aws-sdk/client-ecs";
import { isNamed, messageOf } from "../aws-error.ts";
import { describeServiceDeployment } from "../look-ups/service-deployment.ts";
import { done, ended, type Perform } from "./job.ts";

export const continueDeployment: Perform = async ({ action, place, ecs, options }) => {
	const { target, precondition, parameters: { hookId, answer, stage } = {} } = action;
	if (hookId === undefined || answer === undefined) return ended("failed", "the action says not what to answer, or to which hook");
	const deployment = await describeServiceDeployment(ecs, place, target, options);
	if (deployment === undefined) return ended("superseded", "the deployment is gone");
	const hook = deployment.lifecycleHookDetails?.find((one) => one.hookId === hookId);
	if (hook?.status !== "AWAITING_ACTION")
		return ended("superseded", `the hook ${hookId} awaits no answer any more: it is ${hook?.status ?? "gone"}`);
	// The event has named the stage, and only at ours is it the gate's to let go on: at another it may be a person's approval.
	if (answer === "CONTINUE" && deployment.lifecycleStage !== stage)
		return ended("superseded", `the deployment has paused at ${deployment.lifecycleStage}, not at ${stage}`);
	const bringsIn = deployment.targetServiceRevision?.arn;
	if (precondition.serviceRevision !== undefined && bringsIn !== precondition.serviceRevision)
		return ended("superseded", `the deployment brings in ${bringsIn}, which is not what was judged`);
	try {
		const command = new ContinueServiceDeploymentCommand({ serviceDeploymentArn: target, hookId, action: answer });
		const said = answer === "CONTINUE" ? "goes on" : "is being rolled back";
		return done(await ecs.send(command, options), `the deployment ${said}`);
	} catch (error) {
		if (isNamed(error, "ServiceDeploymentNotFoundException")) return ended("superseded", messageOf(error));
		throw error;
	}
};
