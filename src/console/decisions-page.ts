/** The list of decisions, newest first. Its filters live in the address; its pages follow a cursor, so that new decisions never shift one. */
import type { DecisionQuery, DecisionWithActions } from "../store/store.ts";
import { address } from "./address.ts";
import { decisionRows } from "./decision-rows.ts";
import { filterForm } from "./filter-form.ts";
import { type Html, html } from "./html.ts";
import { page } from "./page.ts";

type Filters = Omit<DecisionQuery, "limit" | "lookAt">;

export interface DecisionsView {
	readonly decisions: readonly DecisionWithActions[];
	/** Where the next page begins; null at the end. */
	readonly next: string | null;
	readonly filters: Filters;
	/** Ids that are offered while typing. */
	readonly policies: readonly string[];
	readonly now: string;
}

const VERDICTS = ["allowed", "denied", "undecided"];

export function decisionsPage({ decisions, next, filters, policies, now }: DecisionsView): string {
	const { cursor, ...asked } = filters;
	const form = filterForm("/decisions", "Filter decisions", [
		{ name: "verdict", label: "Verdict", value: asked.verdict, options: VERDICTS },
		{ name: "policy", label: "Policy", value: asked.policy, offered: policies },
		{ name: "account", label: "Account", value: asked.account, hint: "12 digits" },
		{ name: "cluster", label: "Cluster", value: asked.cluster },
		{ name: "since", label: "Since (UTC)", value: asked.since, kind: "datetime-local" },
		{ name: "until", label: "Until (UTC)", value: asked.until, kind: "datetime-local" },
	]);
	return page(
		{ title: "Decisions", at: "/decisions", lead: "Everything that asked to run, newest first, with what was answered and what followed." },
		html`${form}
${decisions.length > 0 ? decisionRows(decisions, now) : html`<p class="nothing">${emptiness(filters, next)}</p>`}
${ways(asked, cursor, next)}`,
	);
}

function emptiness({ cursor, ...asked }: Filters, next: string | null): string {
	if (next !== null) return "None among the decisions looked at so far; older ones may match.";
	if (cursor !== undefined) return "There are no older decisions.";
	return Object.keys(asked).length > 0 ? "No decision matches these filters." : "Nothing has been decided yet.";
}

function ways(asked: Omit<Filters, "cursor">, cursor: string | undefined, next: string | null): Html {
	return html`<nav class="pages" aria-label="Pages">
<span>${cursor !== undefined && html`<a href="${address("/decisions", { ...asked })}">← Newest</a>`}</span>
<span>${next !== null && html`<a href="${address("/decisions", { ...asked, cursor: next })}" rel="next">Older →</a>`}</span>
</nav>`;
}
