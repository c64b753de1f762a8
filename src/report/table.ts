/** Columns for a terminal: as wide as their widest cell, the last one wrapped, numbers to the right. */
import { styleText } from "node:util";
import type { Style } from "./report.ts";
import { plain, wrap } from "./text.ts";

export type Color = Parameters<typeof styleText>[0];

export interface Cell {
	readonly text: string;
	readonly color?: Color;
	/** To the right of its column. */
	readonly right?: true;
}

/** Below this width the last column is left to the terminal. */
const NARROWEST = 20;
const GAP = 2;

/** Without colours where the style says so; the lines are not ended. */
export function tableLines(rows: readonly (readonly Cell[])[], style: Pick<Style, "color" | "width">, indent = 2): readonly string[] {
	const shown = rows.map((row) => row.map((cell) => ({ ...cell, text: plain(cell.text) })));
	const most = Math.max(0, ...shown.map((row) => row.length));
	const widths = Array.from({ length: most }, (_, i) => Math.max(0, ...shown.map((row) => row[i]?.text.length ?? 0)));
	return shown.flatMap((row) => rowLines(row, widths, style, indent));
}

export function paint(style: Pick<Style, "color">, color: Color | undefined, text: string): string {
	return style.color && color !== undefined ? styleText(color, text, { validateStream: false }) : text;
}

function rowLines(
	row: readonly Cell[],
	widths: readonly number[],
	style: Pick<Style, "color" | "width">,
	indent: number,
): readonly string[] {
	const before = row.slice(0, -1);
	const last = row.at(-1) ?? { text: "" };
	const left = widths.slice(0, before.length).reduce((sum, width) => sum + width + GAP, indent);
	const cells = before.map((cell, i) => `${paint(style, cell.color, aligned(cell, widths[i] ?? 0))}${" ".repeat(GAP)}`).join("");
	const room = style.width - left;
	const isLastColumn = row.length === widths.length && last.right !== true;
	const parts = isLastColumn && room >= NARROWEST ? wrap(last.text, room) : [aligned(last, last.right ? (widths[row.length - 1] ?? 0) : 0)];
	return parts.map((part, i) =>
		`${i === 0 ? `${" ".repeat(indent)}${cells}` : " ".repeat(left)}${paint(style, last.color, part)}`.trimEnd(),
	);
}

function aligned({ text, right }: Cell, width: number): string {
	return right === true ? text.padStart(width) : text.padEnd(width);
}
