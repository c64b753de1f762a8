/** What judging a thing came to, as a digest: the same as long as nothing about it has changed that anybody would want to know. Pure. */
import { createHash } from "node:crypto";
import type { DecisionRecord } from "../store/store.ts";

export type Result = Pick<DecisionRecord, "verdict" | "violations" | "failures" | "unknown">;

export function resultOf({ verdict, violations, failures, unknown }: Result): string {
	const shown = violations.map(({ policy, field, action, severity, message, exemption, exemptedUntil }) =>
		JSON.stringify([policy, field ?? null, action, severity, message, exemption ?? null, exemptedUntil ?? null]),
	);
	const failed = failures.map(({ policy }) => policy ?? null);
	const unanswered = unknown.map(({ policy, field }) => `${policy} ${field}`);
	const whole = [verdict, shown.toSorted(), failed.toSorted(), unanswered.toSorted()];
	return createHash("sha256").update(JSON.stringify(whole)).digest("base64url").slice(0, 32);
}
