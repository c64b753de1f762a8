/** For people: what is wrong, where, and how to mend it. Colours mean the verdict and nothing else. */
import type { Exemption } from "../admission/exemption.ts";
import { SCHEMA_POLICY } from "../admission/policy.ts";
import { historyText, isPlainlyAllowed } from "./audit-text.ts";
import { type Format, type Report, type ReportedDecision, type ReportedViolation, summaryOf } from "./report.ts";
import { tellMendings, tellWalk } from "./terminal-audit.ts";
import { SECOND, TerminalPage, THIRD } from "./terminal-page.ts";
import { counted, plain, wrap } from "./text.ts";

export const terminalReport: Format = (report, style) => {
	const page = new Page(style);
	const isTold = (decision: ReportedDecision) => report.audit === undefined || style.explain || !isPlainlyAllowed(decision);
	for (const decision of report.decisions.filter(isTold)) page.decision(decision, report);
	if (!style.explain) page.notApplicable(report.decisions);
	if (report.audit !== undefined) tellMendings(page, report.decisions);
	page.summary(report);
	return page.text;
};

/** The figures alone, for whoever has the report in a file. */
export const terminalSummary: Format = (report, style) => {
	const page = new Page(style);
	page.summary(report);
	return page.text;
};

const VERDICTS = {
	denied: { mark: "✖", color: "red" },
	allowed: { mark: "✔", color: "green" },
	undecided: { mark: "?", color: "yellow" },
} as const;
const ACTION_COLORS = { deny: "red", warn: "yellow", dryrun: "dim", exempted: "dim" } as const;

class Page extends TerminalPage {
	decision(decision: ReportedDecision, { exemptions, audit }: Pick<Report, "exemptions" | "audit">): void {
		const { source, line, kind, name, verdict, violations, failures, explanation } = decision;
		const { mark, color } = VERDICTS[verdict];
		const title = `${kind} ${this.paint("bold", plain(name) || "(without a name)")}`;
		const place = this.paint("dim", `${plain(source)}${line === undefined ? "" : `:${line}`}`);
		this.line(`${this.paint(color, `${mark} ${verdict.padEnd(SECOND - 2)}`)}${title}  ${place}`);
		const afterTitle = this.text.length;
		const { own, consequent } = apart(violations);
		// Mostly all of an object began at once, and it is enough to say so once.
		const histories = [...new Set(own.map(historyText))];
		const told = { fix: audit === undefined, history: histories.length > 1 };
		for (const group of grouped(own, ({ policy, action, exemption = "" }) => `${action} ${policy} ${exemption}`))
			this.#violations(group, told);
		if (histories.length === 1 && histories[0] !== undefined) this.row("since", "", histories[0], "dim");
		if (consequent.length > 0) this.#note("?", `${policies(consequent)} could not read what has the wrong type either`, consequent);
		for (const { policy, reason } of failures) this.row("failed", policy ?? "", reason, "yellow");
		this.#aside(decision);
		if (this.style.explain) this.#explain(explanation, violations, exemptions);
		if (this.text.length > afterTitle) this.line("");
	}

	/** Once for a reason, and not below each object: most are the same for all of them. */
	notApplicable(decisions: readonly ReportedDecision[]): void {
		const groups = grouped(
			decisions.flatMap((decision) => decision.notApplicable.map((each) => ({ ...each, decision }))),
			({ reason }) => reason,
		);
		if (groups.length > 0 && !this.text.endsWith("\n\n")) this.line("");
		for (const group of groups) {
			const objects = counted(new Set(group.map(({ decision }) => decision)).size, "object");
			this.#note("–", `${policies(group)} did not apply to ${objects}: ${group[0].reason}`, group, "");
		}
	}

	summary(report: Report): void {
		const { allowed, denied, undecided, unknown, skipped } = summaryOf(report);
		const violations = report.decisions.flatMap((decision) => decision.violations);
		const by = (action: string) => violations.filter((violation) => violation.action === action).length;
		const verdicts = [
			this.paint(denied > 0 ? "red" : "dim", `${denied} denied`),
			...(undecided > 0 ? [this.paint("yellow", `${undecided} undecided`)] : []),
			this.paint(allowed > 0 ? "green" : "dim", `${allowed} allowed`),
		];
		const rest = [
			...(by("deny") > 0 ? [counted(by("deny"), "violation")] : []),
			...(by("warn") > 0 ? [counted(by("warn"), "warning")] : []),
			...(by("exempted") > 0 ? [`${by("exempted")} exempted`] : []),
			...(unknown > 0 ? [`${unknown} unknown`] : []),
			...(skipped > 0 ? [`${counted(skipped, "file")} skipped`] : []),
		];
		if (report.audit !== undefined) tellWalk(this, report, report.audit);
		this.line(`${counted(report.decisions.length, "object")}: ${[verdicts.join(", "), ...rest].join(" · ")}`);
	}

