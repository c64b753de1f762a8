/** A deployment of a service, and the revision of the service that it brings in. */
import {
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	type ECSClient,
	type ServiceDeployment,
} from "@aws-sdk/client-ecs";
import type { JsonObject } from "../../admission/request.ts";
import { anotherArn, askOrMissing, refuseElsewhere, refuseFailures, toJson } from "../ask-ecs.ts";
import type { Place } from "../ecs-reader.ts";

/** @throws {LookUpFailed} */
export async function describeServiceRevision(ecs: ECSClient, place: Place, arn: string): Promise<JsonObject | undefined> {
	refuseElsewhere(place, arn);
	const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] });
	const answer = await askOrMissing("ecs:DescribeServiceRevisions", arn, () => ecs.send(command));
	refuseFailures("ecs:DescribeServiceRevisions", answer?.failures);
	const found = answer?.serviceRevisions?.[0];
	if (found !== undefined && found.serviceRevisionArn !== arn) throw anotherArn(arn, found.serviceRevisionArn);
	return found && toJson(found);
}

/** Read anew each time: a deployment moves on. @throws {LookUpFailed} */
export async function describeServiceDeployment(
	ecs: ECSClient,
	place: Place,
	arn: string,
	options: { abortSignal?: AbortSignal } = {},
): Promise<ServiceDeployment | undefined> {
	refuseElsewhere(place, arn);
	const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
	const answer = await askOrMissing("ecs:DescribeServiceDeployments", arn, () => ecs.send(command, options));
	refuseFailures("ecs:DescribeServiceDeployments", answer?.failures);
	const found = answer?.serviceDeployments?.[0];
	if (found !== undefined && found.serviceDeploymentArn !== arn) throw anotherArn(arn, found.serviceDeploymentArn);
	return found;
}
