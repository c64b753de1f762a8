/** A daemon as its newest deployment has it: DescribeDaemon itself tells no configuration, its deployment and revision do. */
import {
	type DaemonDeployment,
	type DaemonDetail,
	DescribeDaemonCommand,
	DescribeDaemonDeploymentsCommand,
	DescribeDaemonRevisionsCommand,
	DescribeDaemonTaskDefinitionCommand,
	type ECSClient,
} from "@aws-sdk/client-ecs";
import { allKnown } from "../../admission/unknown.ts";
import { asRequest } from "../api-shape.ts";
import { parseArn } from "../arn.ts";
import { anotherArn, askOrMissing, refuseElsewhere, refuseFailures, toJson } from "../ask-ecs.ts";
import { type Described, LookUpFailed, type Place } from "../ecs-reader.ts";
import { known } from "../known.ts";

interface Options {
	readonly abortSignal?: AbortSignal;
}

/** The body of CreateDaemon, without its tags: ECS describes none of a daemon. @throws {LookUpFailed} */
export async function describeDaemon(ecs: ECSClient, place: Place, arn: string, options: Options = {}): Promise<Described | undefined> {
	refuseElsewhere(place, arn);
	const command = new DescribeDaemonCommand({ daemonArn: arn });
	const daemon = (await askOrMissing("ecs:DescribeDaemon", arn, () => ecs.send(command, options)))?.daemon;
	if (daemon === undefined) return undefined;
	if (daemon.daemonArn !== arn) throw anotherArn(arn, daemon.daemonArn);
	const deployment = await newestDeployment(ecs, daemon, options);
	const revisionArn = deployment?.targetDaemonRevision?.arn ?? daemon.currentRevisions?.at(-1)?.arn;
	if (revisionArn === undefined) throw new LookUpFailed(`ECS does not say which revision the daemon ${arn} has`, { transient: true });
	const revisions = new DescribeDaemonRevisionsCommand({ daemonRevisionArns: [revisionArn] });
	const answer = await askOrMissing("ecs:DescribeDaemonRevisions", revisionArn, () => ecs.send(revisions, options));
	refuseFailures("ecs:DescribeDaemonRevisions", answer?.failures);
	const revision = answer?.daemonRevisions?.find(({ daemonRevisionArn }) => daemonRevisionArn === revisionArn);
	if (revision === undefined) throw new LookUpFailed(`the revision ${revisionArn} of the daemon is not found`, { transient: true });
	if (revision.daemonArn !== arn) throw anotherArn(arn, revision.daemonArn);
	const { daemonTaskDefinitionArn, propagateTags, enableECSManagedTags, enableExecuteCommand, critical } = revision;
	const current = daemon.currentRevisions?.find((one) => one.arn === revisionArn);
	const providers = deployment?.targetDaemonRevision?.capacityProviders ?? current?.capacityProviders;
	const capacityProviderArns = providers?.flatMap((provider) => provider.arn ?? []);
	const body = toJson({
		...{ daemonName: parseArn(arn)?.name, clusterArn: daemon.clusterArn, daemonTaskDefinitionArn, capacityProviderArns },
		...{
			deploymentConfiguration: deployment?.deploymentConfiguration,
			propagateTags,
			enableECSManagedTags,
			enableExecuteCommand,
			critical,
		},
	});
	return {
		...{ arn, body: allKnown(body), status: daemon.status ?? "", revision: revisionArn },
		...known({ taskDefinition: daemonTaskDefinitionArn, createdAt: daemon.createdAt?.toISOString() }),
	};
}

async function newestDeployment(ecs: ECSClient, daemon: DaemonDetail, options: Options): Promise<DaemonDeployment | undefined> {
	const { deploymentArn } = daemon;
	if (deploymentArn === undefined) return undefined;
	const command = new DescribeDaemonDeploymentsCommand({ daemonDeploymentArns: [deploymentArn] });
	const answer = await askOrMissing("ecs:DescribeDaemonDeployments", deploymentArn, () => ecs.send(command, options));
	refuseFailures("ecs:DescribeDaemonDeployments", answer?.failures);
	return answer?.daemonDeployments?.find(({ daemonDeploymentArn }) => daemonDeploymentArn === deploymentArn);
}

/** The body of RegisterDaemonTaskDefinition, without its tags. @throws {LookUpFailed} */
export async function describeDaemonTaskDefinition(
	ecs: ECSClient,
	place: Place,
	arn: string,
	options: Options = {},
): Promise<Described | undefined> {
	refuseElsewhere(place, arn);
	const command = new DescribeDaemonTaskDefinitionCommand({ daemonTaskDefinition: arn });
	const answer = await askOrMissing("ecs:DescribeDaemonTaskDefinition", arn, () => ecs.send(command, options));
	const definition = answer?.daemonTaskDefinition;
	if (definition === undefined) return undefined;
	if (definition.daemonTaskDefinitionArn !== arn) throw anotherArn(arn, definition.daemonTaskDefinitionArn);
	const { registeredBy, registeredAt, status = "" } = definition;
	const body = asRequest("DaemonTaskDefinition", allKnown(toJson(definition)));
	return { arn, body, status, ...known({ registeredBy, createdAt: registeredAt?.toISOString() }) };
}
