/** The lines of an object around a field, the field's own marked: what an auditor would look up. */
import type { Json, JsonObject } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { type Html, html } from "../../console/html.ts";
import { plain } from "../text.ts";

interface Line {
	/** JSON pointer of the value that the line begins, holds or ends. */
	readonly pointer: string;
	readonly depth: number;
	readonly text: string;
}

const AROUND = 2;
/** Of a marked value; the rest is counted. */
const MOST_MARKED = 12;
const MOST_CHARACTERS = 160;

const printed = new WeakMap<JsonObject, readonly Line[]>();

/** Undefined for a field that is not in this object, such as one of a task definition that a service refers to. */
export function excerpt(object: JsonObject | undefined, field: string | undefined): Html | undefined {
	if (object === undefined || field === undefined || field.startsWith("/context/")) return undefined;
	const lines = printed.get(object) ?? linesOf(object, "", 0, "", "");
	printed.set(object, lines);
	const shown = nearest(lines, field);
	const isMissing = shown !== field;
	const begin = lines.findIndex(({ pointer }) => pointer === shown);
	// A field that is not there: the object that lacks it begins here.
	const length = isMissing ? 1 : lines.filter(({ pointer }) => pointer === shown || pointer.startsWith(`${shown}/`)).length;
	const marked = Math.min(length, MOST_MARKED);
	const part = lines.slice(Math.max(begin - AROUND, 0), begin + marked + AROUND);
	const isMarked = (line: Line) => lines.indexOf(line, begin) - begin < marked && lines.indexOf(line) >= begin;
	const indent = Math.min(...part.map(({ depth }) => depth));
	const missing =
		isMissing &&
		html`<p class="quiet">${plain(field.slice(field.lastIndexOf("/") + 1))} is not there; the object that it belongs to begins at the marked line.</p>`;
	const left = length - marked;
	return html`<pre class="excerpt" tabindex="0"><code>${part.map((line) => written(line, indent, isMarked(line)))}</code></pre>${left > 0 && html`<p class="quiet">${left} more lines of it.</p>`}${missing}`;
}

function written({ depth, text }: Line, indent: number, isMarked: boolean): Html {
	const line = `${"  ".repeat(depth - indent)}${text}`;
	return isMarked ? html`<mark>${line}</mark>\n` : html`${line}\n`;
}

/** The field, or the nearest of its parents that the object has. */
function nearest(lines: readonly Line[], field: string): string {
	const known = new Set(lines.map(({ pointer }) => pointer));
	let pointer = field;
	while (!known.has(pointer) && pointer !== "") pointer = pointer.slice(0, pointer.lastIndexOf("/"));
	return pointer;
}

function linesOf(value: Json, pointer: string, depth: number, before: string, after: string): readonly Line[] {
	const one = (text: string): readonly Line[] => [{ pointer, depth, text: before + cut(plain(text)) + after }];
	if (typeof value !== "object" || value === null) return one(JSON.stringify(value));
	if (isUnknown(value)) return one(JSON.stringify(value));
	const members = Object.entries(value);
	const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
	if (members.length === 0) return one(open + close);
	const inner = members.flatMap(([key, member], i) => {
		const name = Array.isArray(value) ? "" : `${cut(plain(JSON.stringify(key)))}: `;
		const step = key.replaceAll("~", "~0").replaceAll("/", "~1");
		return linesOf(member, `${pointer}/${step}`, depth + 1, name, i < members.length - 1 ? "," : "");
	});
	return [{ pointer, depth, text: before + open }, ...inner, { pointer, depth, text: close + after }];
}

function cut(text: string): string {
	return text.length <= MOST_CHARACTERS
		? text
		: `${text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, "")}… (${text.length} characters)`;
}
