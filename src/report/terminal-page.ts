/** A page of text in three columns: verdict or action, severity or line, text. */
import { styleText } from "node:util";
import type { Style } from "./report.ts";
import { plain, wrap } from "./text.ts";

export type Color = Parameters<typeof styleText>[0];

export const SECOND = 12;
export const THIRD = 22;

export class TerminalPage {
	text = "";
	readonly style: Style;

	constructor(style: Style) {
		this.style = style;
	}

	line(text: string): void {
		this.text += `${text.trimEnd()}\n`;
	}

	/** A wrapped text in the third column, with what stands to its left on the first line. */
	row(first: string, second: string, text: string, color?: Color): void {
		const wide = second.length >= THIRD - SECOND;
		const left = `  ${first.padEnd(SECOND - 2)}${second.padEnd(THIRD - SECOND)}`;
		if (wide) this.line(left.trimEnd());
		for (const [i, line] of wrap(plain(text), this.style.width - THIRD).entries()) {
			this.line(`${i === 0 && !wide ? left : " ".repeat(THIRD)}${color === undefined ? line : this.paint(color, line)}`);
		}
	}

	paint(color: Color, text: string): string {
		return this.style.color ? styleText(color, text, { validateStream: false }) : text;
	}
}
