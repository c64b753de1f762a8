/** Evidence of what runs: of the digest that ECS once made of a tag, whatever the tag means by now. */
import type { Json, JsonObject } from "../admission/request.ts";
import { isUnknown, unknown } from "../admission/unknown.ts";
import type { Evidence, EvidenceQuestion, ImageEvidence } from "./evidence.ts";
import { parseImage } from "./image-reference.ts";
import { nameOfImage } from "./manifest.ts";

/**
 * `running`: by reference as written, the digest that runs. Where the tag has moved on, or is gone, the digest itself is asked about.
 * It may be one image of an index, whose signature is the index's and is then not found by it: that none is found says nothing.
 */
export async function evidenceOf(
	evidence: Evidence,
	question: EvidenceQuestion,
	running: ReadonlyMap<string, string>,
): Promise<Readonly<Record<string, ImageEvidence>>> {
	if (running.size === 0) return evidence.of(question);
	const asked = performance.now();
	const pinned = await movedOn(evidence, question, running);
	const images = question.images.map((reference) => pinned.get(reference) ?? reference);
	const found = await evidence.of({ ...question, images, withinMs: Math.max(0, question.withinMs - (performance.now() - asked)) });
	const byReference = question.images.flatMap((reference) => {
		const name = pinned.get(reference);
		const about = found[name ?? reference];
		if (about === undefined) return [];
		return [[reference, name === undefined ? about : { ...about, reference, ...signaturesIn(about) }] as const];
	});
	return Object.fromEntries(byReference);
}

/** By reference as written, the reference of what runs, where they are not the same. */
async function movedOn(evidence: Evidence, question: EvidenceQuestion, running: ReadonlyMap<string, string>) {
	const meant = await evidence.of({ ...question, images: [...running.keys()], parts: [] });
	const moved = [...running].flatMap(([reference, digest]) => {
		const { digest: now, manifest } = meant[reference] ?? {};
		const parsed = parseImage(reference);
		const isPinned = parsed === undefined || parsed.digest !== undefined;
		return isPinned || digest === now || digest === manifest ? [] : [[reference, `${nameOfImage(parsed)}@${digest}`] as const];
	});
	return new Map(moved);
}

function signaturesIn({ signatures }: ImageEvidence): { readonly signatures?: Json } {
	if (signatures === undefined || isUnknown(signatures) || (signatures as JsonObject).answer !== "absent") return {};
	return { signatures: unknown("the tag has moved on, and what runs may be signed by its index, which is not known") };
}
