/** Small things that every page says alike: a verdict, what followed, a severity, a policy. Never by colour alone. */
import type { Verdict } from "../admission/decide.ts";
import { consequenceOf } from "../report/consequence.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { policyAddress } from "./address.ts";
import { type Html, html } from "./html.ts";

const SYMBOLS: Readonly<Record<Verdict, string>> = { allowed: "✔", denied: "✖", undecided: "?" };

export function verdictMark(verdict: Verdict): Html {
	return html`<span class="verdict ${verdict}"><span aria-hidden="true">${SYMBOLS[verdict]}</span> ${verdict}</span>`;
}

/** What followed, in the word that says exactly that. */
export function consequenceMark(decision: DecisionWithActions): Html {
	const { word } = consequenceOf(decision);
	if (word === decision.verdict) return html``;
	return html`<span class="word ${word.replaceAll(" ", "-")}">${word}</span>`;
}

export function severityMark(severity: string): Html {
	return html`<span class="severity ${severity}">${severity}</span>`;
}

export function policyLink(id: string): Html {
	return html`<a class="id" href="${policyAddress(id)}">${id}</a>`;
}

/** `ci/run-1` of an assumed role's ARN; the whole of it on hovering. */
export function principalMark(principal: string): Html {
	if (principal === "") return html`<span class="quiet">nobody is named</span>`;
	return html`<span title="${principal}">${principal
		.split(":")
		.at(-1)
		?.replace(/^assumed-role\//, "")}</span>`;
}

/** Account, Region and cluster, as far as they are known. */
export function placeMark({ account, region, cluster }: Pick<DecisionWithActions, "account" | "region" | "cluster">): Html {
	const name = cluster?.split("/").at(-1);
	return html`${account ?? "unknown account"}<span class="second">${region}${name !== undefined && html` · <span title="${cluster}">${name}</span>`}</span>`;
}

/** `12 345`, with a thin space that does not break. */
export function grouped(count: number): string {
	return String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
