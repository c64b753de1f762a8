/** ScaleToZero, where the operator has chosen it: the service stays, its tasks go. */
import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { clusterOf, deniedService, done, ended, type Perform } from "./job.ts";

export const scaleToZero: Perform = async (job) => {
	const denied = await deniedService(job);
	if ("end" in denied) return denied.end;
	if (denied.service.schedulingStrategy === "DAEMON") return ended("notApplicable", "a daemon service has no desired count");
	if (denied.service.desiredCount === 0) return ended("done", "the service is scaled to zero already");
	const command = new UpdateServiceCommand({ cluster: clusterOf(job), service: job.action.target, desiredCount: 0 });
	return done(await job.ecs.send(command, job.options), "the service was scaled to zero");
};
