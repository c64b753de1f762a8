/** What became of an audit's walk, in a few lines. */
import type { Audited } from "./report.ts";
import { counted } from "./text.ts";

export function auditLines(audit: Audited): readonly string[] {
	const { accounts, regions, evaluated, remembered, missed, unread, expiring, trend } = audit;
	const known = remembered > 0 ? `, ${remembered} as remembered` : "";
	const now = trend.at(-1);
	const before = trend.at(-8);
	return [
		`audited ${counted(accounts.length, "account")} in ${counted(regions.length, "Region")}: ${evaluated} judged anew${known}`,
		...(missed > 0 ? [`${counted(missed, "object")} that no event had told of, now on record`] : []),
		...(unread > 0
			? [`${counted(unread, "thing")} could not be read, so that nothing is known of ${unread === 1 ? "it" : "them"}: no pass`]
			: []),
		...(now === undefined
			? []
			: [`open findings: ${now.open}${before === undefined ? "" : `, a week ago ${before.open}`}; excused: ${now.exempted}`]),
		...expiring.map(({ name, policy, expiresAt }) => `the exemption ${name} from ${policy} ends ${expiresAt}`),
	];
}

/** Nothing is wrong with it and nothing unknown: of thousands of these the number is enough. */
export function isPlainlyAllowed({
	verdict,
	violations,
	failures,
	unknown,
}: {
	readonly verdict: string;
	readonly violations: readonly unknown[];
	readonly failures: readonly unknown[];
	readonly unknown: readonly unknown[];
}): boolean {
	return verdict === "allowed" && violations.length + failures.length + unknown.length === 0;
}
