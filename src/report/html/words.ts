/** Small pieces that several parts of the HTML report are made of. */
import { type Html, html } from "../../console/html.ts";
import { pageOf, type Report, type ReportedDecision } from "../report.ts";
import { plain } from "../text.ts";

/** A policy author's sentence, its `code` as code. */
export function prose(text: string): readonly (Html | string)[] {
	return plain(text)
		.split(/`([^`]*)`/)
		.map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

export function policyName(policy: string, report: Pick<Report, "policyPages">): Html {
	const page = pageOf(policy, report);
	return page === undefined ? html`<strong>${plain(policy)}</strong>` : html`<a href="${page}"><strong>${plain(policy)}</strong></a>`;
}

export function objectName({ kind, name }: Pick<ReportedDecision, "kind" | "name">): string {
	return `${kind} ${plain(name) || "(without a name)"}`;
}

const MARKS = { denied: "✖", undecided: "?", allowed: "✔" } as const;

export function verdictMark(verdict: ReportedDecision["verdict"]): Html {
	return html`<span class="verdict ${verdict}"><span aria-hidden="true">${MARKS[verdict]}</span> ${verdict}</span>`;
}

/** `2026-11-29 02:30 UTC`, as an instant that a machine reads too. */
export function moment(time: string): Html {
	const utc = new Date(time).toISOString();
	return html`<time datetime="${utc}">${utc.slice(0, 10)} ${utc.slice(11, 16)} UTC</time>`;
}

/** `87.5 %`; never rounded up to all of it. */
export function share(part: number, whole: number): string {
	if (whole === 0) return "–";
	return `${(part === whole ? 100 : Math.min((part / whole) * 100, 99.9)).toFixed(1).replace(/\.0$/, "")} %`;
}

/** Where an object is, as the report tells it. */
export function placeName({ account, region, cluster }: ReportedDecision): string {
	const parts = [account, region, cluster].filter((part) => part !== undefined && part !== "");
	return parts.map((part) => plain(part as string)).join(" · ");
}
