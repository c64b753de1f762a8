/** A decision in the words of the report. */
import type { Decision, Enforcement } from "../admission/decide.ts";
import { mask } from "../admission/mask.ts";
import { SCHEMA_POLICY, SEVERITIES } from "../admission/policy.ts";
import type { AdmissionRequest, Json, UnresolvedRequest } from "../admission/request.ts";
import { hideTokens } from "../admission/secret-text.ts";
import { isUnknown, unknownAt } from "../admission/unknown.ts";
import type { Explanation, ReportedDecision } from "./report.ts";

/** Where the decision's object was read: a file with a line for every field, or an ARN. */
export interface Origin {
	readonly source: string;
	line?(field?: string): number;
}

export function reportedDecision(decision: Decision, origin: Origin): ReportedDecision {
	const { request, verdict, failures, notApplicable, asked } = decision;
	const { account, region, cluster } = request;
	const lineOf = (field?: string) => (origin.line === undefined ? {} : { line: origin.line(field) });
	return {
		source: origin.source,
		...lineOf(),
		kind: request.kind,
		name: request.name,
		verdict,
		violations: decision.enforcements.map((enforcement) => ({ ...enforcement, ...lineOf(enforcement.field) })).sort(byWeight),
		failures,
		unknown: decision.unknowns.map((finding) => ({ ...finding, ...lineOf(finding.field), reason: reasonAt(request, finding.field) })),
		notApplicable,
		explanation: explanationOf(decision),
		...(account === undefined ? {} : { account }),
		...(region === undefined ? {} : { region }),
		...(cluster === undefined ? {} : { cluster }),
		object: mask(request.object),
		...(decision.patches && decision.before && { patches: decision.patches, before: mask(decision.before) }),
		asked,
	};
}

/** What could not be read is undecided: nobody knows what is in it. */
export function unreadableFile({ source, line, reason }: { source: string; line?: number; reason: string }): ReportedDecision {
	return {
		source,
		...(line === undefined ? {} : { line }),
		kind: "File",
		name: source.slice(source.lastIndexOf("/") + 1),
		verdict: "undecided",
		violations: [],
		failures: [{ reason }],
		unknown: [],
		notApplicable: [],
		explanation: { skipped: [], lookedUp: [] },
	};
}

/** What a template brings in from elsewhere is not known here: no pass, and no refusal either. */
export function templateNotFollowed({
	source,
	line,
	id,
	reason,
}: {
	source: string;
	line: number;
	id: string;
	reason: string;
}): ReportedDecision {
	return {
		...unreadableFile({ source, line, reason }),
		name: id,
		verdict: "allowed",
		failures: [],
		unknown: [{ policy: SCHEMA_POLICY.id, field: "", message: reason, reason }],
	};
}

const ACTIONS: readonly Enforcement["action"][] = ["deny", "warn", "dryrun", "exempted"];

function byWeight(a: Enforcement, b: Enforcement): number {
	return weight(a) - weight(b) || Number(a.policy > b.policy) - Number(a.policy < b.policy);
}

function weight({ action, severity }: Enforcement): number {
	return ACTIONS.indexOf(action) * SEVERITIES.length + SEVERITIES.indexOf(severity);
}

function reasonAt(request: AdmissionRequest | UnresolvedRequest, field: string): string {
	const context = "context" in request ? { context: request.context as unknown as Json } : {};
	return hideTokens(unknownAt(field.startsWith("/context/") ? context : request.object, field)?.$unknown ?? field);
}

function explanationOf({ request, skipped }: Decision): Explanation {
	if (!("context" in request)) return { skipped, lookedUp: [] };
	const { taskDefinition, cluster, service, source } = request.context;
	const found = Object.entries({ "task definition": taskDefinition, cluster, service }).flatMap(([what, value]) => {
		if (value === undefined) return [];
		const whence = source === "ecs" ? "read back from ECS" : "taken from what was given; ECS was not asked";
		return [isUnknown(value) ? `${what}: ${hideTokens(value.$unknown)}` : `${what}: ${whence}`];
	});
	return { skipped, lookedUp: found };
}
