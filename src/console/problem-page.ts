/** What went wrong, for a person: where, and what to do. */
import { html } from "./html.ts";
import { page } from "./page.ts";

export interface ProblemInWords {
	readonly status: number;
	readonly title: string;
	readonly detail: string;
	/** What of the request is at fault. */
	readonly field?: string | undefined;
	/** The section that was asked for. */
	readonly at?: string | undefined;
}

export function problemPage({ status, title, detail, field, at }: ProblemInWords): string {
	return page(
		{ title, ...(at === undefined ? {} : { at }), heading: html`${title} <span class="quiet">${status}</span>` },
		html`<div class="notice bad" role="alert">${field !== undefined && html`<p><code>${field}</code></p>`}<p>${detail}</p></div>
<p>${at === undefined || at === "/" ? html`<a href="/">Overview</a>` : html`<a href="${at}">Back to the list, without filters</a>, or <a href="/">to the overview</a>`}</p>`,
	);
}
