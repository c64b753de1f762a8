/** Re-admission: what was learned of an image concerns every revision that runs it, and each is judged again. */
import type { UnresolvedRequest } from "./admission/request.ts";
import { NotYet } from "./admit.ts";
import { familyRevision, parseArn } from "./ecs/arn.ts";
import { LookUpFailed } from "./ecs/ecs-reader.ts";
import type { ImageUse } from "./store/image-uses.ts";
import type { World } from "./world.ts";

/** Of an image that more run, such as an agent's: those that were seen last. The audit judges them all. */
const MOST_REVISIONS = 500;
/** In one go: denials that wait behind a scan do not wait long. What is judged by then stands, so that it goes on from there. */
const AT_ONCE_MS = 10_000;

/**
 * The requests that one stands for: itself, unless it is about an image. None where no policy in force asks what scans find.
 * @throws {NotYet} with `mayWait`, while more may be told of the image, and where there are more than can be judged in one go.
 */
export async function* readmissions(world: World, request: UnresolvedRequest, mayWait: boolean): AsyncGenerator<UnresolvedRequest> {
	const { notBefore, references } = request;
	const { imageDigest } = references;
	if (imageDigest === undefined) {
		yield request;
		return;
	}
	if (world.reader.source !== "ecs" || !asksOfScans(world)) return;
	if (mayWait && notBefore !== undefined && Date.parse(world.now()) < Date.parse(notBefore)) {
		throw new NotYet(`what is found in ${imageDigest} is judged once, at ${notBefore}`);
	}
	const uses = await world.store.usesOf(imageDigest, world.now());
	const facts = { image: imageDigest, revisions: uses.length };
	if (uses.length > MOST_REVISIONS)
		world.log.info("an image is run by more revisions than are judged again", { ...facts, judged: MOST_REVISIONS });
	const started = performance.now();
	for (const use of inAnyOrder(uses.slice(0, MOST_REVISIONS))) {
		if (performance.now() - started > AT_ONCE_MS) {
			if (mayWait) throw new NotYet(`${imageDigest} is run by more revisions than can be judged in one go`);
			world.log.alarm("not every revision that runs an image could be judged again: the audit does", facts);
			return;
		}
		const one = ofRevision(request, imageDigest, use);
		if (one !== undefined && !(await isGone(world, one))) yield one;
	}
}

/** Several processes that are told the same begin at different places, and each passes over what the others have judged. */
function inAnyOrder(uses: readonly ImageUse[]): readonly ImageUse[] {
	const first = Math.floor(Math.random() * uses.length);
	return [...uses.slice(first), ...uses.slice(0, first)];
}

function ofRevision(
	request: UnresolvedRequest,
	imageDigest: string,
	{ revision, containerNames }: ImageUse,
): UnresolvedRequest | undefined {
	const place = parseArn(revision);
	if (place === undefined) return undefined;
	const { partition, account, region } = place;
	return {
		...request,
		...{ partition, account, region, name: familyRevision(revision).family },
		duplicateKey: `${request.duplicateKey}/${revision}`,
		references: { taskDefinition: revision, containerImages: containerNames.map((containerName) => ({ containerName, imageDigest })) },
	};
}

/** A revision that was deleted runs nowhere; its findings end. A look-up that fails is the judge's to tell. */
async function isGone(
	{ reader, store, now }: World,
	{ partition, account = "", region = "", references }: UnresolvedRequest,
): Promise<boolean> {
	const { taskDefinition = "" } = references;
	try {
		if ((await reader.taskDefinition({ partition, account, region }, taskDefinition)) !== undefined) return false;
		await store.endFindings(taskDefinition, now());
		return true;
	} catch (error) {
		if (error instanceof LookUpFailed) return false;
		throw error;
	}
}

/** By the policies in force at this moment. */
function asksOfScans(world: World): boolean {
	if (world.evidence === undefined) return false;
	const hold = world.hold?.();
	const { engine, constraints } = hold?.inForce ?? world;
	const asking = new Set(engine.policies.flatMap(({ id, evidence }) => (evidence?.includes("vulnerabilities") ? id : [])));
	hold?.release();
	return constraints.some(({ policy }) => asking.has(policy));
}
