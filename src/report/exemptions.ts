/** Exemptions for people and for machines: what ends soon comes first. */
import type { Exemption } from "../admission/exemption.ts";
import type { Selector } from "../admission/match.ts";
import type { Style } from "./report.ts";
import { type Cell, type Color, paint, tableLines } from "./table.ts";
import { counted, jsonText } from "./text.ts";

export interface ListedExemption extends Exemption {
	/** Whole days until it ends; 0 or less when it has ended. */
	readonly daysLeft: number;
}

export type Standing = "expired" | "expiring" | "in force";

export function standingOf({ daysLeft }: Pick<ListedExemption, "daysLeft">, within: number): Standing {
	if (daysLeft <= 0) return "expired";
	return daysLeft <= within ? "expiring" : "in force";
}

export const STANDING_COLORS: Readonly<Record<Standing, Color | undefined>> = { expired: "red", expiring: "yellow", "in force": undefined };

/** In the order of their ends. */
export function exemptionsText(exemptions: readonly ListedExemption[], within: number, style: Pick<Style, "color" | "width">): string {
	const sorted = exemptions.toSorted(byEnd);
	const blocks = sorted.map((exemption) => {
		const standing = standingOf(exemption, within);
		const color = STANDING_COLORS[standing];
		const mark = MARKS[standing];
		const head = `${paint(style, color, `${mark} ${endingOf(exemption)}`.padEnd(22))} ${paint(style, "bold", exemption.name)}`;
		const row = (name: string, text: string): readonly Cell[] => [{ text: name, color: "dim" }, { text }];
		const rows = [
			row("policy", exemption.policy),
			row("scope", scopeOf(exemption)),
			row("reason", exemption.reason),
			row("approved by", exemption.approvedBy),
			row("expires", exemption.expiresAt),
		];
		return [head, ...tableLines(rows, style, 4), ""];
	});
	const of = (standing: Standing) => sorted.filter((exemption) => standingOf(exemption, within) === standing).length;
	const figures = [
		paint(style, of("expired") > 0 ? "red" : "dim", `${of("expired")} expired`),
		paint(style, of("expiring") > 0 ? "yellow" : "dim", `${of("expiring")} within ${counted(within, "day")}`),
	];
	return `${[...blocks.flat(), `${counted(sorted.length, "exemption")}: ${figures.join(", ")}`].join("\n")}\n`;
}

export function exemptionsJson(exemptions: readonly ListedExemption[], within: number): string {
	const listed = exemptions.toSorted(byEnd).map((exemption) => ({ ...exemption, standing: standingOf(exemption, within) }));
	return jsonText({ exemptions: listed, within });
}

const MARKS: Readonly<Record<Standing, string>> = { expired: "✖", expiring: "!", "in force": "·" };

export function endingOf({ daysLeft }: Pick<ListedExemption, "daysLeft">): string {
	if (daysLeft > 0) return `${counted(daysLeft, "day")} left`;
	return daysLeft === 0 ? "ended today" : `ended ${counted(-daysLeft, "day")} ago`;
}

/** `accounts 111122223333 · containers agent` */
export function scopeOf({ match }: Pick<Exemption, "match">): string {
	const parts = Object.entries(match).flatMap(([name, selector]) => (selector === undefined ? [] : [`${name} ${selectorText(selector)}`]));
	return parts.join(" · ");
}

function selectorText(selector: Selector): string {
	const { include, exclude } = "length" in selector ? { include: selector, exclude: undefined } : selector;
	const parts = [
		...(include === undefined ? [] : [include.join(", ")]),
		...(exclude === undefined ? [] : [`all but ${exclude.join(", ")}`]),
	];
	return parts.join(" and ");
}

function byEnd(a: ListedExemption, b: ListedExemption): number {
	return Date.parse(a.expiresAt) - Date.parse(b.expiresAt) || (a.name < b.name ? -1 : 1);
}
