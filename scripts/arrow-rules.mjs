/** The two shapes that most of the arrows have, and the arrows of signatures and evidence. */

export const TEST = "\\.test\\.ts$";

/**
 * Files in `room` (tests beside them excepted) import only what `allowed` matches.
 * @param {string} name @param {string} room @param {string[]} allowed @param {string} comment
 * @returns {import("dependency-cruiser").IForbiddenRuleType}
 */
export function only(name, room, allowed, comment) {
	return { name, comment, severity: "error", from: { path: room, pathNot: TEST }, to: { pathNot: [room, ...allowed] } };
}

/**
 * What `path` matches is imported only from `rooms`.
 * @param {string} name @param {string} path @param {string[]} rooms @param {string} comment
 * @returns {import("dependency-cruiser").IForbiddenRuleType}
 */
export function belongsTo(name, path, rooms, comment) {
	return { name, comment, severity: "error", from: { path: "^src/", pathNot: rooms }, to: { path } };
}

/** Who holds signatures against keys, and of what. */
export const SIGNATURE_RULES = [
	belongsTo(
		"jose-in-rego",
		"^node_modules/jose/",
		["^src/rego/bundle-signature\\.ts$"],
		"One file decides which signatures are sound. Go through readBundle.",
	),
	only(
		"evidence-only-fetches",
		"^src/evidence/",
		[
			"^src/admission/",
			"^src/ecs/(arn|ask|ecs-reader|observed-calls)\\.ts$",
			"^node_modules/(@aws-sdk/client-ecr|@sigstore|ipaddr\\.js|yaml|zod)/",
			"^(node:)?(crypto|dns|fs|fs/promises|http|https|net|path|timers/promises)$",
		],
		"Evidence says what is known of an image, and judges nothing: that is for policies. It is handed its clock, its place and its credentials.",
	),
	belongsTo(
		"sigstore-in-evidence",
		"^node_modules/@sigstore/",
		["^src/evidence/"],
		"One folder decides which signatures of images are sound. Ask for evidence instead.",
	),
];
