/** JSON as text that no well-meaning program writes: numbers that JSON.stringify cannot say, keys that stand twice, escapes where none are needed. */
import type { Chance } from "../../simulation/chance.ts";

/** A token that is written as it stands, such as `1e400`. */
export class Token {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

/** An object's members in their order; the same key may stand twice. */
export class Members {
	readonly list: readonly (readonly [key: string, value: Odd])[];
	constructor(list: readonly (readonly [string, Odd])[]) {
		this.list = list;
	}
}

export type Odd = null | boolean | number | string | Token | Members | readonly Odd[];

const ESCAPED = 0.01;
const SPACED = 0.02;
const SPACE = [" ", "\n", "\t", "\r\n  "];

/** Any JSON value as one whose members can be moved about. */
export function odd(value: unknown): Odd {
	if (Array.isArray(value)) return value.map(odd);
	if (typeof value !== "object" || value === null) return value as Odd;
	return new Members(Object.entries(value).map(([key, member]) => [key, odd(member)]));
}

export function written(value: Odd, chance: Chance): string {
	const space = () => (chance.is(SPACED) ? chance.pick(SPACE) : "");
	const write = (node: Odd): string => {
		if (node instanceof Token) return node.text;
		if (typeof node === "string") return quoted(node, chance);
		if (node instanceof Members)
			return `{${space()}${node.list.map(([key, member]) => `${quoted(key, chance)}${space()}:${write(member)}`).join(",")}}`;
		if (Array.isArray(node)) return `[${node.map(write).join(",")}${space()}]`;
		return JSON.stringify(node);
	};
	return write(value);
}

function quoted(text: string, chance: Chance): string {
	if (text.length > 200 || !chance.is(ESCAPED)) return JSON.stringify(text);
	return `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`).join("")}"`;
}
