/** What a request is judged by: what is in force, and besides it the profile that the request names, which can only be stricter. */
import type { Constraint } from "./admission/constraint.ts";
import type { UnresolvedRequest } from "./admission/request.ts";
import type { JudgeWorld } from "./world.ts";

export interface JudgedBy {
	readonly constraints: readonly Constraint[];
	readonly constraintsDigest: string;
	/** The profile that is named cannot be had: then nothing but a refusal will do. */
	readonly refusal?: string;
}

export async function judgedBy({ constraints, constraintsDigest, profile }: JudgeWorld, request: UnresolvedRequest): Promise<JudgedBy> {
	const inForce = { constraints, constraintsDigest };
	const { profile: name } = request;
	if (name === undefined) return inForce;
	try {
		if (profile === undefined) throw new Error("no profiles are at hand");
		const besides = (await profile(name)).map((constraint) => ({ ...constraint, name: `profile ${name}: ${constraint.name}` }));
		return { constraints: [...constraints, ...besides], constraintsDigest: `${constraintsDigest}+${name}` };
	} catch (error) {
		return { ...inForce, refusal: `the profile that the hook asks for cannot be judged: ${(error as Error).message}` };
	}
}
