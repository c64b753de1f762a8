import { describe, expect, it } from "vitest";
import { unknown } from "../admission/unknown.ts";
import type { Evidence, EvidenceQuestion, ImageEvidence } from "./evidence.ts";
import { evidenceOf } from "./what-runs.ts";

const digest = (of: string) => `sha256:${of.repeat(64)}`;
const QUESTION: EvidenceQuestion = {
	...{ images: ["ghcr.io/shop/web:1", "nginx"], parts: ["signatures"], platform: { os: "linux", architecture: "amd64" } },
	...{ place: { partition: "aws", account: "111122223333", region: "eu-west-1" }, withinMs: 1_000 },
};

function registry(answers: Readonly<Record<string, Partial<ImageEvidence>>>): { asked: EvidenceQuestion[]; evidence: Evidence } {
	const asked: EvidenceQuestion[] = [];
	const of = async (question: EvidenceQuestion) => {
		asked.push(question);
		const found = question.images.map((reference) => [
			reference,
			{ reference, digest: unknown("gone"), fetchedAt: "", ...answers[reference] },
		]);
		return Object.fromEntries(found) as Record<string, ImageEvidence>;
	};
	return { asked, evidence: { of } };
}

describe("evidenceOf", () => {
	it("asks no more than it is asked where nothing is known to run", async () => {
		const { asked, evidence } = registry({});
		expect(Object.keys(await evidenceOf(evidence, QUESTION, new Map()))).toEqual(QUESTION.images);
		expect(asked).toMatchObject([{ images: QUESTION.images, parts: ["signatures"] }]);
	});

	it("asks as written where the tag still means what runs, be it the index or its image", async () => {
		const { asked, evidence } = registry({
			"ghcr.io/shop/web:1": { digest: digest("a"), manifest: digest("b") },
			nginx: { digest: digest("c"), manifest: digest("c") },
		});
		const running = new Map([
			["ghcr.io/shop/web:1", digest("b")],
			["nginx", digest("c")],
		]);
		expect(await evidenceOf(evidence, QUESTION, running)).toMatchObject({ nginx: { digest: digest("c") } });
		expect(asked).toMatchObject([{ parts: [] }, { images: QUESTION.images, parts: ["signatures"] }]);
	});

	it("asks about the digest where the tag has moved on or is gone, and keeps the reference as written", async () => {
		const { asked, evidence } = registry({
			"ghcr.io/shop/web:1": { digest: digest("d") },
			[`ghcr.io/shop/web@${digest("a")}`]: { digest: digest("a"), signatures: { answer: "valid" } },
			[`docker.io/library/nginx@${digest("c")}`]: { digest: digest("c"), signatures: { answer: "absent" } },
		});
		const running = new Map([
			["ghcr.io/shop/web:1", digest("a")],
			["nginx", digest("c")],
		]);
		const found = await evidenceOf(evidence, QUESTION, running);
		expect(found["ghcr.io/shop/web:1"]).toMatchObject({
			reference: "ghcr.io/shop/web:1",
			digest: digest("a"),
			signatures: { answer: "valid" },
		});
		// Its index may be signed.
		expect(found.nginx).toMatchObject({ digest: digest("c"), signatures: { $unknown: expect.stringContaining("the tag has moved on") } });
		expect(asked[1]?.images).toEqual([`ghcr.io/shop/web@${digest("a")}`, `docker.io/library/nginx@${digest("c")}`]);
		expect(asked[1]?.withinMs).toBeLessThanOrEqual(1_000);
	});

	it("leaves what is pinned, and what is no reference, as it was answered", async () => {
		const pinned = `nginx@${digest("e")}`;
		const { asked, evidence } = registry({ [pinned]: { digest: digest("e") } });
		const running = new Map([
			[pinned, digest("f")],
			["NO REFERENCE", digest("f")],
		]);
		await evidenceOf(evidence, { ...QUESTION, images: [pinned, "NO REFERENCE"] }, running);
		expect(asked[1]).toMatchObject({ images: [pinned, "NO REFERENCE"] });
	});
});
