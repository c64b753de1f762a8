/** Text for a terminal: nothing in it that the terminal would obey, and no line longer than the screen. */

const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/** Control characters, those that turn the direction of writing and non-characters are shown, not obeyed; white space is one blank. */
export function plain(text: string): string {
	return text.toWellFormed().replace(/\s+/g, " ").replace(OBEYED, escaped);
}

/** The same for a text of several lines, which stay, as do its tabs. */
export function plainLines(text: string): string {
	return text.toWellFormed().replace(OBEYED, (character) => (character === "\n" || character === "\t" ? character : escaped(character)));
}

/** Broken at blanks into lines of at most `width`; a word that is longer stays whole. */
export function wrap(text: string, width: number): readonly string[] {
	return fill(text.split(" "), width);
}

/** Words, or what is to stay together, put into lines of at most `width`. */
export function fill(words: readonly string[], width: number): readonly string[] {
	const lines: string[] = [];
	for (const word of words) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

/** `1 object`, `2 objects`, `2 policies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}

/** Indented JSON with nothing in it that a terminal would obey: JSON itself escapes only the control characters below 0x20. */
export function jsonText(value: object): string {
	return `${JSON.stringify(value, null, 2).replace(/[\u007f-\u009f]/g, escaped)}\n`;
}

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
