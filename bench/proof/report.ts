/** What was proved, as text for a terminal and as the generated sections of docs/proof.md. Pure. */
import type { Claim } from "./part.ts";

export interface Proved {
	readonly part: string;
	readonly claims: readonly Claim[];
	readonly seconds: number;
}

export interface Circumstances {
	/** RFC 3339. */
	readonly at: string;
	readonly machine: string;
	readonly node: string;
	readonly seed: number;
	readonly quick: boolean;
}

export function asText(circumstances: Circumstances, proved: readonly Proved[]): string {
	const lines = proved.flatMap(({ part, claims, seconds }) => [
		`${part} (${seconds} s)`,
		...claims.flatMap(({ claim, held, figures, detail = [] }) => [
			`  ${held ? "held  " : "BROKEN"} ${claim}`,
			`         ${told(figures)}`,
			...detail.map((line) => `         ! ${line}`),
		]),
	]);
	const broken = brokenIn(proved);
	return `${[`# ${header(circumstances)}`, ...lines, broken === 0 ? "every claim held" : `${broken} claims are broken`].join("\n")}\n`;
}

/** The section of one part, with its markers. */
export function asMarkdown(circumstances: Circumstances, { part, claims, seconds }: Proved): string {
	return [
		beginOf(part),
		"",
		`### What ${part} came to`,
		"",
		`${header(circumstances)}; it took ${seconds} s.`,
		"",
		"| claim | | counted |",
		"|---|---|---|",
		...claims.map(({ claim, held, figures }) => `| ${cell(claim)} | ${held ? "held" : "**broken**"} | ${cell(told(figures))} |`),
		"",
		END,
	].join("\n");
}

const END = "<!-- /proof -->";

function beginOf(part: string): string {
	return `<!-- proof of ${part}: written by npm run prove -- --write, not by hand -->`;
}

/** The page with the sections of what was proved replaced, and nothing else of it; a part that it lacks comes last. */
export function written(page: string, circumstances: Circumstances, proved: readonly Proved[]): string {
	return proved.reduce((text, one) => {
		const section = asMarkdown(circumstances, one);
		const begin = text.indexOf(beginOf(one.part));
		if (begin < 0) return `${text.trimEnd()}\n\n${section}\n`;
		const end = text.indexOf(END, begin);
		if (end < 0) throw new Error(`the section of ${one.part} has no end: it must close with "${END}"`);
		return text.slice(0, begin) + section + text.slice(end + END.length);
	}, page);
}

export function brokenIn(proved: readonly Proved[]): number {
	return proved.flatMap(({ claims }) => claims).filter(({ held }) => !held).length;
}

function header({ at, machine, node, seed, quick }: Circumstances): string {
	return `${at}, ${machine}, Node ${node}, seed ${seed}${quick ? ", quick" : ""}`;
}

function told(figures: Claim["figures"]): string {
	return Object.entries(figures)
		.map(([name, figure]) => `${name} ${figure}`)
		.join(", ");
}

function cell(text: string): string {
	return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
