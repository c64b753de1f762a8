/** What ECR says of its managed signing; moto does not know that call. */
import { describe, expect, it } from "vitest";
import { EcrAccess } from "../../src/evidence/ecr-access.ts";
import { fetchEcrSigning } from "../../src/evidence/ecr-signing.ts";
import { serve } from "../evidence-ground.ts";
import { ownRegion } from "../own-region.ts";

const REGION = ownRegion(import.meta);
const HOST = `123456789012.dkr.ecr.${REGION}.amazonaws.com`;

describe("what ECR has signed", () => {
	const image = { registry: HOST, repository: "web", digest: `sha256:${"0".repeat(64)}`, manifestDigest: "", manifest: {} as never };
	const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };

	it.each([
		[["COMPLETE", "COMPLETE"], "COMPLETE"],
		[["COMPLETE", "IN_PROGRESS"], "IN_PROGRESS"],
		[["FAILED"], "FAILED"],
		[[], "NONE"],
	])("with the states %j is %s", async (states, expected) => {
		const ecr = await serve((_, response) => response.end(JSON.stringify({ signingStatuses: states.map((status) => ({ status })) })));
		const access = new EcrAccess(
			async () => ({ region: REGION, endpoint: ecr.url, credentials }),
			() => 0,
		);
		expect(await fetchEcrSigning(access, image, AbortSignal.timeout(10_000))).toBe(expected);
		ecr.close();
	});

	it("is nothing elsewhere, and unknown where it cannot be asked", async () => {
		const none = new EcrAccess(undefined, () => 0);
		expect(await fetchEcrSigning(none, { ...image, registry: "ghcr.io" }, AbortSignal.timeout(1_000))).toBe("NONE");
		expect(await fetchEcrSigning(none, image, AbortSignal.timeout(1_000))).toEqual({
			$unknown: "ECR is not asked: there are no AWS credentials",
		});
		const denying = await serve((_, response) => response.writeHead(400, { "x-amzn-errortype": "AccessDeniedException" }).end("{}"));
		const access = new EcrAccess(
			async () => ({ region: REGION, endpoint: denying.url, credentials }),
			() => 0,
		);
		expect(await fetchEcrSigning(access, image, AbortSignal.timeout(10_000))).toEqual({
			$unknown: expect.stringMatching(/AccessDenied.*allow ecr:DescribeImageSigningStatus to the gate's role/),
		});
		denying.close();
	});
});
