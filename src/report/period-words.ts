/** The words of a period report, in the order in which they matter, and what each means. */
import type { Counts, Word } from "./period.ts";
import type { Color } from "./table.ts";

interface Meaning {
	readonly label: string;
	readonly meaning: string;
	readonly color?: Color;
}

export const MEANINGS: Readonly<Record<Word, Meaning>> = {
	prevented: { label: "prevented", meaning: "refused before anything had started", color: "green" },
	reverted: { label: "reverted", meaning: "had happened, and was undone", color: "green" },
	preventing: { label: "being prevented", meaning: "held back; the answer is under way" },
	reverting: { label: "being reverted", meaning: "undoing is under way" },
	"not prevented": { label: "not prevented", meaning: "refused, and the refusal did not reach its target", color: "red" },
	"not reverted": { label: "not reverted", meaning: "denied, and could not be undone, or not all of it", color: "red" },
	"would prevent": {
		label: "would have been prevented",
		meaning: "denied and let through: enforcement was off or halted",
		color: "yellow",
	},
	"would revert": { label: "would have been reverted", meaning: "denied and left as it was: acting was withheld", color: "yellow" },
	reported: { label: "reported", meaning: "denied and told; nothing was to be undone", color: "yellow" },
	undecided: { label: "undecided", meaning: "could not be judged; no pass", color: "yellow" },
	flagged: { label: "flagged", meaning: "admitted with a warning" },
	admitted: { label: "admitted", meaning: "nothing was wrong with it" },
};

export const WORDS = Object.keys(MEANINGS) as readonly Word[];

/** `12 prevented · 3 flagged`; what did not occur is left out. */
export function inWords(counts: Counts): string {
	return WORDS.flatMap((word) => (counts[word] ? [`${figure(counts[word])} ${MEANINGS[word].label}`] : [])).join(" · ");
}

/** `1,204 decisions` */
export function decisionsText(count: number): string {
	return `${figure(count)} ${count === 1 ? "decision" : "decisions"}`;
}

/** `1,204` */
export function figure(count: number): string {
	return count.toLocaleString("en");
}

export function accountText(account: string): string {
	return account === "none" ? "(no account)" : account;
}

/** `2026-11-29T02` → `2026-11-29 02:00`. */
export function hourText(hour: string): string {
	return `${hour.replace("T", " ")}:00`;
}

/** `0.8 s`, `12 s`, `2 min 5 s`. */
export function secondsText(seconds: number, exact: boolean): string {
	if (!Number.isFinite(seconds)) return "over 1 h";
	return `${exact ? "" : "≤ "}${durationText(seconds)}`;
}

function durationText(seconds: number): string {
	if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
	if (seconds < 120) return `${Math.round(seconds)} s`;
	const minutes = Math.floor(seconds / 60);
	return minutes < 120 ? `${minutes} min ${Math.round(seconds - minutes * 60)} s` : `${Math.round(seconds / 3600)} h`;
}
