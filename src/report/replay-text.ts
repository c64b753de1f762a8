/** What a replay found, for people and for machines. */
import { styleText } from "node:util";
import { decisionOf } from "./json.ts";
import { CHANGES, type Change, countOf, type Replay, type ReplayedDecision } from "./replay.ts";
import { type ReportedDecision, type Style, summaryOf } from "./report.ts";
import { counted, fill, jsonText, plain, wrap } from "./text.ts";

/** The stable shape of `check`, of what is tried; each decision with what it was before. */
export function replayJson(replay: Replay): string {
	const after = replay.decisions.map((decision) => decision.after);
	return jsonText({
		decisions: replay.decisions.map(({ before, after: now, change }) => {
			const { verdict, violations } = decisionOf(before);
			return { ...decisionOf(now), change, before: { verdict, violations } };
		}),
		summary: summaryOf({ decisions: after, skipped: replay.skipped }),
		changes: Object.fromEntries(CHANGES.map((change) => [change, countOf(replay, change)])),
		policies: replay.policies,
		compared: replay.names,
	});
}

const HEADINGS: Readonly<Record<Exclude<Change, "same">, string>> = {
	newlyDenied: "would be denied",
	newlyUndecided: "could not be judged any more",
	newlyAllowed: "would be allowed",
	otherFindings: "the same verdict for other reasons",
};
const COLORS = { newlyDenied: "red", newlyUndecided: "yellow", newlyAllowed: "green", otherFindings: "dim" } as const;

/** The changes, worst first, then the policies whose counts differ, then the figures. */
export function replayTerminal(replay: Replay, style: Style): string {
	const paint = (color: Parameters<typeof styleText>[0], text: string) =>
		style.color ? styleText(color, text, { validateStream: false }) : text;
	const sections = CHANGES.filter((change) => change !== "same").flatMap((change) => {
		const changed = replay.decisions.filter((decision) => decision.change === change);
		const heading = paint(COLORS[change], `${counted(changed.length, "object")} ${HEADINGS[change]}`);
		return changed.length === 0 ? [] : [heading, ...changed.flatMap((decision) => changeLines(decision, style)), ""];
	});
	return `${[...sections, ...notJudged(replay, style), ...policyTable(replay), ...figures(replay, style)].map((line) => line.trimEnd()).join("\n")}\n`;
}

function changeLines({ before, after }: ReplayedDecision, { width }: Style): readonly string[] {
	return [
		`  ${after.kind} ${plain(after.name) || "(without a name)"}  ${plain(after.source)}`,
		...differences(saidOf(before), saidOf(after)).flatMap((line) =>
			wrap(plain(line), width - 6).map((part, i) => `${i === 0 ? "    " : "      "}${part}`),
		),
	];
}

interface Said {
	readonly how: string;
	readonly policy: string;
	readonly what: string;
}

function saidOf({ violations, unknown, failures }: ReportedDecision): ReadonlyMap<string, Said> {
	const said = [
		...violations.map(({ action, policy, message }) => ({ how: action, policy, what: message })),
		...unknown.map(({ policy, reason }) => ({ how: "unknown", policy, what: reason })),
		...failures.map(({ policy = "", reason }) => ({ how: "failed", policy, what: reason })),
	];
	return new Map(said.map((each) => [`${each.policy} ${each.what}`, each]));
}

/** `+` for what is said anew, `-` for what no longer is, and one line for all that is said as before but with another consequence. */
function differences(before: ReadonlyMap<string, Said>, after: ReadonlyMap<string, Said>): readonly string[] {
	const added = tellAll([...after].flatMap(([key, said]) => (before.has(key) ? [] : [said]))).map((line) => `+ ${line}`);
	const gone = tellAll([...before].flatMap(([key, said]) => (after.has(key) ? [] : [said]))).map((line) => `- ${line}`);
	const moved = [...after].flatMap(([key, { how, policy }]) => {
		const was = before.get(key)?.how ?? how;
		return was === how ? [] : [{ step: `${was} → ${how}`, policy }];
	});
	const steps = [...Map.groupBy(moved, ({ step }) => step)];
	return [...added, ...gone, ...steps.map(([step, of]) => `${step}: ${[...new Set(of.map(({ policy }) => policy))].join(", ")}`)];
}

/** One line each; what several policies could not see, and for one reason, is one line too. */
function tellAll(said: readonly Said[]): readonly string[] {
	const groups = Map.groupBy(said, ({ how, policy, what }) => (how === "unknown" ? what : `${policy} ${what}`));
	return [...groups.values()].flatMap(([first, ...more]) => {
		if (first === undefined) return [];
		const { how, policy, what } = first;
		if (more.length > 0) return [`${how} ${what} (${more.length + 1} policies)`];
		return [`${how} ${policy === "" ? "" : `${policy}: `}${what}`];
	});
}

/** Once for a reason: it is the same for every line of a log that holds too little. */
function notJudged({ decisions }: Replay, { width }: Style): readonly string[] {
	const undecided = decisions.filter(({ after, change }) => after.verdict === "undecided" && change === "same").map(({ after }) => after);
	const groups = [...Map.groupBy(undecided, ({ failures }) => failures.map(({ reason }) => reason).join("; "))];
	return groups.flatMap(([reason, of]) => [
		`${counted(of.length, "object")} could not be judged: ${of
			.map(({ source }) => plain(source))
			.slice(0, 3)
			.join(", ")}${of.length > 3 ? ", …" : ""}`,
		...wrap(plain(reason), width - 4).map((line) => `    ${line}`),
		"",
	]);
}

function policyTable({ policies }: Replay): readonly string[] {
	if (policies.length === 0) return [];
	const width = Math.max(...policies.map(({ policy }) => policy.length)) + 2;
	const cell = (before: number, after: number) => (before === after ? String(after) : `${before} → ${after}`).padEnd(14);
	return [
		`${"policy".padEnd(width)}${"denies".padEnd(14)}warns`,
		...policies.map(
			({ policy, before, after }) => `${policy.padEnd(width)}${cell(before.deny, after.deny)}${cell(before.warn, after.warn)}`,
		),
		"",
	];
}

function figures(replay: Replay, { width }: Style): readonly string[] {
	const { decisions, names, skipped, repeated } = replay;
	const parts = [
		`${countOf(replay, "newlyDenied")} newly denied`,
		`${countOf(replay, "newlyAllowed")} newly allowed`,
		...(countOf(replay, "newlyUndecided") > 0 ? [`${countOf(replay, "newlyUndecided")} newly undecided`] : []),
		`${countOf(replay, "otherFindings")} with other findings`,
		`${countOf(replay, "same")} the same`,
	];
	const { undecided, unknown } = summaryOf({ decisions: decisions.map(({ after }) => after), skipped });
	const rest = [
		...(undecided > 0 ? [`${undecided} could not be judged`] : []),
		...(unknown > 0 ? [`${counted(unknown, "unknown value")}`] : []),
		...(repeated > 0 ? [`${counted(repeated, "repeated event")}`] : []),
		...(skipped > 0 ? [`${counted(skipped, "event")} that asked for nothing`] : []),
	];
	return [
		...wrap(`${plain(names.before)} against ${plain(names.after)}`, width),
		...fill([`${counted(decisions.length, "object")}:`, ...parts.join(",\n").split("\n"), ...rest.map((part) => `· ${part}`)], width),
	];
}
