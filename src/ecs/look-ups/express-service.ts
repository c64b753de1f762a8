/** An Express service as its newest configuration has it. */
import { DescribeExpressGatewayServiceCommand, type ECSClient, type ExpressGatewayServiceConfiguration } from "@aws-sdk/client-ecs";
import { allKnown } from "../../admission/unknown.ts";
import { anotherArn, askOrMissing, refuseElsewhere, toJson } from "../ask-ecs.ts";
import type { Described, Place } from "../ecs-reader.ts";
import { known } from "../known.ts";

/**
 * The body of CreateExpressGatewayService. ECS tells a task definition of every Express service, its own ones too: it stands in the
 * body only where no container is described, since a request names the one or the other. @throws {LookUpFailed}
 */
export async function describeExpressService(
	ecs: ECSClient,
	place: Place,
	arn: string,
	options: { abortSignal?: AbortSignal } = {},
): Promise<Described | undefined> {
	refuseElsewhere(place, arn);
	const command = new DescribeExpressGatewayServiceCommand({ serviceArn: arn, include: ["TAGS"] });
	const found = (await askOrMissing("ecs:DescribeExpressGatewayService", arn, () => ecs.send(command, options)))?.service;
	const status = found?.status?.statusCode ?? "";
	if (found === undefined || status === "INACTIVE") return undefined;
	if (found.serviceArn !== arn) throw anotherArn(arn, found.serviceArn);
	const newest = newestOf(found.activeConfigurations ?? []);
	const { taskDefinitionArn, serviceRevisionArn: revision, ingressPaths: _, createdAt: __, ...configuration } = newest ?? {};
	const { serviceName, cluster, infrastructureRoleArn, tags } = found;
	const named = configuration.primaryContainer === undefined ? { taskDefinitionArn } : {};
	const body = toJson({ serviceName, cluster, infrastructureRoleArn, ...configuration, ...named, ...(tags?.length ? { tags } : {}) });
	const createdAt = found.createdAt?.toISOString();
	return { arn, body: allKnown(body), status, ...known({ taskDefinition: taskDefinitionArn, revision, createdAt }) };
}

function newestOf(configurations: readonly ExpressGatewayServiceConfiguration[]): ExpressGatewayServiceConfiguration | undefined {
	const age = ({ createdAt }: ExpressGatewayServiceConfiguration) => createdAt?.getTime() ?? 0;
	return [...configurations].sort((a, b) => age(b) - age(a))[0];
}
