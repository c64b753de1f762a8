/** Small faults put into a Rego policy, one at a time: a line left out, a condition turned round, a comparison changed. Pure. */

export interface Mutant {
	/** Of the changed line, from 1. */
	readonly row: number;
	/** What was done, such as `left out`. */
	readonly change: string;
	/** The line as it was. */
	readonly line: string;
	/** The whole policy with the fault. */
	readonly source: string;
}

const COMPARISONS: readonly (readonly [string, string])[] = [
	[" == ", " != "],
	[" != ", " == "],
	[" > ", " >= "],
	[" >= ", " > "],
	[" < ", " <= "],
	[" <= ", " < "],
	["true", "false"],
	["false", "true"],
	["startswith(", "endswith("],
	["endswith(", "startswith("],
];

/** Of every line of code but package, imports and messages; many do not compile, and say nothing. */
export function mutantsOf(source: string): readonly Mutant[] {
	const lines = source.split("\n");
	return lines.flatMap((line, i) => {
		if (!isCode(line)) return [];
		const at = (change: string, replaced: readonly string[]): Mutant => ({
			row: i + 1,
			change,
			line: line.trim(),
			source: [...lines.slice(0, i), ...replaced, ...lines.slice(i + 1)].join("\n"),
		});
		const rule = wholeRule(lines, i);
		return [
			...(rule === undefined ? [at("left out", [])] : [{ ...at("rule left out", []), source: lines.toSpliced(i, rule).join("\n") }]),
			...negations(line).map((negated) => at("turned round", [negated])),
			...COMPARISONS.filter(([from]) => line.includes(from)).map(([from, to]) =>
				at(`${from.trim()} → ${to.trim()}`, [line.replace(from, to)]),
			),
		];
	});
}

function isCode(line: string): boolean {
	const text = line.trim();
	return text !== "" && !/^(#|package |import |[\])}]+,?$|msg := |"msg":)/.test(text);
}

/** `not x` as `x`, a condition `x` as `not x`, and the same behind `if` where a rule is one line. */
function negations(line: string): readonly string[] {
	const [, start = "", condition = ""] = /^(\t+|.* if )(.*[^{[(,])$/.exec(line) ?? [];
	if (condition === "") return [];
	if (condition.startsWith("not ")) return [`${start}${condition.slice("not ".length)}`];
	return /:=|^some |^every |^"|^#/.test(condition) ? [] : [`${start}not ${condition}`];
}

/** How many lines a rule takes that begins here; undefined for a line inside of one. */
function wholeRule(lines: readonly string[], from: number): number | undefined {
	const line = lines[from] ?? "";
	if (/^[\s}]/.test(line)) return undefined;
	if (!/[{[(]$/.test(line)) return 1;
	const end = lines.findIndex((each, i) => i > from && /^[}\])]/.test(each));
	return (lines[end] ?? "").endsWith("{") ? undefined : end - from + 1;
}
