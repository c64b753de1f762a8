/** The AdmissionReview envelope, as in Kubernetes, and the one wording of every refusal. Pure. */
import type { Decision, Enforcement } from "./decide.ts";
import { mendingHint } from "./mended.ts";

export const REVIEW_API_VERSION = "admission.taskgate.dev/v1";

export interface AdmissionResponse {
	readonly uid: string;
	readonly allowed: boolean;
	/** Only when refused. */
	readonly status?: { readonly code: 403; readonly reason: "Forbidden"; readonly message: string };
	readonly warnings: readonly string[];
	/** Policy id → message, for everything found, whatever follows from it. */
	readonly auditAnnotations: Readonly<Record<string, string>>;
	/** Only when allowed and patched: what the asker has to apply before it acts, as JSON in base64. */
	readonly patchType?: "JSONPatch";
	readonly patch?: string;
}

export interface AdmissionReview {
	readonly apiVersion: typeof REVIEW_API_VERSION;
	readonly kind: "AdmissionReview";
	readonly response: AdmissionResponse;
}

/** The answer to the review with this uid. */
export function admissionReview(uid: string, decision: Decision): AdmissionReview {
	const allowed = isLetThrough(decision);
	return {
		apiVersion: REVIEW_API_VERSION,
		kind: "AdmissionReview",
		response: {
			uid,
			allowed,
			...(allowed ? {} : { status: { code: 403, reason: "Forbidden", message: refusalMessage(decision) } as const }),
			warnings: warningsOf(decision),
			auditAnnotations: annotationsOf(decision.enforcements),
			...(allowed ? patchOf(decision) : {}),
		},
	};
}

/** In the order in which they were applied. What was tested was tested without the nulls that the asker's own object may have. */
function patchOf({ operations = [] }: Decision): Pick<AdmissionResponse, "patchType" | "patch"> {
	const changing = operations.filter(({ op }) => op !== "test");
	if (changing.length === 0) return {};
	return { patchType: "JSONPatch", patch: Buffer.from(JSON.stringify(changing)).toString("base64") };
}

/** What a preventing point does with the decision: an undecided one follows the failure policy, a refusal may not be in force. */
export function isLetThrough(decision: Decision): boolean {
	return decision.letThrough !== undefined || !refuses(decision);
}

/** What would be refused, were it in force. */
export function refuses({ verdict, failurePolicy }: Pick<Decision, "verdict" | "failurePolicy">): boolean {
	return verdict === "denied" || (verdict === "undecided" && failurePolicy === "Fail");
}

/**
 * `workload/privileged, image/digest: message; message`: the policies that refuse, then why; `undecided: …` names what failed.
 * Empty when nothing refuses. At most `maxLength` UTF-16 units, cut between words.
 */
export function refusalMessage(decision: Decision, maxLength = Number.POSITIVE_INFINITY): string {
	if (decision.refusedBy !== undefined) return shorten(decision.refusedBy, maxLength);
	const denials = decision.enforcements.filter(({ action }) => action === "deny");
	if (denials.length > 0) {
		const ids = distinct(denials.map(({ policy }) => policy)).join(", ");
		const hint = mendingHint(denials);
		return shorten(`${ids}: ${[...distinct(denials.map(({ message }) => message)), ...(hint === "" ? [] : [hint])].join("; ")}`, maxLength);
	}
	return decision.verdict === "undecided" ? shorten(undecidedMessage(decision), maxLength) : "";
}

function undecidedMessage(decision: Decision): string {
	const reasons = decision.failures.map(({ policy, reason }) => (policy === undefined ? reason : `${policy}: ${reason}`));
	return `undecided: ${distinct(reasons).join("; ") || "the request could not be judged"}`;
}

function warningsOf(decision: Decision): readonly string[] {
	const warned = decision.enforcements.filter(({ action }) => action === "warn");
	const unknowns = decision.unknowns.map(({ policy, message, field }) => `${policy}: ${message} (${field} is not known yet)`);
	const ignored = decision.verdict === "undecided" && isLetThrough(decision) ? [undecidedMessage(decision)] : [];
	return distinct([...ignored, ...warned.map(({ policy, message }) => `${policy}: ${message}`), ...unknowns]);
}

function annotationsOf(enforcements: readonly Enforcement[]): Readonly<Record<string, string>> {
	const byPolicy = new Map<string, readonly string[]>();
	for (const { policy, action, message, exemption } of enforcements) {
		const text = action === "exempted" ? `exempted by ${exemption ?? "an exemption"}: ${message}` : message;
		byPolicy.set(policy, distinct([...(byPolicy.get(policy) ?? []), text]));
	}
	return Object.fromEntries([...byPolicy].map(([policy, messages]) => [policy, messages.join("; ")]));
}

function distinct(texts: readonly string[]): readonly string[] {
	return [...new Set(texts)];
}

/** Cut at the last whole word that fits; a single longer word is cut between characters. */
export function shorten(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	if (maxLength < 1) return "";
	const room = text.slice(0, maxLength);
	const lastSpace = room.lastIndexOf(" ");
	const kept = lastSpace > 0 ? room.slice(0, lastSpace) : text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "");
	return `${kept.replace(/[\s,;:]+$/, "")}…`;
}
