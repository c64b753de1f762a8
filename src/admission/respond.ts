/** What follows from a runtime alert that is denied: Rego says how far, the operator how far at most, and this what that comes to. Pure. */
import type { JsonObject, Targets } from "./request.ts";

/** Each does what those before it do. */
export const RESPONSES = ["flag", "stop", "rollback", "scaleToZero", "quarantine"] as const;
export type Response = (typeof RESPONSES)[number];

/** A violation of an alert asks for a response. */
export interface Asked {
	/** Of a runtime alert: how far the policy would go. Absent, the alert is flagged and no more. */
	readonly response?: Response;
}

/** `details.response` of a violation; a word that is none is as good as absent. */
export function responseAsked(details: JsonObject | undefined): Asked {
	const response = RESPONSES.find((known) => known === details?.response);
	return response === undefined ? {} : { response };
}

export interface Responding {
	/** How far the operator lets any policy go; `flag` unless told. */
	readonly runtimeResponse?: Response;
	/** Opt-in: a service that nothing else brings back is scaled to zero. */
	readonly scaleToZero: boolean;
}

interface Denied {
	readonly enforcements: readonly (Asked & { readonly action: string })[];
	readonly request: { readonly time: string; readonly object: JsonObject };
}

/**
 * The task is stopped, of a service too: unlike what a refused deploy started, it is not one of many alike. The service is brought back
 * besides, and its revision and image kept out, because the scheduler starts another task of them at once. A service is brought back
 * once an hour for one revision, however many alerts ask for it.
 */
export function respond({ enforcements, request }: Denied, targets: Targets, { runtimeResponse = "flag", scaleToZero }: Responding) {
	const level = Math.min(RESPONSES.indexOf(runtimeResponse), furthest(enforcements));
	const { tasks: [task] = [], taskDefinition, service, cluster } = targets;
	if (level < RESPONSES.indexOf("stop") || task === undefined || taskDefinition === undefined) return [];
	const precondition = { taskDefinition, ...(cluster === undefined ? {} : { cluster }) };
	const hour = request.time.slice(0, "2026-11-20T12".length);
	const once = (type: string, target: string) => `${type}/${target}/alert/${taskDefinition}/${hour}`;
	const response = RESPONSES[level] as Response;
	const digest = digestIn(request.object);
	const quarantine = {
		...{ type: "Quarantine" as const, target: taskDefinition, precondition: {}, otherwise: [] },
		...(digest === undefined ? {} : { parameters: { digest } }),
		effectKey: once("Quarantine", digest ?? ""),
	};
	const toZero = response === "scaleToZero" || (response === "quarantine" && scaleToZero);
	const restore = (target: string) => ({
		...{ type: "RollBackDeployment" as const, target, precondition },
		otherwise: ["RestoreService" as const, ...(toZero ? ["ScaleToZero" as const] : [])],
		effectKey: once("RollBackDeployment", target),
	});
	return [
		{ type: "StopTask" as const, target: task, precondition, otherwise: [] },
		...(response === "quarantine" ? [quarantine] : []),
		...(response === "stop" || service === undefined ? [] : [restore(service)]),
	];
}

/** Of what denies; a violation that only warns asks for nothing. */
function furthest(enforcements: Denied["enforcements"]): number {
	const asked = enforcements.filter(({ action }) => action === "deny").map(({ response = "flag" }) => RESPONSES.indexOf(response));
	return Math.max(0, ...asked);
}

/** Of the alert's container, as ECS told it. */
function digestIn({ container }: JsonObject): string | undefined {
	const digest = (container as JsonObject | undefined)?.imageDigest;
	return typeof digest === "string" && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}
