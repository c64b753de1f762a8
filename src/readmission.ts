/** Re-admission: what was learned of an image concerns every revision that runs it, and each is judged again. */
import type { UnresolvedRequest } from "./admission/request.ts";
import { NotYet } from "./admit.ts";
import { familyRevision, parseArn } from "./ecs/arn.ts";
import type { World } from "./world.ts";

/** Of an image that more run, such as an agent's: those that were seen last. The audit judges them all. */
const MOST_REVISIONS = 500;

/**
 * The requests that one stands for: itself, unless it is about an image. None where no policy in force asks what scans find.
 * @throws {NotYet} with `mayWait`, while more may be told of the image.
 */
export async function readmissions(world: World, request: UnresolvedRequest, mayWait: boolean): Promise<readonly UnresolvedRequest[]> {
	const { references, notBefore, duplicateKey } = request;
	const { imageDigest } = references;
	if (imageDigest === undefined) return [request];
	if (world.reader.source !== "ecs" || !asksOfScans(world)) return [];
	if (mayWait && notBefore !== undefined && Date.parse(world.now()) < Date.parse(notBefore)) {
		throw new NotYet(`what is found in ${imageDigest} is judged once, at ${notBefore}`);
	}
	const uses = await world.store.usesOf(imageDigest, world.now());
	if (uses.length > MOST_REVISIONS) {
		world.log.info("an image is run by more revisions than are judged again", {
			image: imageDigest,
			revisions: uses.length,
			judged: MOST_REVISIONS,
		});
	}
	return uses.slice(0, MOST_REVISIONS).flatMap(({ revision, containerNames }) => {
		const place = parseArn(revision);
		if (place === undefined) return [];
		const { partition, account, region } = place;
		const containerImages = containerNames.map((containerName) => ({ containerName, imageDigest }));
		return {
			...request,
			...{ partition, account, region, name: familyRevision(revision).family },
			duplicateKey: `${duplicateKey}/${revision}`,
			references: { taskDefinition: revision, containerImages },
		};
	});
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
