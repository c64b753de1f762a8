/** Whether a period's records are whole: what was found, for people. */
import type { Problem, Verification } from "../ledger/verification.ts";
import { accountText, figure, hourText } from "./period-words.ts";
import { number, ours, right, type Section, type SectionCell } from "./section.ts";
import type { Color } from "./table.ts";
import { counted } from "./text.ts";

/** Every problem, and what was held against what; JSON has all of it. */
export function verified(verification: Verification): readonly Section[] {
	const { problems, problemCount } = verification;
	const shown: Section = {
		title: "Problems",
		columns: [ours("what"), ours("account"), ours("hour"), ours("")],
		rows: problems.map(problemRow),
		...(problemCount > problems.length ? { note: `and ${figure(problemCount - problems.length)} more` } : {}),
	};
	return problems.length === 0 ? [held(verification)] : [held(verification), shown];
}

/** `whole`, or how many problems there are. */
function verdictText({ problemCount, beforeLedger }: Verification): string {
	if (problemCount > 0) return `NOT WHOLE: ${counted(problemCount, "problem")}`;
	return beforeLedger > 0 ? "whole, as far as it can be proved" : "whole";
}

function problemRow({ kind, account, hour, message }: Problem): readonly SectionCell[] {
	return [
		ours(kind, "red"),
		{ text: account === undefined ? "" : accountText(account) },
		ours(hour === undefined ? "" : hourText(hour)),
		{ text: message },
	];
}

function held(verification: Verification): Section {
	const { decisions, seals, hoursVerified, rolledUp, unsealed, beforeLedger, ledgerBegan, anchors } = verification;
	const counts: readonly (readonly [count: number, what: string, color?: Color])[] = [
		[decisions, "decisions: as they were entered"],
		[hoursVerified, "sealed hours: held against their seals"],
		[seals, "seals: held against each other, from each account's first on"],
		[anchors.length, "anchors: found in the chains"],
		[rolledUp.length, "hours rolled up: of them the seals alone were verified"],
		[unsealed.length, "hours not sealed yet: a record removed together with its entry would not be missed"],
		[beforeLedger, `decisions from before the ledger, up to ${ledgerBegan ?? "its beginning"}: nothing is proved of them`, "yellow"],
	];
	const rows = counts.flatMap(([count, what, color]) => (count === 0 ? [] : [[number(count), ours(what, color)]]));
	const title = `Verification: ${verdictText(verification)}`;
	return { title, columns: [right(""), ours("")], rows, color: verification.problemCount === 0 ? "green" : "red" };
}
