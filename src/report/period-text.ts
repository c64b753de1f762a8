/** A period for a terminal. */
import type { Period } from "./period.ts";
import { filterText, sectionsOf, titleOf } from "./period-sections.ts";
import { decisionsText } from "./period-words.ts";
import type { Style } from "./report.ts";
import type { Section } from "./section.ts";
import { type Cell, paint, tableLines } from "./table.ts";
import { plain, wrap } from "./text.ts";

export function periodTerminal(period: Period, style: Style): string {
	const filter = filterText(period);
	const head = [
		paint(style, "bold", titleOf(period)),
		...(filter === "" ? [] : wrap(plain(filter), style.width)),
		decisionsText(period.decisions),
	];
	const sections = sectionsOf(period).flatMap((section) => ["", ...sectionLines(section, style)]);
	const gaps = period.gaps.flatMap((gap) => ["", ...wrap(plain(gap), style.width).map((line) => paint(style, "yellow", line))]);
	return `${[...head, ...sections, ...gaps].map((line) => line.trimEnd()).join("\n")}\n`;
}

function sectionLines({ title, columns, rows, note, color }: Section, style: Style): readonly string[] {
	const hasHeadings = columns.some(({ text }) => text !== "");
	const headings = columns.map((column): Cell => ({ ...column, color: "dim" }));
	const notes = note === undefined ? [] : wrap(plain(note), style.width - 2).map((line) => paint(style, "dim", `  ${line}`));
	return [paint(style, "bold", paint(style, color, title)), ...tableLines(hasHeadings ? [headings, ...rows] : rows, style), ...notes];
}
