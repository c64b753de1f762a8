/** RollBackDeployment: ECS's own way back, while a deployment of the denied task definition is in progress. */
import {
	DescribeServiceRevisionsCommand,
	ListServiceDeploymentsCommand,
	type ServiceDeploymentBrief,
	type ServiceDeploymentStatus,
	StopServiceDeploymentCommand,
} from "@aws-sdk/client-ecs";
import type { ActionResult } from "../action-result.ts";
import { faultOf, isNamed, messageOf } from "../aws-error.ts";
import { clusterOf, deniedService, done, ended, type Job, type Perform, SETTLED_AFTER } from "./job.ts";

const STOPPABLE: ServiceDeploymentStatus[] = ["PENDING", "IN_PROGRESS"];
const ROLLING_BACK: ServiceDeploymentStatus[] = ["ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"];

export const rollBackDeployment: Perform = async (job) => {
	const denied = await deniedService(job);
	if ("end" in denied) return denied.end;
	try {
		const { deployment, other } = await deploymentsOf(job);
		if (deployment === undefined && other !== undefined) return overtaken(job, `${other} is in progress, of another task definition.`);
		if (deployment === undefined) return ended("notApplicable", "no deployment of the denied task definition is in progress");
		if (ROLLING_BACK.some((status) => status === deployment.status)) return ended("done", "the deployment is being rolled back already");
		const command = new StopServiceDeploymentCommand({ serviceDeploymentArn: deployment.serviceDeploymentArn, stopType: "ROLLBACK" });
		const stopped = await job.ecs.send(command, job.options);
		return done(stopped, `the deployment ${deployment.serviceDeploymentArn} is being rolled back`);
	} catch (error) {
		const isOver = isNamed(error, "ConflictException", "ServiceDeploymentNotFoundException");
		if (isOver && job.action.attempts < SETTLED_AFTER) return overtaken(job, messageOf(error));
		if (isOver || faultOf(error) === "unsupported") return ended("notApplicable", messageOf(error));
		throw error;
	}
};

/** A newer deployment may have taken its place, which the service does not show yet: restoring it now would undo that one. */
function overtaken({ action }: Job, seen: string): ActionResult {
	return action.attempts < SETTLED_AFTER
		? ended("retry", `${seen} The service is looked at again`)
		: ended("superseded", `${seen} It is judged by itself`);
}

interface Deployments {
	/** That of the denied task definition. */
	readonly deployment?: ServiceDeploymentBrief | undefined;
	/** ARN of one that goes forward to something else. */
	readonly other?: string | undefined;
}

async function deploymentsOf(job: Job): Promise<Deployments> {
	const { action, ecs, options } = job;
	const status = [...STOPPABLE, ...ROLLING_BACK];
	const list = new ListServiceDeploymentsCommand({ service: action.target, cluster: clusterOf(job), status });
	const { serviceDeployments = [] } = await ecs.send(list, options);
	const own = serviceDeployments.filter(({ serviceArn }) => serviceArn === action.target).slice(0, 20);
	const serviceRevisionArns = own.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []);
	if (serviceRevisionArns.length === 0) return {};
	const { serviceRevisions = [] } = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }), options);
	const denied = new Set(
		serviceRevisions
			.filter(({ taskDefinition }) => taskDefinition === action.precondition.taskDefinition)
			.map(({ serviceRevisionArn }) => serviceRevisionArn),
	);
	const forward = own.find(
		({ status: is, targetServiceRevisionArn }) => STOPPABLE.some((one) => one === is) && !denied.has(targetServiceRevisionArn),
	);
	return {
		deployment: own.find(({ targetServiceRevisionArn }) => denied.has(targetServiceRevisionArn)),
		other: forward?.serviceDeploymentArn,
	};
}
