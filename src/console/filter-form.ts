/** A form whose answers live in the address: it asks with GET, and works without JavaScript. */
import { type Html, html } from "./html.ts";

interface Field {
	readonly name: string;
	readonly label: string;
	readonly value: string | undefined;
	/** Without them the answer is free. */
	readonly options?: readonly string[];
	/** What is offered while typing. */
	readonly offered?: readonly string[];
	readonly kind?: "text" | "datetime-local";
	readonly hint?: string;
}

export function filterForm(path: string, label: string, fields: readonly Field[]): Html {
	const isSet = fields.some(({ value }) => value !== undefined);
	return html`<form class="filters" method="get" action="${path}" role="search" aria-label="${label}">
${fields.map(field)}
<div class="buttons"><button class="main">Filter</button>${isSet && html`<a href="${path}">Clear</a>`}</div>
</form>
`;
}

function field({ name, label, value, options, offered, kind = "text", hint }: Field): Html {
	if (options !== undefined)
		return html`<div><label for="f-${name}">${label}</label><select id="f-${name}" name="${name}"><option value="">any</option>${options.map((option) => html`<option${option === value && html` selected`}>${option}</option>`)}</select></div>
`;
	const list = offered === undefined ? undefined : `l-${name}`;
	const shown = kind === "datetime-local" ? local(value) : value;
	return html`<div class="${kind === "datetime-local" && "instant"}"><label for="f-${name}">${label}</label><input id="f-${name}" name="${name}" type="${kind}" value="${shown}"${hint !== undefined && html` placeholder="${hint}"`}${list !== undefined && html` list="${list}"`}${kind === "datetime-local" && html` step="1"`} autocomplete="off">${list !== undefined && html`<datalist id="${list}">${offered?.map((option) => html`<option value="${option}">`)}</datalist>`}</div>
`;
}

/** An instant as the browser's field takes it, in UTC. */
function local(instant: string | undefined): string | undefined {
	const at = Date.parse(instant ?? "");
	return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 19);
}
