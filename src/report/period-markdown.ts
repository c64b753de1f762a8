/** A period as GitHub-flavoured Markdown, for a ticket. */
import { code, row } from "./markdown.ts";
import type { Period } from "./period.ts";
import { filterText, sectionsOf, titleOf } from "./period-sections.ts";
import { decisionsText } from "./period-words.ts";
import type { Section } from "./section.ts";

export function periodMarkdown(period: Period): string {
	const filter = filterText(period);
	const head = `## ${titleOf(period)}\n\n**${decisionsText(period.decisions)}**${filter === "" ? "" : `, of ${code(filter)}`}\n`;
	const gaps = period.gaps.map((gap) => `\n> ${gap}\n`);
	return [head, ...sectionsOf(period).map(sectionText), ...gaps].join("");
}

function sectionText({ title, columns, rows, note }: Section): string {
	const rule = columns.map(({ right }) => (right ? "---:" : "---"));
	const body = rows.map((cells) => row(...cells.map(({ text, ours }) => (ours ? text : code(text)))));
	return `\n### ${title}\n\n${row(...columns.map(({ text }) => text))}${row(...rule)}${body.join("")}${note === undefined ? "" : `\n${note}\n`}`;
}