	#violations(
		group: readonly [ReportedViolation, ...ReportedViolation[]],
		told: { readonly fix: boolean; readonly history: boolean },
	): void {
		const [{ action, severity, policy, remediation, exemption, exemptedUntil, mendable }] = group;
		this.line(
			`  ${this.paint(ACTION_COLORS[action], action.padEnd(SECOND - 2))}${severity.padEnd(THIRD - SECOND)}${this.paint("bold", policy)}`,
		);
		for (const [i, violation] of group.entries()) {
			const { line, message, field } = violation;
			this.row("", line === undefined ? "" : `line ${line}`, message);
			if (field !== undefined) this.row("", "", field, "dim");
			const since = told.history ? historyText(violation) : undefined;
			const next = group[i + 1];
			if (since !== undefined && (next === undefined || historyText(next) !== since)) this.row("", "since", since, "dim");
		}
		if (exemption !== undefined) {
			this.row("", "exempted", `by ${exemption}${exemptedUntil === undefined ? "" : `, until ${exemptedUntil}`}`);
		} else if (remediation !== "" && told.fix) {
			this.row("", "fix", `${remediation}${mendable === true ? " `taskgate check --fix` can mend it." : ""}`, "dim");
		}
	}

	/** What was neither found right nor wrong, one line for each reason. */
	#aside({ unknown, notApplicable }: ReportedDecision): void {
		for (const group of grouped(unknown, ({ reason }) => reason)) {
			this.#note("?", `${policies(group)} could not see everything: ${group[0].reason}`, group);
		}
		if (!this.style.explain) return;
		for (const group of grouped(notApplicable, ({ reason }) => reason)) {
			this.#note("–", `${policies(group)} did not apply: ${group[0].reason}`, group);
		}
	}

	#explain(
		{ skipped, lookedUp }: ReportedDecision["explanation"],
		violations: readonly ReportedViolation[],
		exemptions: readonly Exemption[],
	): void {
		for (const found of lookedUp) this.row("look-up", "", found, "dim");
		const used = new Set(violations.map(({ exemption }) => exemption));
		for (const { name, expiresAt, approvedBy, reason } of exemptions.filter((exemption) => used.has(exemption.name))) {
			this.row("exemption", "", `${name}: ${reason}, approved by ${approvedBy}, until ${expiresAt}`, "dim");
		}
		const [ofOtherKinds, others] = [skipped.filter(isOfOtherKind), skipped.filter((each) => !isOfOtherKind(each))];
		for (const group of grouped(others, ({ reason }) => reason)) {
			this.row("skipped", "", `${group[0].reason}: ${group.map(({ constraint }) => constraint).join(", ")}`, "dim");
		}
		if (ofOtherKinds.length > 0)
			this.row("skipped", "", `${counted(ofOtherKinds.length, "constraint")} about objects of other kinds`, "dim");
	}

	#note(mark: string, text: string, of: readonly { readonly policy: string }[], indent = "  "): void {
		const ids = new Set(of.map(({ policy }) => policy));
		const named = this.style.explain || ids.size === 1 ? ` (${[...ids].join(", ")})` : "";
		const [first = "", ...more] = wrap(plain(`${text}${named}`), this.style.width - indent.length - 2);
		this.line(this.paint("dim", `${indent}${mark} ${first}`));
		for (const line of more) this.line(this.paint("dim", `${indent}  ${line}`));
	}
}

/** What follows from a field of the wrong type, apart from what is wrong in itself: it would repeat one mistake for every policy. */
function apart(violations: readonly ReportedViolation[]) {
	const misshapen = violations.flatMap(({ policy, field }) => (policy === SCHEMA_POLICY.id && field !== undefined ? [`${field}/`] : []));
	const { own = [], consequent = [] } = Object.groupBy(violations, ({ policy, field }) =>
		policy !== SCHEMA_POLICY.id && misshapen.some((above) => `${field}/`.startsWith(above)) ? "consequent" : "own",
	);
	return { own, consequent };
}

function policies(of: readonly { readonly policy: string }[]): string {
	return counted(new Set(of.map(({ policy }) => policy)).size, "policy", "policies");
}

/** In the order of their first members. */
function grouped<T>(items: readonly T[], key: (item: T) => string): readonly (readonly [T, ...T[]])[] {
	return [...Map.groupBy(items, key).values()] as [T, ...T[]][];
}

/** Nobody wonders why a policy about clusters has nothing to say of a task. */
function isOfOtherKind({ reason }: { readonly reason: string }): boolean {
	return reason.startsWith("kind: ");
}
