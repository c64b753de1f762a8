/** RestoreExpressService: the Express service goes back to its last admitted configuration, all of it. */
import { UpdateExpressGatewayServiceCommand, type UpdateExpressGatewayServiceCommandInput } from "@aws-sdk/client-ecs";
import { describeExpressService } from "../look-ups/express-service.ts";
import { admittedBefore } from "./admitted-before.ts";
import { done, type Perform } from "./job.ts";

/** What UpdateExpressGatewayService takes; the infrastructure role is the service's for good. */
const SETTINGS = [
	...["executionRoleArn", "healthCheckPath", "primaryContainer", "taskRoleArn", "networkConfiguration", "cpu", "memory"],
	...["cpuArchitecture", "scalingTarget", "taskDefinitionArn"],
];

export const restoreExpressService: Perform = async (job) => {
	const { action, place, ecs, options } = job;
	const service = await describeExpressService(ecs, place, action.target, options);
	const found = await admittedBefore(job, "ExpressGatewayService", service, SETTINGS);
	if ("end" in found) return found.end;
	const { decision, configuration } = found.admitted;
	const input = { ...configuration, serviceArn: action.target } as unknown as UpdateExpressGatewayServiceCommandInput;
	const updated = await ecs.send(new UpdateExpressGatewayServiceCommand(input), options);
	return done(updated, `the Express service was brought back to what decision ${decision.uid} admitted`);
};
