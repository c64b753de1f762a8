/** A refusal in one line that a client prints as it is: which policies, what is wrong, where, and what to do. Pure. */
import type { Decision, Enforcement } from "../../admission/decide.ts";
import { mendingHint } from "../../admission/mended.ts";
import { refusalMessage } from "../../admission/review.ts";

/** Long enough for a dozen policies; no terminal is flooded. */
const MAX_LENGTH = 4096;

/** `workload/privileged: container web is privileged at /containerDefinitions/0/privileged. Remove …; image/digest: …`. */
export function refusalText(decision: Decision): string {
	const denials = decision.enforcements.filter(({ action }) => action === "deny");
	if (denials.length === 0) return oneLine(refusalMessage(decision));
	const ids = [...new Set(denials.map(({ policy }) => policy))];
	const each = ids.map((id) => policyText(denials.filter(({ policy }) => policy === id)));
	const only = ids.length === 1;
	const hint = mendingHint(denials);
	const told = each.map((text, i) => (only ? text : `${ids[i]}: ${text}`)).join(" ");
	return oneLine(`${ids.join(", ")}: ${told}${hint === "" ? "" : ` ${hint}.`}`);
}

function policyText(denials: readonly Enforcement[]): string {
	const found = new Set(denials.map(({ message, field }) => (field === undefined ? message : `${message} at ${field}`)));
	return `${[...found].join("; ")}. ${denials[0]?.remediation ?? ""}`;
}

/** Without control characters, which could write anything to a terminal; messages quote what the caller sent. */
function oneLine(text: string): string {
	const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
	return plain.length <= MAX_LENGTH ? plain : `${plain.slice(0, MAX_LENGTH - 1).toWellFormed()}…`;
}
