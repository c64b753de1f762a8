import { describe, expect, it } from "vitest";
import { policy } from "../../test/requests.ts";
import type { AdmissionRequest, JsonObject } from "../admission/request.ts";
import type { Evidence, EvidenceQuestion } from "./evidence.ts";
import { withEvidence } from "./request-evidence.ts";

const POLICY = { ...policy(), evidence: ["signatures", "config"] as const };

function registering(object: JsonObject, taskDefinition?: JsonObject): AdmissionRequest {
	const context = { source: "copy", ...(taskDefinition && { taskDefinition }) };
	return { partition: "aws", account: "111122223333", region: "eu-west-1", object, context } as unknown as AdmissionRequest;
}

function noting(): { readonly asked: EvidenceQuestion[]; readonly evidence: Evidence } {
	const asked: EvidenceQuestion[] = [];
	const of = async (question: EvidenceQuestion) => {
		asked.push(question);
		return {};
	};
	return { asked, evidence: { of } };
}

const WEB = { containerDefinitions: [{ image: "web:1" }, { image: "web:1" }, { image: "db:2" }, { image: 7 }, null, {}] };

describe("withEvidence", () => {
	it("asks nothing where no policy asks", async () => {
		const { asked, evidence } = noting();
		const request = registering(WEB);
		expect(await withEvidence(evidence, request, [policy()], { withinMs: 1 })).toBe(request);
		expect(asked).toEqual([]);
	});

	it("asks for each image once, and for what the policies need together", async () => {
		const { asked, evidence } = noting();
		const policies = [POLICY, { ...POLICY, evidence: ["vulnerabilities"] as const }, policy()];
		await withEvidence(
			evidence,
			registering({ taskDefinition: "web:1" }, { ...WEB, runtimePlatform: { cpuArchitecture: "ARM64" } }),
			policies,
			{ withinMs: 7 },
		);
		expect(asked).toEqual([
			{
				images: ["web:1", "db:2"],
				parts: ["config", "vulnerabilities", "signatures"],
				platform: { os: "linux", architecture: "arm64" },
				place: { partition: "aws", account: "111122223333", region: "eu-west-1" },
				withinMs: 7,
			},
		]);
	});

	it("judges anew what is known to run, and takes no tag's word for what runs by it", async () => {
		const { asked, evidence } = noting();
		const digest = `sha256:${"a".repeat(64)}`;
		const definition = {
			containerDefinitions: [
				{ name: "app", image: "web:1" },
				{ name: "agent", image: "agent:2" },
				{ name: "db", image: `db@${digest}` },
			],
		};
		const request = registering(definition);
		const context = { ...request.context, containerImages: [{ containerName: "agent", imageDigest: digest }] };
		const since = "2026-11-20T12:00:00Z";
		const found = await withEvidence(evidence, { ...request, context }, [POLICY], { since, withinMs: 1 });
		expect(asked.at(-1)?.images).toEqual([`docker.io/library/agent@${digest}`, `db@${digest}`]);
		expect(found.context.images).toEqual({
			"web:1": {
				reference: "web:1",
				...Object.fromEntries(
					["digest", "config", "signatures"].map((part) => [part, { $unknown: expect.stringContaining("by this tag") }]),
				),
			},
		});
	});

	it("knows the image of an Express service, and of Windows", async () => {
		const { asked, evidence } = noting();
		const express = { primaryContainer: { image: "web:1" }, runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } };
		await withEvidence(evidence, registering(express), [POLICY], { withinMs: 1 });
		expect(asked[0]).toMatchObject({ images: ["web:1"], platform: { os: "windows", architecture: "amd64" } });
	});

	it.each([
		[undefined, {}, "registries are not asked here"],
		[noting().evidence, { runtimePlatform: { $unknown: "Ref Platform" } }, "the platform is not known: Ref Platform"],
		[noting().evidence, { runtimePlatform: { cpuArchitecture: { $unknown: "Ref Cpu" } } }, "the platform is not known: Ref Cpu"],
		[
			noting().evidence,
			{ runtimePlatform: { cpuArchitecture: "RISCV" } },
			"the platform has a cpuArchitecture that is none of X86_64, ARM64",
		],
	])("says why nothing is known", async (evidence, more, reason) => {
		const { context } = await withEvidence(evidence, registering({ ...WEB, ...more }), [POLICY], { withinMs: 1 });
		const unknown = { $unknown: reason };
		expect(context.images).toEqual({
			"web:1": { reference: "web:1", digest: unknown, config: unknown, signatures: unknown },
			"db:2": { reference: "db:2", digest: unknown, config: unknown, signatures: unknown },
		});
	});
});
