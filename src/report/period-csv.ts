/** A period as CSV (RFC 4180), one figure a line: `section,name,figure,value`. The columns and their order are stable. */
import type { Verification } from "../ledger/verification.ts";
import { csvLine } from "./csv.ts";
import type { Counts, Part, Period } from "./period.ts";

type Line = readonly [section: string, name: string, figure: string, value: string | number];

export function periodCsv(period: Period): string {
	const lines: readonly Line[] = [
		["period", "", "since", period.since],
		["period", "", "until", period.until],
		["period", "", "decisions", period.decisions],
		...figures("verdict", "", period.verdicts),
		...figures("consequence", "", period.consequences),
		...period.notCarriedOut.map(({ word, reason, count }): Line => ["not carried out", reason, word, count]),
		...period.policies.flatMap(({ policy, actions }) => figures("policy", policy, actions)),
		...period.points.flatMap(({ point, decisions, consequences }) => figures("point", point, { decisions, ...consequences })),
		...period.accounts.flatMap((part) => partLines("account", part)),
		...period.days.flatMap((part) => partLines("day", part)),
		...period.delays.flatMap(({ point, word, exact, count, p50, p95, p99 }) =>
			figures(exact ? "seconds" : "seconds at most", `${point} ${word}`, { count, p50, p95, p99 }).map(bounded),
		),
		...period.principals.map(({ name, count }): Line => ["principal", name, "denied", count]),
		...period.excused.flatMap(({ exemption, violations, until = "" }): readonly Line[] => [
			["exemption", exemption, "violations", violations],
			["exemption", exemption, "until", until],
		]),
		...period.completeness.accounts.flatMap(({ account, sealedHours, rolledUpHours, unsealed, newest }): readonly Line[] => [
			...figures("seals", account, { sealedHours, rolledUpHours, unsealedHours: unsealed.length }),
			["seals", account, "sealedUntil", newest?.hour ?? ""],
			["seals", account, "anchor", newest?.digest ?? ""],
		]),
		["seals", "", "missing", period.completeness.missing],
		...(period.verification === undefined ? [] : verificationLines(period.verification)),
		...period.gaps.map((gap): Line => ["gap", gap, "", ""]),
	];
	return [csvLine(["section", "name", "figure", "value"]), ...lines.map(csvLine)].join("");
}

function figures(section: string, name: string, counts: Counts): readonly Line[] {
	return Object.entries(counts).map(([figure, value]) => [section, name, figure, value]);
}

/** Past a histogram's last bound there is no number. */
function bounded([section, name, figure, value]: Line): Line {
	return [section, name, figure, value === Number.POSITIVE_INFINITY ? "over 3600" : value];
}

function verificationLines({ problems, problemCount, decisions, hoursVerified }: Verification): readonly Line[] {
	return [
		...figures("verification", "", { problems: problemCount, decisions, hoursVerified }),
		...problems.map(({ kind, account = "", hour = "", message }): Line => ["problem", [account, hour].join(" ").trim(), kind, message]),
	];
}

function partLines(section: string, { name, decisions, consequences, rolledUpHours }: Part): readonly Line[] {
	return figures(section, name, { decisions, ...consequences, rolledUpHours });
}
