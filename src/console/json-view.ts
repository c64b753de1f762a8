/** JSON as a person reads it, line by line: fields in question are marked and can be linked to, values that nobody knows look it. Pure. */
import type { Json } from "../admission/request.ts";
import { isUnknown } from "../admission/unknown.ts";
import { type Html, html } from "./html.ts";

/** A place in question. */
export interface Mark {
	/** JSON pointer. */
	readonly field: string;
	readonly tone: "deny" | "warn" | "dryrun" | "exempted" | "unknown";
	/** Beside the line, such as the policy's id. */
	readonly note: Html | string;
}

interface Line {
	readonly pointer: string;
	readonly depth: number;
	readonly text: Html;
}

/** Beyond it the rest is left to the API. */
const MOST_LINES = 2000;

/** `anchors`: mark's field → the fragment of its line, or of its nearest parent's. */
export function jsonView(value: Json, marks: readonly Mark[]): { readonly view: Html; readonly anchors: ReadonlyMap<string, string> } {
	const lines: Line[] = [];
	write(lines, { value, pointer: "", depth: 0, key: undefined, comma: "" });
	const places = new Map(lines.map(({ pointer }, i) => [pointer, i] as const).reverse());
	const anchors = new Map<string, string>();
	const marked = new Map<number, Mark[]>();
	for (const mark of marks) {
		const line = nearest(places, mark.field);
		if (line === undefined) continue;
		anchors.set(mark.field, `line-${line + 1}`);
		marked.set(line, [...(marked.get(line) ?? []), mark]);
	}
	const rest = lines.length >= MOST_LINES && html`<span class="line quiet">… longer than ${MOST_LINES} lines; the API has all of it</span>`;
	return { view: html`<pre class="object">${lines.map((line, i) => shown(line, i, marked.get(i)))}${rest}</pre>`, anchors };
}

/** The line of the field, or of what it would stand in. */
function nearest(places: ReadonlyMap<string, number>, field: string): number | undefined {
	for (let at = field; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
		const line = places.get(at);
		if (line !== undefined || at === "") return line;
	}
}

function shown({ depth, text }: Line, i: number, marks: readonly Mark[] | undefined): Html {
	const indent = "  ".repeat(depth);
	if (marks === undefined) return html`<span class="line">${indent}${text}</span>`;
	const notes = [...new Map(marks.map(({ note }) => [typeof note === "string" ? note : note.text, note])).values()];
	return html`<span class="line marked ${marks[0]?.tone}" id="line-${i + 1}">${indent}${text}${notes.map((note) => html` <span class="note">${note}</span>`)}</span>`;
}

interface Value {
	readonly value: Json;
	readonly pointer: string;
	readonly depth: number;
	readonly key: string | undefined;
	readonly comma: "," | "";
}

function write(lines: Line[], { value, pointer, depth, key, comma }: Value): void {
	if (lines.length >= MOST_LINES) return;
	const name = key !== undefined && html`<span class="key">${JSON.stringify(key)}</span>: `;
	const line = (text: Html) => lines.push({ pointer, depth, text });
	const members = membersOf(value);
	if (members === undefined) {
		line(html`${name}${leaf(value)}${comma}`);
		return;
	}
	const [open, close] = Array.isArray(value) ? "[]" : "{}";
	line(html`${name}${open}`);
	for (const [i, [member, content]] of members.entries()) {
		const at = `${pointer}/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`;
		write(lines, {
			value: content,
			pointer: at,
			depth: depth + 1,
			key: Array.isArray(value) ? undefined : member,
			comma: i < members.length - 1 ? "," : "",
		});
	}
	if (lines.length < MOST_LINES) line(html`${close}${comma}`);
}

/** Undefined for what stands on one line. */
function membersOf(value: Json): readonly (readonly [string, Json])[] | undefined {
	if (typeof value !== "object" || value === null || isUnknown(value)) return undefined;
	const members = Object.entries(value);
	return members.length === 0 ? undefined : members;
}

function leaf(value: Json): Html {
	if (!isUnknown(value)) return html`${JSON.stringify(value)}`;
	return value.$unknown === "masked"
		? html`<span class="masked">masked</span>`
		: html`<span class="unknown">unknown: ${value.$unknown}</span>`;
}
