/** Go's strconv.Quote, which is how OPA prints strings inside values and how `%q` prints them. */
import { isPrint } from "./go-print.ts";

const NAMED: Readonly<Record<string, string>> = {
	"\x07": "\\a",
	"\b": "\\b",
	"\f": "\\f",
	"\n": "\\n",
	"\r": "\\r",
	"\t": "\\t",
	"\v": "\\v",
};

/** `asciiOnly` is `%+q`. */
export function quote(text: string, delimiter: '"' | "'", asciiOnly: boolean): string {
	let out = delimiter as string;
	for (const rune of text) out += escapeRune(rune, delimiter, asciiOnly);
	return out + delimiter;
}

/** strconv.CanBackquote: what `%#q` may print between backquotes. */
export function canBackquote(text: string): boolean {
	for (const rune of text) {
		const code = rune.codePointAt(0) as number;
		if (code === 0xfeff || (code < 0x20 && rune !== "\t") || rune === "`" || code === 0x7f) return false;
	}
	return true;
}

function escapeRune(rune: string, delimiter: string, asciiOnly: boolean): string {
	if (rune === delimiter || rune === "\\") return `\\${rune}`;
	const code = rune.codePointAt(0) as number;
	if ((!asciiOnly || code < 0x80) && isPrint(rune)) return rune;
	const named = NAMED[rune];
	if (named !== undefined) return named;
	const hex = code.toString(16);
	if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, "0")}`;
	return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
