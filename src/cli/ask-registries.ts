/** Evidence of images for a command: as a gate would ask for it, with the caller's own credentials. */
import type { Config } from "../config.ts";
import { AwsClients } from "../ecs/aws-clients.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { openEvidence } from "../evidence/open-evidence.ts";
import { systemNow } from "../world.ts";

/** Without AWS credentials ECR's registries stay unknown, and the others are asked. @throws {TrustPolicyError} */
export async function askingRegistries(config: Config): Promise<{ readonly evidence?: Evidence }> {
	const aws = new AwsClients({ roleArn: config.TASKGATE_ROLE_ARN });
	const settings = (await aws.hasCredentials()) ? (place: Parameters<typeof aws.settings>[0]) => aws.settings(place) : undefined;
	const { TASKGATE_REGISTRIES: registries, TASKGATE_TRUST: trust } = config;
	const evidence = await openEvidence({ registries, trust, settings, now: systemNow });
	return evidence === undefined ? {} : { evidence };
}
