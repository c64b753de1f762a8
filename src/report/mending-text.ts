/** What was mended, or could be, for a person: the diff, and what became of it. Pure. */
import { styleText } from "node:util";
import { objectDiff } from "./object-diff.ts";
import type { ReportedDecision, Style } from "./report.ts";
import { counted, plain } from "./text.ts";

export interface Mending {
	/** On the object as it is patched. `failures` are the patches that were not applied. */
	readonly decision: ReportedDecision;
	readonly written: boolean;
	/** Why it was to be written and is not. */
	readonly unwritten?: string;
}

const COLORS: Readonly<Record<string, "green" | "red" | "cyan">> = { "+": "green", "-": "red", "@": "cyan" };

export function mendingText(mendings: readonly Mending[], { color }: Pick<Style, "color">): string {
	const paint = (style: Parameters<typeof styleText>[0], text: string) =>
		color ? styleText(style, text, { validateStream: false }) : text;
	const lines = mendings.flatMap(({ decision, written, unwritten }) => {
		const { source, line, kind, name, patches = [], before, object, failures } = decision;
		const place = paint("dim", `${plain(source)}${line === undefined ? "" : `:${line}`}`);
		const by = [...new Set(patches.map(({ policy }) => policy))].join(", ");
		const diff = before === undefined || object === undefined ? [] : objectDiff(before, object);
		return [
			`${written ? "mended" : "would mend"}  ${kind} ${paint("bold", plain(name) || "(without a name)")}  ${place}${by === "" ? "" : `  by ${by}`}`,
			...diff.map((each) => `  ${paint(COLORS[each.charAt(0)] ?? "reset", shown(each))}`),
			...(unwritten === undefined ? [] : [`  not written: ${plain(unwritten)}`]),
			...failures.map(({ policy = "", reason }) => `  ${paint("yellow", "failed")}  ${policy}: ${plain(reason)}`),
			"",
		];
	});
	const files = new Set(mendings.filter(({ written }) => written).map(({ decision }) => decision.source)).size;
	const summary = files > 0 ? `${counted(files, "file")} written` : "nothing was written";
	return `${[...lines, mendings.length === 0 ? "nothing to mend" : summary].join("\n")}\n\n`;
}

/** Without what could write anything to a terminal; the indentation stays. */
function shown(line: string): string {
	const [, lead = "", rest = ""] = /^(.? *)(.*)$/su.exec(line) ?? [];
	return `${lead}${plain(rest)}`;
}
