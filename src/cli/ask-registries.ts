/** Evidence of images for a command: as a gate would ask for it, with the caller's own credentials. */
import { isUnknown, unknown } from "../admission/unknown.ts";
import type { Config } from "../config.ts";
import type { Place } from "../ecs/ecs-reader.ts";
import type { Evidence, ImageEvidence } from "../evidence/evidence.ts";
import { parseImage } from "../evidence/image-reference.ts";
import { systemNow } from "../world.ts";

/** Without AWS credentials ECR's registries stay unknown, and the others are asked. @throws {TrustPolicyError} */
export async function askingRegistries(config: Config): Promise<{ readonly evidence?: Evidence }> {
	// Who asks no registry starts without what asking takes.
	const [{ AwsClients }, { openEvidence }] = await Promise.all([import("../ecs/aws-clients.ts"), import("../evidence/open-evidence.ts")]);
	const aws = new AwsClients({ roleArn: config.TASKGATE_ROLE_ARN });
	const settings = (await aws.hasCredentials()) ? (place: Place) => aws.settings(place) : undefined;
	const { TASKGATE_REGISTRIES: registries, TASKGATE_TRUST: trust } = config;
	const evidence = await openEvidence({ registries, trust, settings, now: systemNow });
	return evidence === undefined ? {} : { evidence };
}

/** What images start, and where that is not known which registry did not tell. @throws {TrustPolicyError} */
export async function askingForConfigs(config: Config): Promise<Evidence> {
	const { evidence = NOBODY_ASKED } = await askingRegistries(config);
	return {
		async of(question) {
			const found = Object.entries(await evidence.of(question));
			return Object.fromEntries(found.map(([image, about]) => [image, { ...about, ...naming(image, about) }]));
		},
	};
}

const NOBODY_ASKED: Evidence = {
	async of({ images }) {
		const config = unknown("TASKGATE_REGISTRIES is none, so that no registry is asked");
		return Object.fromEntries(images.map((reference) => [reference, { reference, digest: config, fetchedAt: systemNow(), config }]));
	},
};

function naming(image: string, { config }: ImageEvidence): Pick<ImageEvidence, "config"> {
	const { registry } = parseImage(image) ?? {};
	if (!isUnknown(config) || registry === undefined || config.$unknown.includes(registry)) return {};
	return { config: unknown(`${registry}: ${config.$unknown}`) };
}
