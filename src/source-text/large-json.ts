/**
 * JSON of many megabytes, with lines: the YAML reader takes a second and 100 MB of memory for each. Only for what a program wrote,
 * since a key that stands twice is not refused here.
 */
import type { Json } from "../admission/request.ts";
import { allKnown } from "../admission/unknown.ts";
import { refuseDeepValue } from "./refuse-ambiguous.ts";
import type { SourceDocument } from "./source-document.ts";
import { type Position, UnreadableText } from "./unreadable-text.ts";

/** @throws {UnreadableText} for what is not JSON, and for nesting over 64 deep. */
export function readLargeJson(text: string): SourceDocument {
	const value = parse(text);
	refuseDeepValue(value);
	const walk = new Walk(text);
	return { value: allKnown(value), position: (pointer) => walk.position(pointer) };
}

function parse(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch (error) {
		throw new UnreadableText(`not JSON: ${(error as Error).message}`, { cause: error });
	}
}

/** Offsets of a member's key (or of a list's item) and of its value. */
interface Place {
	readonly label: number;
	readonly value: number;
}

/** Finds pointers in text that is known to be JSON. Every place that it passes is kept: the next pointer starts from there. */
class Walk {
	readonly #text: string;
	readonly #places = new Map<string, Place>();
	#lines: readonly number[] | undefined;

	constructor(text: string) {
		this.#text = text;
		const start = this.#pastSpace(0);
		this.#places.set("", { label: start, value: start });
	}

	position(pointer: string): Position {
		const { label } = this.#place(pointer);
		this.#lines ??= lineStarts(this.#text);
		let [low, high] = [0, this.#lines.length - 1];
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((this.#lines[middle] as number) <= label) low = middle;
			else high = middle - 1;
		}
		return { line: low + 1, column: label - (this.#lines[low] as number) + 1 };
	}

	/** Of the nearest parent, when it is absent. */
	#place(pointer: string): Place {
		const known = this.#places.get(pointer);
		if (known !== undefined) return known;
		const cut = pointer.lastIndexOf("/");
		const parent = pointer.slice(0, Math.max(cut, 0));
		const within = this.#place(parent);
		// A parent that was not there gave the place of its own.
		if (this.#places.get(parent) === within) this.#readMembers(parent, within.value);
		return this.#places.get(pointer) ?? within;
	}

	/** Puts down the places of all members of the object or list that begins here. */
	#readMembers(pointer: string, start: number): void {
		const opening = this.#text[start];
		if (opening !== "{" && opening !== "[") return;
		let at = this.#pastSpace(start + 1);
		for (let i = 0; this.#text[at] !== "}" && this.#text[at] !== "]"; i++) {
			const label = at;
			const key = opening === "{" ? (JSON.parse(this.#text.slice(at, this.#pastString(at))) as string) : String(i);
			if (opening === "{") at = this.#pastSpace(this.#pastSpace(this.#pastString(at)) + 1);
			this.#places.set(`${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, { label, value: at });
			at = this.#pastSpace(this.#pastValue(at));
			if (this.#text[at] === ",") at = this.#pastSpace(at + 1);
		}
	}

	#pastSpace(from: number): number {
		let at = from;
		while (/\s/.test(this.#text[at] ?? "")) at += 1;
		return at;
	}

	#pastString(from: number): number {
		let at = this.#text.indexOf('"', from + 1);
		while (isEscaped(this.#text, at)) at = this.#text.indexOf('"', at + 1);
		return at + 1;
	}

	#pastValue(from: number): number {
		const opening = this.#text[from];
		if (opening === '"') return this.#pastString(from);
		let at = from + 1;
		if (opening !== "{" && opening !== "[") {
			while (at < this.#text.length && !/[,\]}\s]/.test(this.#text[at] as string)) at += 1;
			return at;
		}
		for (let depth = 1; depth > 0; ) {
			const character = this.#text[at];
			if (character === "{" || character === "[") depth += 1;
			if (character === "}" || character === "]") depth -= 1;
			at = character === '"' ? this.#pastString(at) : at + 1;
		}
		return at;
	}
}

/** An odd number of backslashes before it. */
function isEscaped(text: string, at: number): boolean {
	let before = at - 1;
	while (text[before] === "\\") before -= 1;
	return (at - 1 - before) % 2 === 1;
}

function lineStarts(text: string): readonly number[] {
	const starts = [0];
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return starts;
}
