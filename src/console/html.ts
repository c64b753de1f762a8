/** HTML whose every interpolated value is escaped, unless it is HTML made here itself. */
export class Html {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

type Part = Html | string | number | undefined | false | readonly Part[];

export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new Html(literals.reduce((text, literal, i) => text + render(parts[i - 1]) + literal));
}

function render(part: Part): string {
	if (part instanceof Html) return part.text;
	if (part === undefined || part === false) return "";
	if (typeof part === "object") return part.map(render).join("");
	return escapeHtml(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** What stands in backquotes is code. */
export function inWords(text: string): readonly (Html | string)[] {
	return text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}
