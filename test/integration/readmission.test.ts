/** From an image's scan to the revisions that run it: ECS and ECR by moto, the image in a real registry, the built-in library. */
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsEcsReader } from "../../src/ecs/aws-ecs-reader.ts";
import { EcrAccess } from "../../src/evidence/ecr-access.ts";
import { accept, drainInbox, judgeAtOnce } from "../../src/intake.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { callEvent } from "../cloudtrail.ts";
import { serve } from "../evidence-ground.ts";
import { ownRegion } from "../own-region.ts";
import { constraint } from "../requests.ts";
import { testWorld } from "../worlds.ts";
import { type EcrGround, ecrGround } from "./ecr-ground.ts";
import { type Ground, ground } from "./ecs-ground.ts";

const REGION = ownRegion(import.meta);
const IMAGE = `123456789012.dkr.ecr.${REGION}.amazonaws.com/shop/web:1`;
const POLICY = "supply-chain/no-critical-cves";

let ecr: EcrGround;
let ecs: Ground;
let engine: PolicyEngine;
beforeAll(async () => {
	ecr = await ecrGround(REGION);
	ecs = await ground(inject("motoUrl"), "readmission", REGION);
	engine = await openEngine(await openBuiltIn());
}, 300_000);
afterAll(async () => {
	await engine.close();
	await ecr.close();
});

const findings = (...names: readonly string[]) => ({
	imageScanStatus: { status: "COMPLETE" },
	imageScanFindings: {
		imageScanCompletedAt: Math.floor(Date.now() / 1000),
		findings: names.map((name) => ({ name, severity: "CRITICAL" })),
		findingSeverityCounts: { CRITICAL: names.length },
	},
});

/** Of this hour, as the gate's clock has it. */
function scanned(digest: string, time: string): JsonObject {
	const detail = { "scan-status": "COMPLETE", "repository-name": "shop/web", "image-digest": digest, "image-tags": ["1"] };
	return { source: "aws.ecr", "detail-type": "ECR Image Scan", account: "123456789012", region: REGION, time, detail };
}

it("what runs an image by a tag that has moved on is judged by the image that runs, each time that its scan finds something else", async () => {
	const world = { ...testWorld(), constraints: [constraint({ name: "no-cves", policy: POLICY })], engine };
	let found = findings();
	const scanner = await serve((_request, response) => void response.end(JSON.stringify(found)));
	const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
	const scans = new EcrAccess(
		async () => ({ region: REGION, endpoint: scanner.url, credentials }),
		() => 0,
	);
	const { evidence, clock } = ecr.evidence(scans);
	const gate = { ...world, reader: new AwsEcsReader(new AwsClients()), evidence };
	const pass = (ms: number) => {
		world.pass(ms);
		clock.ms += ms;
	};
	const registered = async (family: string, image: string) => {
		const revision = await ecs.register(family, { containerDefinitions: [{ name: "app", image, memory: 128 }] });
		const responseElements = { taskDefinition: { taskDefinitionArn: revision } };
		const facts = { eventName: "RegisterTaskDefinition", requestParameters: { family }, responseElements, region: REGION };
		const [decision] = await judgeAtOnce(gate, callEvent({ ...facts, eventTime: gate.now() }) as JsonObject);
		return { revision, decision };
	};
	const digest = await ecr.push("shop/web", true);
	const web = await registered("web", IMAGE);
	expect(web.decision).toMatchObject({ verdict: "allowed", running: { images: [{ containerName: "app", imageDigest: digest }] } });

	// The tag means another image now.
	expect(await ecr.moveTag("shop/web")).not.toBe(digest);

	const judged = async () => {
		const { decisions } = await gate.store.decisions({});
		return decisions
			.filter(({ enforcementPoint }) => enforcementPoint === "image-scan")
			.map(({ resource, verdict, violations, actions }) => [
				resource,
				verdict,
				violations.map(({ message }) => message),
				actions.map((a) => a.type),
			]);
	};
	const hear = async (...names: readonly string[]) => {
		pass(600_000);
		found = findings(...names);
		await accept(gate, scanned(digest, gate.now()));
		pass(240_000);
		await drainInbox(gate);
	};
	await hear("CVE-2026-1234");
	expect(await judged()).toEqual([[web.revision, "denied", [expect.stringContaining("CVE-2026-1234")], ["Notify"]]]);
	const open = await gate.store.findings({ state: "open" });
	expect(open).toMatchObject([{ resource: web.revision, policy: POLICY }]);

	await hear();
	expect((await judged())[0]).toEqual([web.revision, "allowed", [], []]);
	expect(await gate.store.findings({ state: "open" })).toEqual([]);
	scanner.close();
	await gate.store.close();
});
