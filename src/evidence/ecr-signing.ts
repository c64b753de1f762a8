/** Whether ECR's managed signing has signed what was pushed. That is no verification, and says nothing of who pushed it. */
import type { Json } from "../admission/request.ts";
import { unknown } from "../admission/unknown.ts";
import { ask } from "../ecs/ask.ts";
import { LookUpFailed } from "../ecs/ecs-reader.ts";
import type { EcrAccess } from "./ecr-access.ts";
import { NotKnown } from "./evidence.ts";
import { ecrPlace } from "./image-reference.ts";
import type { FoundImage } from "./registry-evidence.ts";

/** COMPLETE only when every profile has signed; NONE where none does, or the image is not in ECR; a marker where it cannot be told. */
export async function fetchEcrSigning(ecr: EcrAccess, image: FoundImage, signal: AbortSignal): Promise<Json> {
	const place = ecrPlace(image.registry);
	if (place === undefined) return "NONE";
	try {
		const { DescribeImageSigningStatusCommand } = await import("@aws-sdk/client-ecr");
		const client = await ecr.client(place);
		const named = { registryId: place.account, repositoryName: image.repository, imageId: { imageDigest: image.digest } };
		const command = new DescribeImageSigningStatusCommand(named);
		const about = `${image.repository}@${image.digest}`;
		const answer = await ask("ecr:DescribeImageSigningStatus", about, () => client.send(command, { abortSignal: signal }));
		const statuses = (answer.signingStatuses ?? []).map(({ status }) => status ?? "FAILED");
		return statuses.find((status) => status !== "COMPLETE") ?? statuses[0] ?? "NONE";
	} catch (error) {
		if (error instanceof NotKnown || error instanceof LookUpFailed) return unknown(error.message);
		throw error;
	}
}
