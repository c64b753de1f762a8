/** Tags by which a verdict is seen in ECS itself. Pure. */
import type { Decision } from "./decide.ts";
import type { Reach } from "./request.ts";
import { isLetThrough } from "./review.ts";

/** What the admission tag says; the SCP of `taskgate scp` asks for it. */
export const ADMITTED = "allowed";

const REFUSED_TAG = "taskgate:refused";
/** ECS takes no longer value, and no other characters. */
const MOST_CHARACTERS = 256;
const FORBIDDEN = /[^a-zA-Z0-9 +\-=._:/@]/g;

interface Tagging {
	readonly reach: Reach;
	readonly withheld?: string;
	readonly admissionTag?: string;
}

/** A point that cannot say why it refuses tags the service. */
export function tagRefused(decision: Decision) {
	const { request } = decision;
	if (isLetThrough(decision) || !("targets" in request) || request.targets.service === undefined) return [];
	const parameters = { tags: { [REFUSED_TAG]: refusedValue(decision) } };
	return [{ type: "TagResource" as const, target: request.targets.service, precondition: {}, otherwise: [], parameters }];
}

/** Opt-in: a revision that was registered and admitted says so, for an SCP to ask for. Where anything is withheld it says nothing. */
export function tagAdmitted({ request, verdict }: Decision, { reach, withheld, admissionTag }: Tagging) {
	if (admissionTag === undefined || withheld !== undefined || reach !== "revert" || verdict !== "allowed") return [];
	if (request.kind !== "TaskDefinition" || !("targets" in request)) return [];
	const { taskDefinition } = request.targets;
	if (taskDefinition === undefined) return [];
	const parameters = { tags: { [admissionTag]: ADMITTED } };
	return [
		{
			type: "TagResource" as const,
			target: taskDefinition,
			precondition: { taskDefinition },
			otherwise: [],
			parameters,
			reason: "admitted",
		},
	];
}

/** The day and the policies that refuse, as many as fit. */
function refusedValue({ enforcements, decidedAt }: Decision): string {
	const policies = [...new Set(enforcements.flatMap(({ action, policy }) => (action === "deny" ? [policy] : [])))];
	const words = policies.length > 0 ? policies : ["undecided"];
	let value = decidedAt.slice(0, 10);
	for (const word of words.map((text) => text.replace(FORBIDDEN, "_"))) {
		if (value.length + 1 + word.length > MOST_CHARACTERS) break;
		value += ` ${word}`;
	}
	return value;
}
