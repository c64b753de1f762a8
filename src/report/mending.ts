/** How to mend what was found, once for each policy: of a thousand objects most need the same. */
import { SEVERITIES, type Severity } from "../admission/policy.ts";
import type { ReportedDecision } from "./report.ts";
import { counted } from "./text.ts";

export interface Mending {
	readonly policy: string;
	readonly severity: Severity;
	/** `denies 3 objects, warns of 1`. */
	readonly found: string;
	/** Empty where the policy says nothing of it. */
	readonly remediation: string;
}

const WORDS = { deny: "denies", warn: "warns of", dryrun: "would find in dry run" } as const;

/** What denies first, then by severity, then what concerns the most objects. What is excused needs no mending. */
export function mendings(decisions: readonly ReportedDecision[]): readonly Mending[] {
	const found = decisions.flatMap((decision) =>
		decision.violations.flatMap(({ action, ...violation }) => (action === "exempted" ? [] : [{ ...violation, action, decision }])),
	);
	const groups = [...Map.groupBy(found, ({ policy }) => policy)].map(([policy, of]) => {
		const objects = (["deny", "warn", "dryrun"] as const).map(
			(action) => [action, new Set(of.filter((one) => one.action === action).map(({ decision }) => decision)).size] as const,
		);
		const { severity, remediation } = of[0] as (typeof of)[number];
		return { policy, severity, remediation, objects, all: new Set(of.map(({ decision }) => decision)).size };
	});
	const weight = ({ severity, objects }: (typeof groups)[number]) =>
		objects.findIndex(([, count]) => count > 0) * SEVERITIES.length + SEVERITIES.indexOf(severity);
	return groups
		.toSorted((a, b) => weight(a) - weight(b) || b.all - a.all || (a.policy < b.policy ? -1 : 1))
		.map(({ objects, all: _, ...mending }) => ({
			...mending,
			found: objects.flatMap(([action, count]) => (count === 0 ? [] : [`${WORDS[action]} ${counted(count, "object")}`])).join(", "),
		}));
}
