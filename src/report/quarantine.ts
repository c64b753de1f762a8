/** The quarantine for people and for machines: what ends first comes first. */
import type { Style } from "./report.ts";
import { type Cell, paint, tableLines } from "./table.ts";
import { counted, jsonText } from "./text.ts";

export interface Listed {
	readonly what: string;
	readonly reason: string;
	readonly by: string;
	readonly since: string;
	readonly until: string;
}

export function quarantineText(listed: readonly Listed[], style: Pick<Style, "color" | "width">): string {
	const row = (name: string, text: string): readonly Cell[] => [{ text: name, color: "dim" }, { text }];
	const blocks = inOrder(listed).map(({ what, reason, by, since, until }) => {
		const rows = [row("until", until), row("reason", reason), row("by", `${by}, ${since}`)];
		return [paint(style, "bold", what), ...tableLines(rows, style, 4), ""];
	});
	return `${[...blocks.flat(), counted(listed.length, "entry", "entries")].join("\n")}\n`;
}

export function quarantineJson(listed: readonly Listed[]): string {
	return jsonText({ quarantine: inOrder(listed) });
}

function inOrder(listed: readonly Listed[]): readonly Listed[] {
	return listed.toSorted((a, b) => Date.parse(a.until) - Date.parse(b.until));
}
