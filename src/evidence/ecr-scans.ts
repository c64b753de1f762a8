/** The scans of images that lie in ECR: basic ones, and Inspector's, which ECR answers for too. */
import type { ImageScanFindings } from "@aws-sdk/client-ecr";
import type { JsonObject } from "../admission/request.ts";
import { ask } from "../ecs/ask.ts";
import type { EcrAccess } from "./ecr-access.ts";
import { NotKnown } from "./evidence.ts";
import { ecrPlace } from "./image-reference.ts";
import type { FoundImage } from "./registry-evidence.ts";
import { refuseUnlessScanned, vulnerabilitiesOf } from "./scan-findings.ts";

const PAGE = 1000;
const MOST_PAGES = 10;

/** @throws {NotKnown} {LookUpFailed} for an image that no scan says anything of, too */
export async function fetchVulnerabilities(ecr: EcrAccess, image: FoundImage, signal: AbortSignal): Promise<JsonObject> {
	const place = ecrPlace(image.registry);
	if (place === undefined) throw new NotKnown(`${image.registry} tells of no scans; ECR does`);
	const { DescribeImageScanFindingsCommand } = await import("@aws-sdk/client-ecr");
	const client = await ecr.client(place);
	const named = { registryId: place.account, repositoryName: image.repository, imageId: { imageDigest: image.manifestDigest } };
	const about = `${image.repository}@${image.manifestDigest}`;
	const pages: ImageScanFindings[] = [];
	let nextToken: string | undefined;
	let status = "";
	do {
		if (pages.length === MOST_PAGES) throw new NotKnown(`the scan of ${about} has more than ${PAGE * MOST_PAGES} findings`);
		const command = new DescribeImageScanFindingsCommand({ ...named, maxResults: PAGE, ...(nextToken === undefined ? {} : { nextToken }) });
		const answer = await ask("ecr:DescribeImageScanFindings", about, () => client.send(command, { abortSignal: signal }));
		refuseUnlessScanned(answer.imageScanStatus);
		status = answer.imageScanStatus?.status ?? "";
		pages.push(answer.imageScanFindings ?? {});
		nextToken = answer.nextToken;
	} while (nextToken !== undefined);
	return vulnerabilitiesOf(status, pages);
}
