/** Service control policies for people, and for machines. */
import type { Style } from "./report.ts";
import { counted, jsonText, wrap } from "./text.ts";

interface Noted {
	readonly statement: { readonly Sid: string };
	readonly does: string;
	readonly leavesOpen: string;
	readonly unverified?: string;
}

export interface ScpReport {
	readonly policies: readonly { readonly document: object; readonly size: number; readonly noted: readonly Noted[] }[];
	readonly mostCharacters: number;
	readonly skipped: readonly { readonly constraint: string; readonly reason: string }[];
}

/** JSON holds no comments: what a statement leaves open stands beside the policies, by its Sid. */
export function scpJson({ policies, skipped }: ScpReport): string {
	const notes = policies.flatMap(({ noted }) =>
		noted.map(({ statement, does, leavesOpen, unverified }) => [
			statement.Sid,
			{ does, leavesOpen, ...(unverified === undefined ? {} : { unverified }) },
		]),
	);
	return jsonText({
		policies: policies.map(({ document }) => document),
		sizes: policies.map(({ size }) => size),
		notes: Object.fromEntries(notes),
		skipped,
	});
}

export function scpTerminal({ policies, mostCharacters, skipped }: ScpReport, { width }: Pick<Style, "width">): string {
	const pages = policies.map(({ size, noted }, i) => {
		const title = `Policy ${i + 1} of ${policies.length}: ${counted(noted.length, "statement")}, ${size} of ${mostCharacters} characters`;
		return [title, "", ...noted.map((one) => statementText(one, width))].join("\n");
	});
	const unsaid = skipped.map(({ constraint, reason }) => `Not said for ${constraint}: ${reason}.\n`);
	return `${[...pages, unsaid.join("")].filter((page) => page !== "").join("\n")}`;
}

function statementText({ statement, does, leavesOpen, unverified }: Noted, width: number): string {
	const lines = [
		`${does}.`,
		`Leaves open: ${leavesOpen}.`,
		...(unverified === undefined ? [] : [`Unverified on a live account: ${unverified}.`]),
	];
	const notes = lines.flatMap((line) => wrap(line, width - 2)).map((line) => `# ${line}`);
	return `${notes.join("\n")}\n${JSON.stringify(statement, undefined, 2)}\n`;
}
