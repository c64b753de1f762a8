/** What a constraint or an exemption covers, in words. */
import type { Exemption } from "../admission/exemption.ts";
import type { Match } from "../admission/match.ts";
import { type Html, html } from "./html.ts";

/** `accounts 111122223333, names web-*`; everything where nothing narrows it. */
export function scopeInWords(match: Match | Exemption["match"]): Html {
	const selectors = Object.entries(match as Readonly<Record<string, Selected>>);
	if (selectors.length === 0) return html`everything`;
	return html`<ul>${selectors.map(([name, selected]) => html`<li>${name} ${selectedInWords(selected)}</li>`)}</ul>`;
}

type Selected = readonly string[] | { readonly include?: readonly string[]; readonly exclude?: readonly string[] };

function selectedInWords(selected: Selected): Html {
	if ("length" in selected) return patterns(selected);
	const { include = [], exclude = [] } = selected;
	return html`${include.length > 0 && patterns(include)}${exclude.length > 0 && html` but not ${patterns(exclude)}`}`;
}

function patterns(some: readonly string[]): Html {
	return html`${some.map((pattern, i) => html`${i > 0 && ", "}<code>${pattern}</code>`)}`;
}
