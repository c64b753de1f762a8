/** Reviews for the policies of isolation.ts, and how long their answers took. */
import type { GateProcess } from "../../test/gate-process.ts";

/** What a task definition's family begins with; `web` troubles no policy. */
export type Family = "web" | "loop" | "hog" | "clash";

export interface Reviewed {
	readonly allowed: boolean;
	readonly status?: { readonly message: string };
}

export interface Answered {
	readonly family: Family;
	readonly privileged: boolean;
	readonly response: Reviewed;
	readonly ms: number;
}

export async function ask(gate: GateProcess, family: Family, privileged: boolean): Promise<Answered> {
	const object = { family, containerDefinitions: [{ name: "app", image: "nginx:1", privileged }] };
	const request = { uid: "u", kind: "TaskDefinition", operation: "CREATE", userInfo: { arn: "a" }, object };
	const started = performance.now();
	const answer = await gate.post("/v1/admission", { apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request });
	const { response } = (await answer.json()) as { response: Reviewed };
	return { family, privileged, response, ms: performance.now() - started };
}

/** The time, in milliseconds, within which this share of them was answered. */
export function within(share: number, answered: readonly Pick<Answered, "ms">[]): number {
	const sorted = answered.map(({ ms }) => ms).sort((a, b) => a - b);
	return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
