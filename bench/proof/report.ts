/** What was proved, as text for a terminal and as the generated section of docs/proof.md. Pure. */
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

const BEGIN = "<!-- proof: written by `npm run prove -- --write`, not by hand -->";
const END = "<!-- /proof -->";

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

export function asMarkdown(circumstances: Circumstances, proved: readonly Proved[]): string {
	const sections = proved.flatMap(({ part, claims, seconds }) => [
		`### ${part}`,
		"",
		`It took ${seconds} s.`,
		"",
		"| claim | | counted |",
		"|---|---|---|",
		...claims.map(({ claim, held, figures }) => `| ${cell(claim)} | ${held ? "held" : "**broken**"} | ${cell(told(figures))} |`),
		"",
	]);
	return [BEGIN, "", header(circumstances), "", ...sections, END].join("\n");
}

/** The page with its generated section replaced. @throws {Error} where the markers are missing */
export function written(page: string, section: string): string {
	const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (begin < 0 || end < begin) throw new Error(`the page has no generated section: it must hold "${BEGIN}" and "${END}"`);
	return page.slice(0, begin) + section + page.slice(end + END.length);
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
