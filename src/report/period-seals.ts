/** How complete a period is: what is sealed, what is not yet, and what to keep elsewhere as proof. */
import type { AccountSeals, Period } from "./period.ts";
import { accountText, hourText } from "./period-words.ts";
import { number, ours, right, type Section } from "./section.ts";
import { counted } from "./text.ts";

export function seals({ completeness }: Period): Section {
	const rows = completeness.accounts.map(({ account, sealedHours, rolledUpHours, unsealed, newest }) => [
		{ text: accountText(account) },
		ours(newest === undefined ? "never" : `${newest.hour.replace("T", " ")}:59`),
		number(sealedHours),
		number(rolledUpHours),
		ours(unsealedText(unsealed), unsealed.length === 0 ? undefined : "yellow"),
	]);
	const { missing } = completeness;
	return {
		title: "Completeness",
		columns: [ours(""), ours("sealed until"), right("hours sealed"), right("rolled up"), ours("not sealed yet")],
		rows,
		...(missing === 0
			? {}
			: {
					note: `${counted(missing, "record")} that the ledger names ${missing === 1 ? "is" : "are"} not there: \`--verify\` tells which`,
				}),
	};
}

function unsealedText(hours: AccountSeals["unsealed"]): string {
	const [first, last] = [hours[0], hours.at(-1)];
	if (first === undefined || last === undefined) return "nothing";
	return first === last ? hourText(first) : `${counted(hours.length, "hour")}, ${hourText(first)} to ${hourText(last)}`;
}

export function anchors({ completeness }: Period): Section {
	const rows = completeness.accounts.flatMap(({ account, newest }) =>
		newest === undefined ? [] : [[{ text: accountText(account) }, { text: newest.digest }]],
	);
	return { title: "Anchors: the newest seal of each account, to be kept elsewhere", columns: [ours(""), ours("")], rows };
}
