/** What doctor has found, for people and for machines. Pure. */
import { type Color, paint } from "../report/table.ts";
import { counted, jsonText, plain, wrap } from "../report/text.ts";
import type { Status, Where } from "./found.ts";
import { type Finding, type Summary, summaryOf } from "./run.ts";

export interface Examined {
	readonly where: Where;
	/** Of the stack that was looked at. */
	readonly stack: string | undefined;
	readonly findings: readonly Finding[];
}

export function doctorJson({ where: { account, region }, stack, findings }: Examined): string {
	return jsonText({ account, region, stack: stack ?? null, checks: findings, summary: summaryOf(findings) });
}

interface Style {
	readonly color: boolean;
	readonly width: number;
}

const WORDS: Readonly<Record<Status, readonly [word: string, color: Color]>> = {
	ok: ["✔ ok", "green"],
	problem: ["✖ problem", "red"],
	unknown: ["? unknown", "yellow"],
	notApplicable: ["· not here", "gray"],
};
const STATUS = 12;

export function doctorTerminal({ where, stack, findings }: Examined, style: Style): string {
	const first = STATUS + Math.max(0, ...findings.map(({ check }) => check.length)) + 2;
	const title = ["taskgate doctor", `account ${where.account}`, where.region, stack === undefined ? "no stack" : `stack ${stack}`].join(
		" · ",
	);
	const lines = findings.flatMap((finding) => findingLines(finding, first, style));
	return [...wrap(title, style.width), "", ...lines, "", summaryLine(summaryOf(findings), style), ""].join("\n");
}

function findingLines({ check, status, seen, why, mend }: Finding, first: number, style: Style): readonly string[] {
	const [word, color] = WORDS[status];
	const room = Math.max(style.width - first, 30);
	const margin = " ".repeat(first);
	const left = `${paint(style, color, word.padEnd(STATUS))}${check.padEnd(first - STATUS)}`;
	const said = wrap(plain(seen), room).map((line, i) => `${i === 0 ? left : margin}${line}`);
	if (status === "ok" || status === "notApplicable") return said;
	const because = status === "problem" ? wrap(plain(why), room).map((line) => `${margin}${paint(style, "gray", line)}`) : [];
	// A command stays on its line, however long: it is to be copied.
	return [...said, ...because, ...mend.map((command) => `    ${prompt(command, style)}${plain(command)}`)];
}

/** What begins with # is said to a person. */
function prompt(command: string, style: Style): string {
	return command.startsWith("#") ? "" : `${paint(style, "cyan", "$")} `;
}

function summaryLine({ problem, unknown, ok, notApplicable }: Summary, style: Style): string {
	const told = [counted(problem, "problem"), `${unknown} unknown`, `${ok} ok`, `${notApplicable} not here`].join(" · ");
	if (problem > 0) return paint(style, "red", told);
	return paint(style, unknown > 0 ? "yellow" : "green", told);
}
