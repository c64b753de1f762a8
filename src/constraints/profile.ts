/** The profiles that come with Taskgate, and what is in force when nobody says. */
import { readdir, readFile } from "node:fs/promises";
import type { Policy } from "../admission/policy.ts";
import { didYouMean } from "../nearest.ts";
import { POLICIES_FOLDER } from "../policies-folder.ts";
import { ConstraintError, type ConstraintSet, joinSets } from "./constraint-set.ts";
import { readConstraints } from "./read-constraints.ts";

const FOLDER = new URL("profiles/", POLICIES_FOLDER);
const DEFAULT_PROFILE = "baseline";

/** The names that `loadProfile` takes, sorted. */
export async function profileNames(): Promise<readonly string[]> {
	const files = await readdir(FOLDER);
	return files.flatMap((file) => (file.endsWith(".yaml") ? [file.slice(0, -".yaml".length)] : [])).sort();
}

/** @throws {ConstraintError} for a profile that does not exist, or one that names a policy which the bundle lacks. */
export async function loadProfile(name: string, policies: readonly Policy[]): Promise<ConstraintSet> {
	const names = await profileNames();
	if (!names.includes(name)) {
		throw new ConstraintError([`there is no profile ${name}${didYouMean(name, names) || `; there are ${names.join(", ")}`}`]);
	}
	const text = await readFile(new URL(`${name}.yaml`, FOLDER), "utf8");
	try {
		return readConstraints(text, `profile ${name}`, policies);
	} catch (error) {
		if (!(error instanceof ConstraintError)) throw error;
		// The profile itself is sound: it has met other policies than the library's, and one sentence will do for all that are missing.
		throw new ConstraintError([`${error.message.split(";")[0]}; ${OTHER_POLICIES}`], { cause: error });
	}
}

const OTHER_POLICIES =
	"profiles are for the library that comes with Taskgate: say in a file of constraints (--constraints, TASKGATE_CONSTRAINTS) which of these policies apply";

export interface ConstraintSources {
	readonly profile?: string | undefined;
	readonly files: readonly string[];
	/** What is in force when there is no constraint in either; absent: the profile `baseline`. */
	readonly otherwise?: ConstraintSet | undefined;
}

/** The profile and the files together. @throws {ConstraintError} */
export async function loadConstraints(from: ConstraintSources, policies: readonly Policy[]): Promise<ConstraintSet> {
	const sets = await Promise.all(from.files.map((file) => readFileOf(file, policies)));
	const isBare = from.profile === undefined && sets.every(({ constraints }) => constraints.length === 0);
	if (isBare && from.otherwise !== undefined) return joinSets([from.otherwise, ...sets]);
	const profile = from.profile ?? (isBare ? DEFAULT_PROFILE : undefined);
	return joinSets(profile === undefined ? sets : [await loadProfile(profile, policies), ...sets]);
}

/** What is in force for a folder of somebody's own policies when nothing else is said: each of them denies. */
export function everyPolicyDenies(policies: readonly Policy[]): ConstraintSet {
	const constraints = policies.map(({ id }) => ({
		name: id,
		policy: id,
		enforcementAction: "deny" as const,
		scopedActions: {},
		failurePolicy: "Fail" as const,
		match: {},
		parameters: {},
	}));
	return { constraints, exemptions: [], warnings: [] };
}

async function readFileOf(file: string, policies: readonly Policy[]): Promise<ConstraintSet> {
	let text: string;
	try {
		text = await readFile(file, "utf8");
	} catch (error) {
		throw new ConstraintError([`the constraints file cannot be read: ${(error as Error).message}`], { cause: error });
	}
	return readConstraints(text, file, policies);
}
