/** A capacity provider: of the account, or of one cluster. */
import { DescribeCapacityProvidersCommand, type ECSClient } from "@aws-sdk/client-ecs";
import { allKnown } from "../../admission/unknown.ts";
import { asRequest } from "../api-shape.ts";
import { arnIn, clusterArn, parseArn } from "../arn.ts";
import { anotherArn, askOrMissing, refuseElsewhere, refuseFailures, toJson } from "../ask-ecs.ts";
import type { Described, Place } from "../ecs-reader.ts";

/** The body of CreateCapacityProvider. `provider`: name or full ARN. @throws {LookUpFailed} */
export async function describeCapacityProvider(
	ecs: ECSClient,
	place: Place,
	provider: string,
	cluster: string | undefined,
): Promise<Described | undefined> {
	const arn = provider.startsWith("arn:") ? provider : arnIn(place, "capacity-provider", provider);
	const within = cluster === undefined ? {} : { cluster: clusterArn(place, cluster) };
	refuseElsewhere(place, arn);
	const command = new DescribeCapacityProvidersCommand({ capacityProviders: [provider], include: ["TAGS"], ...within });
	const answer = await askOrMissing("ecs:DescribeCapacityProviders", arn, () => ecs.send(command));
	refuseFailures("ecs:DescribeCapacityProviders", answer?.failures);
	const found = answer?.capacityProviders?.[0];
	if (found === undefined) return undefined;
	const given = found.capacityProviderArn ?? "";
	// One of Managed Instances may have its cluster in its ARN, which a name alone does not tell.
	const isSame = given === arn || (!provider.startsWith("arn:") && parseArn(given)?.name === provider);
	if (!isSame) throw anotherArn(arn, given);
	refuseElsewhere(place, given);
	return { arn: given, body: asRequest("CapacityProvider", allKnown(toJson(found))), status: found.status ?? "" };
}
