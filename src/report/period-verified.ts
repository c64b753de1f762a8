/** Whether a period's records are whole: what was found, for people. */
import type { Problem, Verification } from "../ledger/verification.ts";
import { accountText, figure, hourText } from "./period-words.ts";
import { number, ours, right, type Section, type SectionCell } from "./section.ts";
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
export function verdictText({ problemCount, beforeLedger }: Verification): string {
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
	const rows: (readonly SectionCell[])[] = [
		[number(decisions), ours("decisions are as they were entered")],
		[number(hoursVerified), ours("sealed hours were held against their seals")],
		[number(seals), ours("seals were held against each other, from each account's first on")],
		[number(anchors.length), ours("anchors were found in the chains")],
		...(rolledUp.length === 0 ? [] : [[number(rolledUp.length), ours("hours are rolled up: of them the seals alone were verified")]]),
		...(unsealed.length === 0
			? []
			: [[number(unsealed.length), ours("hours are not sealed yet: a record that was removed with its entry would not be missed")]]),
		...(beforeLedger === 0
			? []
			: [
					[
						number(beforeLedger),
						ours(`decisions are from before the ledger, up to ${ledgerBegan ?? "its beginning"}: nothing is proved of them`, "yellow"),
					],
				]),
	];
	const title = `Verification: ${verdictText(verification)}`;
	return { title, columns: [right(""), ours("")], rows, color: verification.problemCount === 0 ? "green" : "red" };
}
