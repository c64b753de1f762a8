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

/** Packages that one place hides from the others. */
export const PACKAGES_IN_PLACE = [
	belongsTo("sqlite-in-store", "^(node:)?sqlite$", ["^src/store/sqlite"], "SQL stays in its store. Go through the port, store.ts."),
	belongsTo(
		"json-patch-in-one-place",
		"^node_modules/rfc6902/",
		["^src/json-patch\\.ts$"],
		"The library trusts its operations. Go through admission/mutate.ts, which checks each one, and applyOperation.",
	),
];

/** Who holds signatures against keys, and of what. */
export const SIGNATURE_RULES = [
	belongsTo(
		"jose-in-two-files",
		"^node_modules/jose/",
		["^src/rego/bundle-signature\\.ts$", "^src/http/person\\.ts$"],
		"One file decides whose bundles are sound, one whose logins. Go through readBundle or personBy.",
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
