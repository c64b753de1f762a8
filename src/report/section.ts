/** A titled table of a report, before it is known in which format it is told. */
import { figure } from "./period-words.ts";
import type { Cell, Color } from "./table.ts";

/** `ours`: no stranger's text, so that Markdown need not write it as code. */
export interface SectionCell extends Cell {
	readonly ours?: true;
}

export interface Section {
	readonly title: string;
	readonly columns: readonly SectionCell[];
	readonly rows: readonly (readonly SectionCell[])[];
	readonly note?: string;
	/** Of the title, where it says good or bad. */
	readonly color?: Color;
}

export const ours = (text: string, color?: Color): SectionCell => ({ text, ours: true, ...(color === undefined ? {} : { color }) });
export const right = (text: string): SectionCell => ({ text, ours: true, right: true });
export const number = (count: number): SectionCell => right(figure(count));
