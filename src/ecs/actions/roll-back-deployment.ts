/** RollBackDeployment: ECS's own way back, while a deployment of the denied task definition is in progress. */
import {
	DescribeServiceRevisionsCommand,
	ListServiceDeploymentsCommand,
	type ServiceDeploymentBrief,
	type ServiceDeploymentStatus,
	StopServiceDeploymentCommand,
} from "@aws-sdk/client-ecs";
import { faultOf, isNamed, messageOf } from "../aws-error.ts";
import { clusterOf, deniedService, done, ended, type Job, type Perform } from "./job.ts";

const STOPPABLE: ServiceDeploymentStatus[] = ["PENDING", "IN_PROGRESS"];
const ROLLING_BACK: ServiceDeploymentStatus[] = ["ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"];

export const rollBackDeployment: Perform = async (job) => {
	const denied = await deniedService(job);
	if ("end" in denied) return denied.end;
	try {
		const deployment = await deploymentOfDenied(job);
		if (deployment === undefined) return ended("notApplicable", "no deployment of the denied task definition is in progress");
		if (ROLLING_BACK.some((status) => status === deployment.status)) return ended("done", "the deployment is being rolled back already");
		const command = new StopServiceDeploymentCommand({ serviceDeploymentArn: deployment.serviceDeploymentArn, stopType: "ROLLBACK" });
		const stopped = await job.ecs.send(command, job.options);
		return done(stopped, `the deployment ${deployment.serviceDeploymentArn} is being rolled back`);
	} catch (error) {
		const over = isNamed(error, "ConflictException", "ServiceDeploymentNotFoundException");
		if (over || faultOf(error) === "unsupported") return ended("notApplicable", messageOf(error));
		throw error;
	}
};

async function deploymentOfDenied(job: Job): Promise<ServiceDeploymentBrief | undefined> {
	const { action, ecs, options } = job;
	const status = [...STOPPABLE, ...ROLLING_BACK];
	const list = new ListServiceDeploymentsCommand({ service: action.target, cluster: clusterOf(job), status });
	const { serviceDeployments = [] } = await ecs.send(list, options);
	const own = serviceDeployments.filter(({ serviceArn }) => serviceArn === action.target).slice(0, 20);
	const serviceRevisionArns = own.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []);
	if (serviceRevisionArns.length === 0) return undefined;
	const { serviceRevisions = [] } = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }), options);
	const denied = new Set(
		serviceRevisions
			.filter(({ taskDefinition }) => taskDefinition === action.precondition.taskDefinition)
			.map(({ serviceRevisionArn }) => serviceRevisionArn),
	);
	return own.find(({ targetServiceRevisionArn }) => denied.has(targetServiceRevisionArn));
}
