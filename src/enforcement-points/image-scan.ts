/** A scan has found something in an image: what was admitted with it is judged again. Whatever runs it runs already. */
import { z } from "zod";
import { bounded } from "../admission/bounded.ts";
import type { Json, JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { isObject } from "../ecs/api-shape.ts";
import { partitionOf } from "../ecs/arn.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { replayed } from "./wire/eventbridge.ts";
import { ACCOUNT, parse, TEXT, TIME } from "./wire/parse.ts";

/** Inspector tells of each finding by itself; what it says of an image within this time is judged once, when it is over. */
const WINDOW_MS = 3 * 60_000;
/** Until ECR answers with what it has told of. */
const SETTLING_MS = 30_000;

const DIGEST = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits");
const ENVELOPE = { account: ACCOUNT, region: TEXT, time: TIME, "replay-name": z.string().optional() };
/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
const SCANNED = z.looseObject({ ...ENVELOPE, detail: z.looseObject({ "scan-status": TEXT, "image-digest": DIGEST }) });
/** `Finding` of https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html */
const FOUND = z.looseObject({ ...ENVELOPE, detail: z.looseObject({ resources: z.array(z.looseObject({ type: TEXT })) }) });
const IMAGE = "AWS_ECR_CONTAINER_IMAGE";
const HASHED = z.looseObject({ details: z.looseObject({ awsEcrContainerImage: z.looseObject({ imageHash: DIGEST }) }) });
const IN_IMAGES = z.looseObject({ detail: z.looseObject({ resources: z.array(HASHED) }) });

export const imageScan: EnforcementPoint<void> = {
	name: "image-scan",
	reach: "report",
	tells: true,
	whenOff: "withholds",
	about: {
		catches:
			"what runs already, by the digest of its image: each revision that was admitted with it is judged again by what the scan says now",
		delay: "one to six minutes after the scan is told of; as a function on AWS six to seven",
		bypass:
			"images outside ECR; a revision whose digest no decision knew (a tag, of which neither ECS nor a registry had told the digest by then); Express services and daemons; nothing is undone",
		closedBy: "the policies of the pack supply-chain at the other points, which keep it from coming in again; `taskgate audit --evidence`",
	},
	read(event) {
		if (!isObject(event as Json)) return [];
		if (isNamed(event as JsonObject, "aws.ecr", "ECR Image Scan")) {
			const { detail, ...envelope } = parse(SCANNED, event);
			return detail["scan-status"] === "COMPLETE" ? [requestOf(detail["image-digest"], envelope, "ECR Image Scan")] : [];
		}
		if (!isNamed(event as JsonObject, "aws.inspector2", "Inspector2 Finding")) return [];
		const { detail, ...envelope } = parse(FOUND, event);
		const images = detail.resources.filter(({ type }) => type === IMAGE);
		const hashed = parse(IN_IMAGES, { detail: { resources: images } }).detail.resources;
		const digests = new Set(hashed.map(({ details }) => details.awsEcrContainerImage.imageHash));
		return [...digests].map((digest) => requestOf(digest, envelope, "Inspector2 Finding"));
	},
	answer() {},
	condense: bounded,
};

type Envelope = z.infer<z.ZodObject<typeof ENVELOPE>>;

function isNamed(event: JsonObject, source: string, detailType: string): boolean {
	return event.source === source && event["detail-type"] === detailType;
}

function requestOf(digest: string, envelope: Envelope, action: string): UnresolvedRequest {
	const { account, region, time } = envelope;
	const end = (Math.floor(Date.parse(time) / WINDOW_MS) + 1) * WINDOW_MS;
	return {
		enforcementPoint: imageScan.name,
		kind: "TaskDefinition",
		operation: "CREATE",
		action,
		...{ partition: partitionOf(region), account, region },
		// Which revisions it is about the store knows.
		name: digest,
		launchTypes: [],
		tags: {},
		// A scan is nobody's call.
		userInfo: { arn: "" },
		object: {},
		dryRun: false,
		time,
		duplicateKey: `${digest}/${new Date(end).toISOString()}`,
		notBefore: new Date(end + SETTLING_MS).toISOString(),
		references: { imageDigest: digest },
		...replayed(envelope),
	};
}
