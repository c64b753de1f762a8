/** What exemptions still excuse, for people and for machines. */
import { endingOf, type ListedExemption, STANDING_COLORS, scopeOf, standingOf } from "./exemptions.ts";
import type { Style } from "./report.ts";
import { type Cell, paint, tableLines } from "./table.ts";
import { counted, jsonText } from "./text.ts";

export interface CheckedExemption extends ListedExemption {
	/** Each resource once, with how many of its violations are excused; sorted. */
	readonly excuses: readonly { readonly resource: string; readonly violations: number }[];
	/** Why it can go, or does not do what it looks like. */
	readonly problems: readonly string[];
}

/** More resources than these are counted. */
const SHOWN = 10;

export function checkedText(exemptions: readonly CheckedExemption[], within: number, style: Pick<Style, "color" | "width">): string {
	const blocks = exemptions.flatMap((exemption) => [...block(exemption, within, style), ""]);
	const ended = exemptions.filter(({ daysLeft }) => daysLeft <= 0).length;
	const unused = exemptions.filter(({ excuses }) => excuses.length === 0).length;
	const figures = [
		paint(style, ended > 0 ? "red" : "dim", `${ended} ended`),
		paint(style, unused > 0 ? "yellow" : "dim", `${unused} ${unused === 1 ? "excuses" : "excuse"} nothing`),
	];
	return `${[...blocks, `${counted(exemptions.length, "exemption")}: ${figures.join(", ")}`].join("\n")}\n`;
}

export function checkedJson(exemptions: readonly CheckedExemption[], within: number): string {
	return jsonText({ exemptions: exemptions.map((exemption) => ({ ...exemption, standing: standingOf(exemption, within) })) });
}

function block(exemption: CheckedExemption, within: number, style: Pick<Style, "color" | "width">): readonly string[] {
	const standing = standingOf(exemption, within);
	const sound = standing === "in force" && exemption.problems.length === 0;
	const head = `${sound ? paint(style, "green", "✔") : paint(style, STANDING_COLORS[standing] ?? "yellow", "!")} ${paint(style, "bold", exemption.name)}`;
	const about = paint(style, STANDING_COLORS[standing] ?? "dim", endingOf(exemption));
	const rows: (readonly Cell[])[] = [
		[{ text: "policy", color: "dim" }, { text: exemption.policy }],
		[{ text: "scope", color: "dim" }, { text: scopeOf(exemption) }],
		...excuseRows(exemption),
		...exemption.problems.map((problem): readonly Cell[] => [
			{ text: "→", color: "yellow" },
			{ text: problem, color: "yellow" },
		]),
	];
	return [`${head}  ${about}`, ...tableLines(rows, style, 4)];
}

function excuseRows({ excuses }: CheckedExemption): readonly (readonly Cell[])[] {
	const shown = excuses.slice(0, SHOWN).map(({ resource, violations }) => `${resource} (${counted(violations, "violation")})`);
	const more = excuses.length > SHOWN ? [`and ${counted(excuses.length - SHOWN, "other")}`] : [];
	return [...shown, ...more].map((text, i) => [{ text: i === 0 ? "excuses" : "", color: "dim" }, { text }]);
}
