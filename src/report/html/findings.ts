/** All findings: by file for who mends them, by policy for who audits them. Everything is there; much of it folded up. */
import { SEVERITIES } from "../../admission/policy.ts";
import { type Html, html } from "../../console/html.ts";
import { bySource, type Report, type ReportedDecision, type ReportedViolation } from "../report.ts";
import { counted, plain } from "../text.ts";
import { finding } from "./finding.ts";
import { notes } from "./notes.ts";
import { objectName, placeName, policyName, prose, verdictMark } from "./words.ts";

type Found = [ReportedViolation, ...ReportedViolation[]];

export function findingsByFile(report: Report): readonly Html[] {
	return [...bySource(report.decisions)].map(
		([source, decisions], i) => html`<section aria-labelledby="file-${i}">
<h3 id="file-${i}"><code>${plain(source)}</code></h3>
${decisions.map((decision) => object(decision, report))}
</section>
`,
	);
}

function object(decision: ReportedDecision, report: Report): Html {
	const { line, verdict, violations } = decision;
	const groups = [
		...Map.groupBy(violations, ({ action, policy, exemption = "" }) => `${action} ${policy} ${exemption}`).values(),
	] as Found[];
	return html`<article class="object ${verdict}">
<h4>${verdictMark(verdict)} ${objectName(decision)} ${line !== undefined && html`<span class="quiet">line ${line}</span>`}</h4>
${groups.length > 0 && html`<ul class="findings">${groups.map((group) => html`<li class="${group[0].action}">${policyHead(group[0], report)}${group.map((one) => finding(one, decision, report))}${remedy(group[0])}</li>`)}</ul>`}
${notes(decision)}
</article>
`;
}

function policyHead({ action, severity, policy }: ReportedViolation, report: Report): Html {
	return html`<p><span class="action">${action}</span> <span class="severity">${severity}</span> ${policyName(policy, report)}</p>\n`;
}

function remedy({ remediation, action }: ReportedViolation): Html | false {
	return action !== "exempted" && remediation !== "" && html`<p class="remedy">How to mend: ${prose(remediation)}</p>`;
}

interface Placed {
	readonly violation: ReportedViolation;
	readonly decision: ReportedDecision;
}

export function findingsByPolicy(report: Report): Html | readonly Html[] {
	const all = report.decisions.flatMap((decision) => decision.violations.map((violation) => ({ violation, decision })));
	if (all.length === 0) return html`<p>No policy found anything.</p>${unknowns(report)}`;
	const groups = [...Map.groupBy(all, ({ violation }) => violation.policy)].sort(
		([a, x], [b, y]) => weight(x) - weight(y) || (a < b ? -1 : 1),
	);
	return [...groups.map(([policy, of]) => policyFindings(policy, of, report)), unknowns(report)];
}

const ACTIONS = ["deny", "warn", "dryrun", "exempted"] as const;
const SAID = { deny: "denied", warn: "warned of", dryrun: "in dry run", exempted: "exempted" } as const;

/** What denies comes first, then the more severe. */
function weight(of: readonly Placed[]): number {
	return Math.min(
		...of.map(({ violation }) => ACTIONS.indexOf(violation.action) * SEVERITIES.length + SEVERITIES.indexOf(violation.severity)),
	);
}

function policyFindings(policy: string, of: readonly Placed[], report: Report): Html {
	const about = report.policies.find(({ id }) => id === policy) ?? report.catalogue?.find(({ id }) => id === policy);
	const [first] = of as readonly [Placed, ...Placed[]];
	const byAction = Map.groupBy(of, ({ violation }) => violation.action);
	const counts = ACTIONS.filter((action) => byAction.has(action)).map(
		(action) => `${(byAction.get(action)?.length ?? 0).toLocaleString("en")} ${SAID[action]}`,
	);
	return html`<details class="policy">
<summary><h3>${plain(about?.title ?? policy)}</h3> <span class="severity">${first.violation.severity}</span> <code>${plain(policy)}</code> <span class="quiet">${counts.join(", ")}</span></summary>
${about !== undefined && html`<p>${prose(about.description)}</p>`}
${first.violation.remediation !== "" && html`<p class="remedy">How to mend: ${prose(first.violation.remediation)}</p>`}
${about !== undefined && about.references.length > 0 && html`<p class="quiet">The same elsewhere: ${about.references.map(plain).join(", ")}</p>`}
${ACTIONS.map((action) => byAction.get(action)?.map((one) => placed(one, report)))}
</details>
`;
}

function placed({ violation, decision }: Placed, report: Report): Html {
	return html`<article class="object ${violation.action}">
<h4><span class="action">${violation.action}</span> ${objectName(decision)}</h4>
<p class="quiet"><code>${plain(decision.source)}</code> ${placeName(decision)}</p>
${finding(violation, decision, report)}
</article>
`;
}

/** What a policy left open. An object that could not be judged is told of at the top of the page. */
function unknowns({ decisions }: Report): Html {
	const all = decisions.map((decision) => (decision.verdict === "undecided" ? { ...decision, failures: [] } : decision));
	const open = all.filter(({ failures, unknown, notApplicable }) => failures.length + unknown.length + notApplicable.length > 0);
	if (open.length === 0) return html``;
	return html`<details class="policy"><summary><h3>Not told, unknown or not applicable</h3> <span class="quiet">${counted(open.length, "object")}</span></summary>
${open.map((decision) => html`<article class="object"><h4>${objectName(decision)}</h4><p class="quiet"><code>${plain(decision.source)}</code></p>${notes(decision)}</article>`)}
</details>
`;
}
