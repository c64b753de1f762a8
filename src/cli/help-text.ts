/** Help in the width of the terminal: commander fits what it writes itself, and not what a command adds. */
import { wrap } from "../report/text.ts";

/** Two columns, with two blanks or more between them. */
const TABLE_LINE = /^( +\S.*? {2,})(\S.*)$/;
/** A narrower second column than this is left to the terminal. */
const NARROWEST = 30;

/** Lines at the margin are paragraphs; indented ones stay lines, their second column wrapped below itself. */
export function fitted(text: string, width: number): string {
	const paragraphs: string[] = [];
	let open = false;
	for (const line of text.split("\n")) {
		const isProse = /^\S/.test(line);
		if (isProse && open) paragraphs.push(`${paragraphs.pop()} ${line}`);
		else paragraphs.push(line);
		open = isProse;
	}
	return paragraphs.flatMap((line) => (/^\S/.test(line) ? wrap(line, width) : tableLine(line, width))).join("\n");
}

function tableLine(line: string, width: number): readonly string[] {
	const [, left = "", right = ""] = TABLE_LINE.exec(line) ?? [];
	const room = width - left.length;
	if (line.length <= width || right === "" || room < NARROWEST) return [line];
	return wrap(right, room).map((part, i) => `${i === 0 ? left : " ".repeat(left.length)}${part}`);
}
