/** Images in ECR: the login and the scans by moto, the registry's API by a real registry. */

import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EcrAccess } from "../../src/evidence/ecr-access.ts";
import { fetchVulnerabilities } from "../../src/evidence/ecr-scans.ts";
import { evidenceOf, serve } from "../evidence-ground.ts";
import { ownRegion } from "../own-region.ts";
import { type EcrGround, ecrGround } from "./ecr-ground.ts";

const REGION = ownRegion(import.meta);
const ACCOUNT = "123456789012";
const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const PLACE = { partition: "aws", account: ACCOUNT, region: REGION };

let ecr: EcrGround;
beforeAll(async () => {
	ecr = await ecrGround(REGION);
}, 300_000);
afterAll(() => ecr.close());
const push: EcrGround["push"] = (...image) => ecr.push(...image);
const answers: EcrGround["answers"] = (...scan) => ecr.answers(...scan);

const ask = (image: string) => ecr.evidence().ask(image, { parts: ["config", "vulnerabilities"], place: PLACE });

describe("an image in ECR", () => {
	it("is read with the login of its own account and Region, and unknown where nothing ever scanned it", async () => {
		const digest = await push("never-scanned", false);
		const found = await ask(`${HOST}/never-scanned:1`);
		expect(found).toMatchObject({ digest, config: { User: "1" } });
		expect(found.vulnerabilities).toEqual({
			$unknown: expect.stringMatching(/ecr:DescribeImageScanFindings of never-scanned@sha256.* ScanNotFoundException/),
		});
	});

	it("is unknown in an account that the gate has no role in", async () => {
		const found = await ask(`999999999999.dkr.ecr.${REGION}.amazonaws.com/web:1`);
		expect(found.config).toEqual({ $unknown: expect.stringMatching(/no role for account 999999999999.*TASKGATE_ROLE_ARN/) });
	});

	it("is unknown where there are no credentials", async () => {
		const ecr = new EcrAccess(undefined, () => performance.now());
		const { ask: asking } = evidenceOf({ registries: ["ecr"], login: (host) => ecr.login(host) });
		expect((await asking(`${HOST}/web:1`)).config).toEqual({ $unknown: "ECR is not asked: there are no AWS credentials" });
	});
});

describe("its scan", () => {
	it("by ECR itself is told finding by finding", async () => {
		await push("basic", true);
		await answers("basic", {
			imageScanStatus: { status: "COMPLETE" },
			imageScanFindings: {
				imageScanCompletedAt: 1_795_000_000,
				findings: [{ name: "CVE-1", severity: "HIGH" }],
				findingSeverityCounts: { HIGH: 1 },
			},
		});
		expect((await ask(`${HOST}/basic:1`)).vulnerabilities).toMatchObject({
			scanner: "ecr-basic",
			scannedAt: new Date(1_795_000_000_000).toISOString(),
			counts: { HIGH: 1, CRITICAL: 0 },
			findings: [{ id: "CVE-1", severity: "HIGH" }],
		});
	});

	const finding = (id: string) => ({
		...{ severity: "CRITICAL", status: "ACTIVE", type: "PACKAGE_VULNERABILITY", fixAvailable: "YES", firstObservedAt: 1_795_000_000 },
		packageVulnerabilityDetails: { vulnerabilityId: id },
	});
	const page = (id: string, more = {}) => ({
		imageScanStatus: { status: "ACTIVE" },
		imageScanFindings: { enhancedFindings: [finding(id)] },
		...more,
	});

	it("by Inspector is read over all its pages", async () => {
		const tokens: unknown[] = [];
		const ecr = await serve(async (request, response) => {
			const { nextToken } = (await json(request)) as { nextToken?: string };
			tokens.push(nextToken);
			response.end(JSON.stringify(nextToken === undefined ? page("CVE-1", { nextToken: "more" }) : page("CVE-2")));
		});
		const settings = async () => ({
			region: REGION,
			endpoint: ecr.url,
			credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
		});
		const image = { registry: HOST, repository: "web", digest: "", manifestDigest: `sha256:${"0".repeat(64)}`, manifest: {} as never };
		const found = await fetchVulnerabilities(new EcrAccess(settings, () => 0), image, AbortSignal.timeout(10_000));
		expect(found).toMatchObject({
			scanner: "inspector",
			counts: { CRITICAL: 2 },
			findings: [{ id: "CVE-1", fixable: true }, { id: "CVE-2" }],
		});
		expect(tokens).toEqual([undefined, "more"]);
		ecr.close();
	});

	it("that never ends is unknown", async () => {
		await push("endless", true);
		await answers("endless", page("CVE-1", { nextToken: "more" }));
		expect((await ask(`${HOST}/endless:1`)).vulnerabilities).toEqual({ $unknown: expect.stringContaining("more than 10000 findings") });
	});

	it("that is not done yet is unknown, and so is everything of a registry that has no scans", async () => {
		await push("unfinished", true);
		await answers("unfinished", { imageScanStatus: { status: "IN_PROGRESS" } });
		expect((await ask(`${HOST}/unfinished:1`)).vulnerabilities).toEqual({ $unknown: "the scan is not done yet (IN_PROGRESS)" });
		const image = { registry: "ghcr.io", repository: "a/b", digest: "", manifestDigest: "", manifest: {} as never };
		const ecr = new EcrAccess(undefined, () => 0);
		await expect(fetchVulnerabilities(ecr, image, AbortSignal.timeout(1))).rejects.toThrow("ghcr.io tells of no scans; ECR does");
	});
});
